import { type InternalDate, parseInternalDate } from './internal-date.ts';

const LF = 10;
const CR = 13;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;

/** Shortest From_ line: `From ` and a date, up to but not with its end of line. */
const shortestLine = 27;

/** Length from which ` remote from HOST` is looked for. */
const shortestRemoteLine = 41;

const remoteFrom = Buffer.from(' remote from');

/** Where the parts of a From_ line's date stand: absolute indexes into the buffer. */
export interface FromLineDate {
  /** The space before `hh:mm`. */
  readonly time: number;
  /** The space before the zone, or 0 where the line names none. */
  readonly zone: number;
}

/**
 * Finds the date in a From_ line that lies in `bytes` from `start` up to and including its LF at `end - 1`; undefined where
 * c-client does not take the line for a From_ line. Looks backwards from the end, as the sender may hold spaces. The shape is all that
 * is looked at: `Xyz Abc 99 99:99 9999` is a date here.
 *
 * Source: c-client unix.h, macro VALID.
 */
export function findFromLineDate(bytes: Uint8Array, start: number, end: number): FromLineDate | undefined {
  if (!startsWithFrom(bytes, start, end) || bytes[end - 1] !== LF) return undefined;
  for (let i = start; i < end; i++) if (bytes[i] === 0) return undefined;
  let x = end - 1;
  if (bytes[x - 1] === CR) x--;
  if (x - start >= shortestRemoteLine) x = cutRemoteFrom(bytes, start, x);
  if (x - start < shortestLine) return undefined;
  return findDate(bytes, x);
}

/** So many bytes at the end of a line hold all of the date. */
export const fromLineEndBytes: number = 64;

/** Whether a line of which only the end is known could be a From_ line. `end` is behind its LF. */
export function looksLikeFromLineEnd(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] !== LF) return false;
  const x = bytes[end - 2] === CR ? end - 2 : end - 1;
  return findDate(bytes, x) !== undefined || cutRemoteFrom(bytes, start, x) !== x;
}

function startsWithFrom(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    end - at > 5 &&
    bytes[at] === 70 &&
    bytes[at + 1] === 114 &&
    bytes[at + 2] === 111 &&
    bytes[at + 3] === 109 &&
    bytes[at + 4] === SPACE
  );
}

/** The end of the line without ` remote from HOST`, once. */
function cutRemoteFrom(bytes: Uint8Array, start: number, end: number): number {
  let space = end - 1;
  while (space >= start && bytes[space] !== SPACE) space--;
  const at = space - remoteFrom.length;
  if (at < start) return end;
  for (let i = 0; i < remoteFrom.length; i++) if (bytes[at + i] !== remoteFrom[i]) return end;
  return at;
}

function findDate(bytes: Uint8Array, x: number): FromLineDate | undefined {
  const tail = findYearAndZone(bytes, x);
  if (tail === undefined) return undefined;
  const { beforeYear, zone } = tail;
  if (bytes[beforeYear - 3] !== COLON) return undefined;
  const time = beforeYear - (bytes[beforeYear - 6] === COLON ? 9 : 6);
  const spaced =
    bytes[time] === SPACE && bytes[time - 3] === SPACE && bytes[time - 7] === SPACE && bytes[time - 11] === SPACE;
  return spaced ? { time, zone } : undefined;
}

/** The space behind the time, and the one before the zone. */
function findYearAndZone(bytes: Uint8Array, x: number): { beforeYear: number; zone: number } | undefined {
  if (bytes[x - 5] === SPACE) {
    if (bytes[x - 8] === COLON) return { beforeYear: x - 5, zone: 0 };
    if (bytes[x - 9] === SPACE) return { beforeYear: x - 9, zone: x - 9 };
    if (bytes[x - 11] === SPACE && isSign(bytes[x - 10])) return { beforeYear: x - 11, zone: x - 11 };
    return undefined;
  }
  if (bytes[x - 4] === SPACE) {
    return bytes[x - 9] === SPACE ? { beforeYear: x - 9, zone: x - 4 } : undefined;
  }
  if (bytes[x - 6] === SPACE && bytes[x - 11] === SPACE && isSign(bytes[x - 5])) {
    return { beforeYear: x - 11, zone: x - 6 };
  }
  return undefined;
}

function isSign(byte: number | undefined): boolean {
  return byte === PLUS || byte === MINUS;
}

/** What a From_ line says. */
export interface FromLine {
  /** Everything between `From ` and the date, as written, one byte a character. */
  readonly sender: string;
  /** INTERNALDATE, seconds since 1970. */
  readonly internalDate: number;
  /** Whether the date makes sense; if not, `internalDate` is what c-client shows instead. */
  readonly dateValid: boolean;
}

/**
 * Reads a whole From_ line with its LF; undefined where it is none. `localOffset`: minutes east of UTC that a date without
 * a known zone is in.
 */
export function parseFromLine(line: Uint8Array, localOffset: number): FromLine | undefined {
  const date = findFromLineDate(line, 0, line.length);
  if (date === undefined) return undefined;
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.length);
  const { seconds, valid } = readFromLineDate(bytes, date, localOffset);
  const sender = bytes.toString('latin1', 5, Math.max(5, date.time - 11));
  return { sender, internalDate: seconds, dateValid: valid };
}

/** Bytes from the month to the end of the longest date: `Dec  2 05:53:22 -0700 1992`. */
const dateBytes = 26;

/** INTERNALDATE of a From_ line. c-client unix.c, unix_parse(). */
export function readFromLineDate(bytes: Buffer, { time, zone }: FromLineDate, localOffset: number): InternalDate {
  const monthAt = time - 6;
  const text = bytes.toString('latin1', monthAt, monthAt + dateBytes);
  const hasSeconds = text.charAt(12) === ':';
  const behindTime = time + (hasSeconds ? 9 : 6);
  const year = behindTime - monthAt + (zone === behindTime ? (isSign(bytes[zone + 1]) ? 6 : 4) : 0);
  const seconds = hasSeconds ? text.slice(13, 15) : '00';
  const zoneText = zone === 0 ? '-LCL' : formatZone(text.slice(zone - monthAt + 1));
  const date = `${text.slice(4, 6)}-${text.slice(0, 3)}-${text.slice(year + 1, year + 5)}`;
  return parseInternalDate(`${date} ${text.slice(7, 9)}:${text.slice(10, 12)}:${seconds}${zoneText}`, localOffset);
}

function formatZone(text: string): string {
  return text.startsWith('+') || text.startsWith('-') ? ` ${text.slice(0, 5)}` : `-${text.slice(0, 3)}`;
}
