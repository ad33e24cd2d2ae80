import type { Diagnostic } from '@sourdine/core';

/** One line of `dovecot-uidlist`. */
export interface UidlistRecord {
  readonly uid: number;
  readonly base: string;
  /** `<key><value>` each, in order, unknown keys too: S and W sizes, P the POP3 UIDL, O its order, G the GUID. */
  readonly extensions: readonly string[];
}

/** A `dovecot-uidlist`. */
export interface Uidlist {
  readonly uidValidity: number;
  /** As the header says; a record may be above it. */
  readonly uidNext: number;
  /** The mailbox's GUID, 32 hexadecimal digits. */
  readonly guid?: string;
  /** Header fields other than V, N and G, in order. */
  readonly extensions: readonly string[];
  /** In ascending UID order. */
  readonly records: readonly UidlistRecord[];
}

export interface ParsedUidlist {
  /** Undefined where Dovecot would delete the file and begin anew. */
  readonly uidlist: Uidlist | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The highest UID that Dovecot takes from a uidlist (maildir-uidlist.c, maildir_uidlist_next()). */
export const maxUid = 0xffff_fffe;

const noExtensions: readonly string[] = Object.freeze([]);

/**
 * Reads version 3, and version 1 with which Courier and Dovecot 1.0 wrote it, as Dovecot does (maildir-uidlist.c). `text` is
 * Latin-1, so that names keep their bytes. What Dovecot takes for a broken file gives no uidlist and a diagnostic.
 */
export function parseUidlist(text: string): ParsedUidlist {
  const end = text.indexOf('\n');
  const header = parseHeader(end < 0 ? text : text.slice(0, end));
  if (header === undefined) return broken('its header cannot be read', 1);
  const records: UidlistRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  const bases = new Map<string, number>();
  let lastUid = 0;
  let lineNumber = 1;
  for (let from = end + 1; end >= 0 && from < text.length; lineNumber++) {
    const newline = text.indexOf('\n', from);
    // Dovecot appends to the file: a line without its end is being written (istream-line gives it up as well).
    if (newline < 0) break;
    const record = parseRecord(text.slice(from, newline), header.version);
    if (record === undefined) return broken('a line cannot be read', lineNumber + 1);
    if (record.uid <= lastUid) return broken('its UIDs do not ascend', lineNumber + 1);
    lastUid = record.uid;
    const earlier = bases.get(record.base);
    // An expunged file that was moved back is appended under a new UID: the later line counts.
    if (earlier !== undefined) records[earlier] = { ...record, uid: 0 };
    bases.set(record.base, records.length);
    records.push(record);
    from = newline + 1;
  }
  return { uidlist: { ...header.fields, records: records.filter(({ uid }) => uid !== 0) }, diagnostics };
}

/** Reads the first line alone: what it costs little to know of a mailbox. */
export function parseUidlistHeader(text: string): Omit<Uidlist, 'records'> | undefined {
  return parseHeader(text.split('\n', 1)[0] ?? '')?.fields;
}

function broken(why: string, line: number): ParsedUidlist {
  return {
    uidlist: undefined,
    diagnostics: [
      {
        level: 'note',
        code: 'MAILDIR_UIDLIST_BROKEN',
        message: `dovecot-uidlist is broken and counts as absent, as it does for Dovecot: ${why}`,
        at: { file: 'dovecot-uidlist', line },
      },
    ],
  };
}

interface Header {
  readonly version: 1 | 3;
  readonly fields: Omit<Uidlist, 'records'>;
}

function parseHeader(line: string): Header | undefined {
  const version = line.slice(0, 2);
  if (version === '1 ') {
    const match = /^1 ([0-9]{1,10}) ([0-9]{1,10})/.exec(line);
    return match ? makeHeader(1, Number(match[1]), Number(match[2]), undefined, noExtensions) : undefined;
  }
  if (version !== '3 ') return undefined;
  let [uidValidity, uidNext, guid]: [number, number, string | undefined] = [0, 0, undefined];
  const extensions: string[] = [];
  for (const field of line.slice(2).split(' ')) {
    const value = field.slice(1);
    if (field === '') continue;
    if (field.startsWith('V')) uidValidity = parseNumber(value);
    else if (field.startsWith('N')) uidNext = parseNumber(value);
    else if (field.startsWith('G')) guid = value;
    else extensions.push(field);
  }
  if (guid !== undefined && !/^[0-9a-fA-F]{32}$/.test(guid)) return undefined;
  return makeHeader(3, uidValidity, uidNext, guid, extensions);
}

function makeHeader(
  version: 1 | 3,
  uidValidity: number,
  uidNext: number,
  guid: string | undefined,
  extensions: readonly string[],
): Header | undefined {
  const valid = uidValidity > 0 && uidValidity <= 0xffff_ffff && uidNext > 0 && uidNext <= 0xffff_ffff;
  if (!valid) return undefined;
  return { version, fields: { uidValidity, uidNext, ...(guid !== undefined && { guid }), extensions } };
}

/** 0 where it is no number, which is no valid value of any field. */
function parseNumber(text: string): number {
  return /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
}

function parseRecord(line: string, version: 1 | 3): UidlistRecord | undefined {
  const space = line.indexOf(' ');
  const uid = space > 0 ? parseNumber(line.slice(0, space)) : 0;
  if (uid === 0 || uid > maxUid) return undefined;
  let rest = line.slice(space + 1);
  let extensions = noExtensions;
  if (version === 3) {
    const colon = rest.startsWith(':') ? 0 : rest.indexOf(' :') + 1;
    if (colon === 0 && !rest.startsWith(':')) return undefined;
    // Dovecot drops fields whose key is no upper-case letter.
    if (colon > 0)
      extensions = rest
        .slice(0, colon)
        .split(' ')
        .filter((field) => /^[A-Z]/.test(field));
    rest = rest.slice(colon + 1);
  }
  const base = rest.split(':', 1)[0] ?? '';
  if (base === '' || base.includes('/')) return undefined;
  return { uid, base, extensions };
}

/** The header line, padded with spaces to `width` where given, so that it can be written over in place. */
export function formatUidlistHeader(header: Omit<Uidlist, 'records'>, width = 0): string {
  const guid = header.guid === undefined ? '' : ` G${header.guid}`;
  const line = ['3', `V${header.uidValidity}`, `N${header.uidNext}${guid}`, ...header.extensions].join(' ');
  return `${line.padEnd(width)}\n`;
}

/** One line. Values that hold a space cannot be written: see {@link isUidlistValue}. */
export function formatUidlistRecord(record: UidlistRecord): string {
  const extensions = record.extensions.length === 0 ? '' : `${record.extensions.join(' ')} `;
  return `${record.uid} ${extensions}:${record.base}\n`;
}

/** Whether a value can stand in a record: graphic ASCII without spaces, as POP3 UIDLs are (RFC 1939 §7). */
export function isUidlistValue(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}
