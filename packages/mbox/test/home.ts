import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const fromLine = 'From a@example.org Wed Dec  2 05:53:22 1992\n';

/** A message in mbox format. */
export function mail(subject: string, ...headers: string[]): string {
  return `${fromLine}${headers.map((header) => `${header}\n`).join('')}Subject: ${subject}\n\nx\n\n`;
}

/** A temporary home, removed when disposed of. */
export class TestHome implements Disposable {
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'home-'));
  readonly path: string = join(this.#folder, 'u');
  /** A spool file that is not there until written. */
  readonly spool: string = join(this.#folder, 'spool');

  constructor() {
    chmodSync(this.#folder, 0o755);
    mkdirSync(this.path);
  }

  /** Writes a file; its name is given as text or as bytes. */
  write(name: string | Buffer, content: string | Uint8Array): void {
    const path = Buffer.concat([Buffer.from(`${this.path}/`), Buffer.from(name as string)]);
    if (typeof name === 'string') mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(path, content);
  }

  fifo(name: string): void {
    execFileSync('mkfifo', [join(this.path, name)]);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
