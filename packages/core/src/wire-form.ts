const CR = 13;
const LF = 10;

/** Counts the LFs that no CR precedes: what the wire form has more than the stored form. Chunks of one message in order. */
export class BareLfCounter {
  #count = 0;
  #last = 0;

  get count(): number {
    return this.#count;
  }

  add(chunk: Uint8Array): void {
    let previous = this.#last;
    let count = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (byte === LF && previous !== CR) count++;
      previous = byte;
    }
    this.#count += count;
    this.#last = previous;
  }
}

/** Makes wire form of stored form, chunk by chunk: each LF that no CR precedes becomes CRLF. */
export class WireFormEncoder {
  #last = 0;

  /** The wire form of the next chunk: the chunk itself where nothing changes. */
  encode(chunk: Uint8Array): Uint8Array {
    const counter = new BareLfCounter();
    const previous = this.#last;
    if (previous === CR) counter.add(Uint8Array.of(CR));
    counter.add(chunk);
    if (chunk.length > 0) this.#last = chunk[chunk.length - 1] as number;
    if (counter.count === 0) return chunk;
    return insertCarriageReturns(chunk, previous, counter.count);
  }
}

function insertCarriageReturns(chunk: Uint8Array, before: number, count: number): Uint8Array {
  const wire = new Uint8Array(chunk.length + count);
  let previous = before;
  let to = 0;
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i] as number;
    if (byte === LF && previous !== CR) wire[to++] = CR;
    wire[to++] = byte;
    previous = byte;
  }
  return wire;
}
