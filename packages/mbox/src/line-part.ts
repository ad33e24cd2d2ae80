import type { FileWindow } from './file-window.ts';

const LF = 10;
const CR = 13;

/** A line, or a part of one that is longer than the limit. Absolute positions. */
export interface LinePart {
  /** Behind the LF where `complete`. */
  readonly end: number;
  /** Whether the line ends here: with its LF, or at the end of the file. */
  readonly complete: boolean;
}

/**
 * The line that begins at `start`, cut into parts of at most `most` bytes that never end in a CR that belongs to the next.
 * Where the cuts are does not depend on what is in the window. Undefined: the window must advance first.
 */
export function nextLinePart(window: FileWindow, start: number, most: number): LinePart | undefined {
  const found = window.bytes.indexOf(LF, start - window.start);
  const end = found === -1 ? window.end : window.start + found + 1;
  if (end - start > most) {
    const cut = start + most;
    return { end: most > 1 && window.bytes[cut - 1 - window.start] === CR ? cut - 1 : cut, complete: false };
  }
  if (found !== -1 || window.atEnd) return { end, complete: true };
  return undefined;
}

/** Finds the next of one byte from positions that only ever grow, looking at no byte twice. */
export class NextByte {
  readonly #byte: number;
  #found = -1;
  #clearTo = 0;

  constructor(byte: number) {
    this.#byte = byte;
  }

  /** Position of the first at or behind `from` in the window; Infinity where there is none. */
  from(window: FileWindow, from: number): number {
    if (this.#found >= from) return this.#found;
    const at = window.bytes.indexOf(this.#byte, Math.max(from, this.#clearTo) - window.start);
    if (at === -1) {
      this.#clearTo = window.end;
      return Infinity;
    }
    this.#found = window.start + at;
    return this.#found;
  }
}
