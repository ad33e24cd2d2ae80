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

/**
 * Adds up the bytes from `from` to `to`, whole lines or the end of a file's last line. Bytes before `from` are not looked at: a
 * piece must not begin between CR and LF unless `afterCr` says so.
 */
export function countBytes(bytes: Uint8Array, from: number, to: number, counts: ByteCounts, afterCr = false): void {
  const cr = afterCr ? from : bytes.subarray(from, to).indexOf(CR);
  if (cr === -1) {
    counts.plain += to - from;
    counts.lf += countLf(bytes, from, to);
    return;
  }
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
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + wordsFrom, wordCount);
  for (let i = 0; i < wordCount; ) {
    const end = Math.min(wordCount, i + block);
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

function countLfBytes(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (bytes[i] === LF) count++;
  return count;
}
