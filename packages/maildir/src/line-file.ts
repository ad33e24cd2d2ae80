import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';

const bufferChars = 64 * 1024;

/**
 * A text file that is written line by line, in few and large writes. Memory does not depend on the number of lines.
 * Text is Latin-1: names keep their bytes.
 */
export class LineFile {
  readonly path: string;
  readonly #fd: number;
  #pending = '';
  #open = true;

  /** Creates the file; it must not exist. */
  constructor(path: string, mode: number) {
    this.path = path;
    this.#fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= bufferChars) this.#flush();
  }

  /** Writes the rest and closes, once; with `sync` it is on disk then. */
  close(sync = false): void {
    if (!this.#open) return;
    this.#flush();
    if (sync) fsyncSync(this.#fd);
    this.#open = false;
    closeSync(this.#fd);
  }

  /** Closes without writing the rest. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending, 'latin1');
    this.#pending = '';
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at, bytes.length - at);
  }
}

/** Writes over the beginning of a file that is there. */
export function overwriteStart(path: string, text: string, sync: boolean): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    writeSync(fd, Buffer.from(text, 'latin1'), 0, null, 0);
    if (sync) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
