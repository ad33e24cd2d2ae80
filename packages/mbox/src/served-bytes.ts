const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;

/** What an IMAP client gets for a NUL. imapd.c, ptext(). */
const nulOnTheWire = 0x80;

/**
 * Takes out the CRs that no LF follows, as c-client does in headers and bodies alike, moving bytes down in place. The new end. A
 * CR in the last place goes.
 */
export function dropBareCr(bytes: Uint8Array, start: number, end: number): number {
  let to = bytes.subarray(start, end).indexOf(CR);
  if (to === -1) return end;
  to += start;
  for (let i = to; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === CR && (i + 1 === end || bytes[i + 1] !== LF)) continue;
    bytes[to++] = byte;
  }
  return to;
}

/** Writes NULs as an IMAP client gets them, in place. */
export function replaceNuls(bytes: Uint8Array, start: number, end: number): void {
  const part = bytes.subarray(start, end);
  for (let i = part.indexOf(0); i !== -1; i = part.indexOf(0, i + 1)) part[i] = nulOnTheWire;
}

/**
 * Makes the first NUL in the name part of a header line a space, as c-client's search for the name does. Not for
 * continuation lines. c-client mail.c, mail_filter().
 */
export function replaceNulInName(bytes: Uint8Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0) bytes[i] = SPACE;
    const bareCr = byte === CR && bytes[i + 1] !== LF;
    if (byte === 0 || byte === COLON || byte === SPACE || byte === TAB || byte === LF || (byte === CR && !bareCr))
      return;
  }
}
