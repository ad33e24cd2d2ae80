import { decodeModifiedUtf7 } from '@sourdine/core';

/**
 * Names of mailboxes. On disk and on the wire they are the same bytes; most are modified UTF-7 (RFC 3501 §5.1.3), some are what
 * a shell made of them.
 *
 * One rule: a name that is modified UTF-7, as short as it can be written, is decoded; else, if it is UTF-8, it is that text; else each
 * byte that is no UTF-8 is written `%` and two upper-case hex digits. A `%` that already stands before two such digits is written
 * `%25`, so `decodeName` can be undone: two names that differ and give one text are a modified UTF-7 and a UTF-8 one, and then one of
 * them is written by `escapeName`.
 */
export function decodeName(name: Buffer): string {
  const ascii = name.toString('latin1');
  const decoded = /^[\x20-\x7e]*$/.test(ascii) ? decodeModifiedUtf7(ascii) : undefined;
  return decoded === undefined ? decodeBytes(name) : protectPercent(decoded);
}

/**
 * The name with each `&`, each byte beyond ASCII and, if asked for, its first byte written as `%` and two hex digits. Never equal to
 * what `decodeName` gives another name.
 */
export function escapeName(name: Buffer, first: boolean): string {
  const ascii = protectPercent(name.toString('latin1'));
  const escaped = ascii.replace(/[&\x80-\xff]/g, percent);
  return first && !escaped.startsWith('%') ? percent(escaped.charAt(0)) + escaped.slice(1) : escaped;
}

function protectPercent(text: string): string {
  return text.replace(/%(?=[0-9A-F]{2})/g, '%25');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function decodeBytes(name: Buffer): string {
  const utf8 = protectPercent(name.toString('utf8'));
  if (!utf8.includes('\ufffd')) return utf8;
  // Byte by byte, as the decoder does not say where it failed.
  let text = '';
  for (let at = 0; at < name.length;) {
    const length = sequenceLength(name, at);
    text += length === 0 ? percent(String.fromCharCode(name[at] as number)) : protectPercentAt(name, at, length);
    at += Math.max(1, length);
  }
  return text;
}

function protectPercentAt(name: Buffer, at: number, length: number): string {
  const literal = length === 1 && /^%[0-9A-F]{2}/.test(name.toString('latin1', at, at + 3));
  return literal ? '%25' : name.toString('utf8', at, at + length);
}

/** Bytes of the UTF-8 character at `at`; 0 where there is none. */
function sequenceLength(name: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) {
    if (at + length > name.length) return 0;
    const part = name.subarray(at, at + length);
    if (Buffer.from(part.toString('utf8')).equals(part)) return length;
  }
  return 0;
}
