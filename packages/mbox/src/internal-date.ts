const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Hours east of UTC. c-client mail.c, mail_parse_date(); all others are taken for local time. */
const zoneHours: Readonly<Record<string, number>> = {
  UT: 0, UTC: 0, GMT: 0, MET: 1, EET: 2, JST: 9,
  ADT: -3, AST: -4, EDT: -4, EST: -5, CDT: -5, CST: -6, MDT: -6,
  MST: -7, PDT: -7, PST: -8, YDT: -8, YST: -9, HST: -10,
}; // prettier-ignore

/** First year c-client knows, and the last that its seven bits can hold. */
const firstYear = 1970;
const lastYear = firstYear + 127;

export interface InternalDate {
  /** Seconds since 1970-01-01T00:00Z. */
  readonly seconds: number;
  /** False where the text is no date to c-client; `seconds` is then what it shows all the same. */
  readonly valid: boolean;
}

/**
 * Reads `dd-mmm-yyyy hh:mm:ss` followed by ` +hhmm`, `-ZZZ` or nothing, as c-client does: letter case does not matter, years below
 * 49 are 20xx and below 999 19xx, the day is not checked against the month, the hours of a numeric zone count modulo 16. A
 * date that makes no sense is 1 January 1970; where only the time makes none, it is midnight UTC of that day.
 *
 * `localOffset`: minutes east of UTC for a zone that is missing or unknown. c-client takes the offset of the moment of
 * reading, not that of the date.
 *
 * Source: c-client mail.c, mail_parse_date().
 */
export function parseInternalDate(text: string, localOffset: number): InternalDate {
  const upper = text.toUpperCase();
  const date = /^ *(\d+)-([A-Z]{3})- *(\d+)(?= |$)/.exec(upper);
  const day = Number(date?.[1] ?? 0);
  const month = months.indexOf(date?.[2] ?? '');
  const year = fullYear(Number(date?.[3] ?? 0));
  if (date === null || day < 1 || day > 31 || month === -1 || year < firstYear || year > lastYear) {
    return { seconds: 0, valid: false };
  }
  const midnight = Date.UTC(year, month, day) / 1000;
  const rest = upper.slice(date[0].length);
  if (rest === '') return { seconds: midnight, valid: true };
  const time = parseTime(rest);
  if (time === undefined) return { seconds: midnight, valid: false };
  const offset = zoneOffset(rest.slice(time.length), localOffset);
  return { seconds: midnight + time.seconds - offset * 60, valid: true };
}

function fullYear(year: number): number {
  if (year < 49) return year + 2000;
  return year < 999 ? year + 1900 : year;
}

/** A number may be missing, or have a space or a sign before it: c-client reads them with strtoul(). */
function parseTime(text: string): { seconds: number; length: number } | undefined {
  const found = /^.(\s*[+-]?\d*):(\s*[+-]?\d*)(?::(\s*[+-]?\d*))?/.exec(text);
  if (found === null) return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number((part ?? '').trim() || 0));
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  const inRange = (value: number, most: number): boolean => value >= 0 && value <= most;
  if (!inRange(hours, 23) || !inRange(minutes, 59) || !inRange(seconds, 60)) return undefined;
  return { seconds: hours * 3600 + minutes * 60 + seconds, length: found[0].length };
}

function zoneOffset(text: string, localOffset: number): number {
  const numeric = /^ +([^A-Z].*)?$/s.exec(text);
  if (numeric !== null) return numericOffset(numeric[1] ?? '');
  const name = /^[ -]+([A-Z].*)?$/s.exec(text)?.[1];
  const hours = name === undefined ? undefined : zoneHours[name];
  return hours === undefined ? localOffset : hours * 60;
}

function numericOffset(text: string): number {
  const zone = /^([+-]?)(\d\d)([0-5]\d)/.exec(text);
  if (zone === null) return 0;
  const minutes = (Number(zone[2]) % 16) * 60 + Number(zone[3]);
  return zone[1] === '-' ? -minutes : minutes;
}

/** Minutes east of UTC at a moment (milliseconds since 1970), in an IANA zone or else in the zone of this process. */
export function localOffsetAt(now: number, timeZone?: string): number {
  if (timeZone === undefined) return -new Date(now).getTimezoneOffset();
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const offset = /([+-])(\d\d):(\d\d)/.exec(name);
  if (offset === null) return 0;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === '-' ? -minutes : minutes;
}
