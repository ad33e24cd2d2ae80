const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;

/** What c-client keeps its state in. Served to nobody, whatever the letter case. c-client unix.c, unix_hlines. */
const internalNames: ReadonlySet<string> = new Set([
  'status',
  'x-status',
  'x-keywords',
  'x-uid',
  'x-imap',
  'x-imapbase',
]);

const longestName = 'x-keywords'.length;

/**
 * Tells the header lines that a client is served from those it is not: internal ones, and the continuation lines behind
 * them. One for each header. c-client mail.c, mail_filter().
 */
export class HeaderStripper {
  #keeps = true;
  #first = true;

  /** Whether the part last asked about begins with a name, and does not go on with the line before. */
  hasName = false;

  /** Asked once for each line in order; `more` for a further part of a long line. */
  keeps(bytes: Uint8Array, start: number, end: number, more: boolean): boolean {
    const byte = bytes[skipBareCr(bytes, start, end)];
    this.hasName = !more && (this.#first || (byte !== SPACE && byte !== TAB));
    if (!this.hasName) return this.#keeps;
    this.#first = false;
    this.#keeps = !isInternal(bytes, start, end);
    return this.#keeps;
  }
}

function skipBareCr(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === CR && bytes[at + 1] !== LF) at++;
  return at;
}

/** A CR that no LF follows is gone before names are looked at; a NUL ends a name. */
function isInternal(bytes: Uint8Array, start: number, end: number): boolean {
  const first = (bytes[start] as number) | 32;
  if (first !== 115 && first !== 120 && bytes[start] !== CR) return false;
  let name = '';
  for (let i = start; i < end && name.length <= longestName; i++) {
    const byte = bytes[i] as number;
    if (byte === CR && bytes[i + 1] !== LF) continue;
    if (byte === COLON || byte === SPACE || byte === TAB || byte === LF || byte === CR || byte === 0) break;
    name += String.fromCharCode(byte >= 65 && byte <= 90 ? byte | 32 : byte);
  }
  return internalNames.has(name);
}

/** The internal lines that mean something: the letter case must be this, and the colon must follow at once. */
export type InternalLine = 'Status:' | 'X-Status:' | 'X-Keywords:' | 'X-UID:' | 'X-IMAP:' | 'X-IMAPbase:';

/** Which internal line it is; undefined where c-client drops it unread. c-client unix.c, unix_parse(). */
export function internalLineOf(bytes: Uint8Array, start: number): InternalLine | undefined {
  if (bytes[start] === 83) return begins(bytes, start, 'Status:');
  const third = bytes[start + 2];
  if (third === 83) return begins(bytes, start, 'X-Status:');
  if (third === 75) return begins(bytes, start, 'X-Keywords:');
  if (third === 85) return begins(bytes, start, 'X-UID:');
  return begins(bytes, start, 'X-IMAP:') ?? begins(bytes, start, 'X-IMAPbase:');
}

function begins(bytes: Uint8Array, start: number, name: InternalLine): InternalLine | undefined {
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name.charCodeAt(i)) return undefined;
  return name;
}

/** Whether the line ends the header: nothing but its end of line. */
export function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    (end - start === 1 && bytes[start] === LF) || (end - start === 2 && bytes[start] === CR && bytes[start + 1] === LF)
  );
}
