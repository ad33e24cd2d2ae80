import { countBytes, countWithoutCr } from './byte-count.ts';

const CR = 13;
const LF = 10;

/** Counts the LFs that no CR precedes: what the wire form has more than the stored form. Chunks of one message in order. */
export class BareLfCounter {
  readonly #counts = { plain: 0, lf: 0, crlf: 0 };
  #afterCr = false;

  get count(): number {
    return this.#counts.lf - this.#counts.crlf;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // Most mail in files has no CR, which a native search finds out soonest.
    if (this.#afterCr || chunk.includes(CR)) countBytes(chunk, 0, chunk.length, this.#counts, this.#afterCr);
    else countWithoutCr(chunk, 0, chunk.length, this.#counts);
    this.#afterCr = chunk[chunk.length - 1] === CR;
  }
}

/** Makes wire form of stored form, chunk by chunk: each LF that no CR precedes becomes CRLF. */
export class WireFormEncoder {
  #last = 0;
  #room = new Uint8Array(0);

  /** The wire form of the next chunk: the chunk itself where nothing changes, else valid until the next call. */
  encode(chunk: Uint8Array): Uint8Array {
    if (chunk.length === 0) return chunk;
    const before = this.#last;
    this.#last = chunk[chunk.length - 1] as number;
    if (!chunk.includes(LF)) return chunk;
    if (this.#room.length < chunk.length * 2) this.#room = new Uint8Array(chunk.length * 2);
    const length = insertCarriageReturns(chunk, before, this.#room);
    return length === chunk.length ? chunk : this.#room.subarray(0, length);
  }

  /** Begins another message; keeps its memory. */
  reset(): void {
    this.#last = 0;
  }
}

/** Writes the wire form to `wire`, which has room for it; answers its length. */
function insertCarriageReturns(chunk: Uint8Array, before: number, wire: Uint8Array): number {
  let previous = before;
  let to = 0;
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i] as number;
    if (byte === LF && previous !== CR) wire[to++] = CR;
    wire[to++] = byte;
    previous = byte;
  }
  return to;
}
