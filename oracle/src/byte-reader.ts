import type { Readable } from 'node:stream';

const LF = 0x0a;

/** Lines and counted bytes out of a stream, for protocols that mix both. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Next line without its CRLF, or undefined at the end of the stream. */
  async line(): Promise<Buffer | undefined> {
    let searched = 0;
    for (;;) {
      const at = this.#held.indexOf(LF, searched);
      if (at >= 0) {
        const end = at > 0 && this.#held[at - 1] === 0x0d ? at - 1 : at;
        const line = this.#held.subarray(0, end);
        this.#held = this.#held.subarray(at + 1);
        return line;
      }
      searched = this.#held.length;
      if (!(await this.#more())) return undefined;
    }
  }

  /** Exactly `count` bytes; throws where the stream ends before. */
  async bytes(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = count;
    for (;;) {
      const part = this.#held.subarray(0, missing);
      parts.push(part);
      missing -= part.length;
      this.#held = this.#held.subarray(part.length);
      if (missing === 0) return Buffer.concat(parts);
      if (!(await this.#more())) throw new Error(`the stream ended ${missing} bytes early`);
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
