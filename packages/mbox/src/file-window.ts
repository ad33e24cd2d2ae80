import { readSync } from 'node:fs';

/** Bytes read at once. Small enough to stay in the processor's cache while they are looked at. */
export const defaultWindowBytes: number = 1024 * 1024;

/**
 * A part of a file in memory, moved forward over the file. Positions are absolute, in bytes from the start of the file.
 * The bytes may be changed in place; the file is not.
 */
export class FileWindow {
  /** The bytes from `start` to `end`. Another view after each `advance`. */
  bytes: Buffer;
  /** Position of the first byte of `bytes`. */
  start: number;
  /** Position behind the last byte of `bytes`. */
  end: number;
  /** How often bytes were moved; views into `bytes` hold until it changes. */
  readonly #fd: number;
  readonly #fileEnd: number;
  readonly #step: number;
  #buffer: Buffer;

  /** Reads from `from` up to `fileEnd`, `step` bytes at a time. Nothing is read yet. */
  constructor(fd: number, from: number, fileEnd: number, step: number = defaultWindowBytes) {
    this.#fd = fd;
    this.#fileEnd = fileEnd;
    this.#step = Math.max(1, Math.min(step, fileEnd - from));
    this.#buffer = Buffer.allocUnsafeSlow(this.#step);
    this.bytes = this.#buffer.subarray(0, 0);
    this.start = from;
    this.end = from;
  }

  /** Whether all of the file up to its end has been read. */
  get atEnd(): boolean {
    return this.end === this.#fileEnd;
  }

  /**
   * Forgets the bytes before `keep`, which is within the window or its end, and reads on; the window grows where there is no
   * room. Voids views. False at the end of the file, and where the file ends before the end it had.
   */
  advance(keep: number): boolean {
    if (this.atEnd) return false;
    const kept = this.end - keep;
    const room = Math.max(1, Math.min(this.#step, this.#fileEnd - this.end));
    this.#makeRoom(keep - this.start, kept, kept + room);
    const wanted = Math.min(this.#buffer.length, kept + this.#fileEnd - this.end) - kept;
    const got = readSync(this.#fd, this.#buffer, kept, wanted, this.end);
    this.start = keep;
    this.end += got;
    this.bytes = this.#buffer.subarray(0, kept + got);
    return got > 0;
  }

  /** Goes on from a position behind the window; its bytes are not read until the next `advance`. */
  seek(position: number): void {
    this.start = this.end = position;
    this.bytes = this.#buffer.subarray(0, 0);
  }

  #makeRoom(from: number, kept: number, needed: number): void {
    const old = this.#buffer;
    // Less than half a step of room would make the next reads small ones.
    const enough = needed <= old.length || (old.length >= this.#step && old.length - kept >= this.#step / 2);
    if (!enough) this.#buffer = Buffer.allocUnsafeSlow(Math.max(needed, old.length * 2));
    old.copy(this.#buffer, 0, from, from + kept);
  }
}
