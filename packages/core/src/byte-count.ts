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

const lfs = 0x0a0a0a0a;
const crs = 0x0d0d0d0d;
const low7 = 0x7f7f7f7f;
const ones = 0x01010101;

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Words after which the four 8-bit sums of a word could run over. */
const block = 255;

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
  const wordsFrom = littleEndian ? firstWord(bytes, from, to) : to;
  const wordsTo = wordsFrom + ((to - wordsFrom) & ~3);
  countByByte(bytes, from, wordsFrom, counts, afterCr);
  countByWord(bytes, wordsFrom, wordsTo, counts, wordsFrom > from ? bytes[wordsFrom - 1] === CR : afterCr);
  countByByte(bytes, wordsTo, to, counts, wordsTo > from ? bytes[wordsTo - 1] === CR : afterCr);
}

function countByByte(bytes: Uint8Array, from: number, to: number, counts: ByteCounts, afterCr: boolean): void {
  let previousCr = afterCr;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte !== CR) counts.plain++;
    if (byte === LF) counts.lf++;
    if (byte === LF && previousCr) counts.crlf++;
    previousCr = byte === CR;
  }
}

/** Four bytes at a time, as in `countLf`. The byte behind another is the next higher one of its word: little-endian. */
function countByWord(bytes: Uint8Array, from: number, to: number, counts: ByteCounts, afterCr: boolean): void {
  const words = wordsOf(bytes.buffer);
  const behind = (bytes.byteOffset + to) >>> 2;
  let carried = afterCr ? 1 : 0;
  let [cr, lf, crlf] = [0, 0, 0];
  for (let i = (bytes.byteOffset + from) >>> 2; i < behind;) {
    const end = Math.min(behind, i + block);
    let [crSums, lfSums, crlfSums] = [0, 0, 0];
    for (; i < end; i++) {
      const word = words[i] as number;
      const notLf = word ^ lfs;
      const notCr = word ^ crs;
      const isLf = (~(((notLf & low7) + low7) | notLf) >>> 7) & ones;
      const isCr = (~(((notCr & low7) + low7) | notCr) >>> 7) & ones;
      lfSums += isLf;
      crSums += isCr;
      crlfSums += isLf & ((isCr << 8) | carried);
      carried = isCr >>> 24;
    }
    lf += addUp(lfSums);
    cr += addUp(crSums);
    crlf += addUp(crlfSums);
  }
  counts.plain += to - from - cr;
  counts.lf += lf;
  counts.crlf += crlf;
}

/** LFs from `from` to `to`: four bytes at a time, which is several times as fast as byte by byte. */
export function countLf(bytes: Uint8Array, from: number, to: number): number {
  const wordsFrom = firstWord(bytes, from, to);
  const wordsTo = wordsFrom + ((to - wordsFrom) & ~3);
  let count = countLfByByte(bytes, from, wordsFrom) + countLfByByte(bytes, wordsTo, to);
  const words = wordsOf(bytes.buffer);
  const behind = (bytes.byteOffset + wordsTo) >>> 2;
  for (let i = (bytes.byteOffset + wordsFrom) >>> 2; i < behind;) {
    const end = Math.min(behind, i + block);
    let sums = 0;
    for (; i < end; i++) {
      // A byte that is LF becomes 0; the top bit of each byte of `others` is set where it did not.
      const word = (words[i] as number) ^ lfs;
      const others = ((word & low7) + low7) | word;
      sums += (~others >>> 7) & ones;
    }
    count += addUp(sums);
  }
  return count;
}

function countLfByByte(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (bytes[i] === LF) count++;
  return count;
}

function addUp(sums: number): number {
  return (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
}

/** The first index at or behind `from` that is a word of the memory; `to` where there is none. */
function firstWord(bytes: Uint8Array, from: number, to: number): number {
  return Math.min(to, from + (-(bytes.byteOffset + from) & 3));
}

let lastWords: Int32Array = new Int32Array(0);

/** The same memory in words. Made once for a buffer that is counted again and again. */
function wordsOf(buffer: ArrayBufferLike): Int32Array {
  if (lastWords.buffer !== buffer) lastWords = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
  return lastWords;
}
