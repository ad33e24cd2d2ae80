const LF = 10;
const CR = 13;

/** What decides the sizes of a message: counts over the bytes of the file. */
export interface ByteCounts {
  /** Bytes that are not CR. */
  plain: number;
  lf: number;
  /** LFs with a CR right before them. */
  crlf: number;
}

/** Adds up the bytes from `from` to `to`, which hold no CR. */
export function countWithoutCr(bytes: Uint8Array, from: number, to: number, counts: ByteCounts): void {
  counts.plain += to - from;
  counts.lf += countLf(bytes, from, to);
}

/**
 * Adds up the bytes from `from` to `to`. Bytes before `from` are not looked at: a piece must not begin between CR and LF unless
 * `afterCr` says so.
 */
export function countBytes(bytes: Uint8Array, from: number, to: number, counts: ByteCounts, afterCr = false): void {
  let previousCr = afterCr;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === CR) {
      previousCr = true;
      continue;
    }
    counts.plain++;
    if (byte === LF) {
      counts.lf++;
      if (previousCr) counts.crlf++;
    }
    previousCr = false;
  }
}

const lfs = 0x0a0a0a0a;
const low7 = 0x7f7f7f7f;

/** Words after which the four 8-bit sums could run over. */
const block = 255;

/** LFs from `from` to `to`: four bytes at a time, which is several times as fast as byte by byte. */
export function countLf(bytes: Uint8Array, from: number, to: number): number {
  const misaligned = (bytes.byteOffset + from) & 3;
  const wordsFrom = Math.min(to, misaligned === 0 ? from : from + 4 - misaligned);
  const wordCount = (to - wordsFrom) >>> 2;
  let count = countLfBytes(bytes, from, wordsFrom) + countLfBytes(bytes, wordsFrom + wordCount * 4, to);
  if (wordCount === 0) return count;
  const words = wordsOf(bytes.buffer);
  const first = (bytes.byteOffset + wordsFrom) >>> 2;
  const behind = first + wordCount;
  for (let i = first; i < behind;) {
    const end = Math.min(behind, i + block);
    let sums = 0;
    for (; i < end; i++) {
      // The top bit of each byte of `others` is set where that byte is not LF.
      const word = (words[i] as number) ^ lfs;
      const others = ((word & low7) + low7) | word;
      sums += (~others >>> 7) & 0x01010101;
    }
    count += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
  }
  return count;
}

let lastWords = new Int32Array(0);

/** The same memory in words. Made once for a buffer that is counted again and again. */
function wordsOf(buffer: ArrayBufferLike): Int32Array {
  if (lastWords.buffer !== buffer) lastWords = new Int32Array(buffer as ArrayBuffer, 0, buffer.byteLength >>> 2);
  return lastWords;
}

function countLfBytes(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (bytes[i] === LF) count++;
  return count;
}
