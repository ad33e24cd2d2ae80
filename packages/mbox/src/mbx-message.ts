import { MailError } from '@sourdine/core';
import { SystemFlag, type UwBaseList, uwKeywordBytes, uwKeywordSlots } from '@sourdine/core-flags';
import type { FileWindow } from './file-window.ts';
import { type InternalDate, parseInternalDate } from './internal-date.ts';

/** A message's own line is looked for in so many bytes. c-client mbx.c, mbx_parse(). */
const lineBytes = 64;

const expunged = 0x8000;

const flagBits: readonly (readonly [number, number])[] = [
  [0x1, SystemFlag.seen],
  [0x2, SystemFlag.deleted],
  [0x4, SystemFlag.flagged],
  [0x8, SystemFlag.answered],
  [0x20, SystemFlag.draft],
];

/** A message of an mbx file. Positions are absolute. */
export interface MbxMessage {
  readonly start: number;
  readonly textStart: number;
  readonly textEnd: number;
  readonly date: InternalDate;
  readonly system: number;
  readonly keywordSlots: number;
  readonly expunged: boolean;
  /** As the file says; `MbxLedger` numbers the message. */
  readonly uid: number;
}

/** What a message's line is read against. */
export interface MbxPlace {
  /** Of the file: its size in bytes, and its name for errors. */
  readonly size: number;
  readonly name: string;
  /** Minutes east of UTC of dates without a zone. */
  readonly localOffset: number;
}

/**
 * The message whose line begins at `position`; undefined where the window must advance. What c-client refuses is thrown, with scope
 * `mailbox`. Source: c-client mbx.c, mbx_parse().
 */
export function parseMbxMessage(window: FileWindow, position: number, place: MbxPlace): MbxMessage | undefined {
  if (window.end - position < lineBytes && !window.atEnd) return undefined;
  const from = position - window.start;
  const line = window.bytes.toString('latin1', from, Math.min(from + lineBytes, window.bytes.length));
  const end = line.indexOf('\r\n');
  const found = /^([^,;]*),([^;]*);([0-9a-f]{8})([0-9a-f]{4})-([0-9a-f]{8})$/i.exec(line.slice(0, Math.max(0, end)));
  if (found === null || line.indexOf('\r') !== end)
    throw corrupt('A message does not begin with a line of mbx', position, place);
  const [, date = '', sizeText = '', keywords = '', flags = '', uid = ''] = found;
  const bits = Number.parseInt(flags, 16);
  const size = Number.parseInt(/^\s*\d+/.exec(sizeText)?.[0] ?? '0', 10);
  if (size === 0) throw corrupt('A message has no size', position, place);
  const textStart = position + end + 2;
  if (textStart + size > place.size) throw corrupt('A message runs past the end of the file', position, place);
  return {
    start: position,
    textStart,
    textEnd: textStart + size,
    date: parseDate(date, position, (bits & expunged) !== 0, place),
    system: flagBits.reduce((sum, [bit, flag]) => ((bits & bit) === 0 ? sum : sum | flag), 0),
    keywordSlots: Number.parseInt(keywords, 16),
    expunged: (bits & expunged) !== 0,
    uid: Number.parseInt(uid, 16),
  };
}

/** The date of an expunged message is not looked at. */
function parseDate(text: string, position: number, unread: boolean, place: MbxPlace): InternalDate {
  const date = parseInternalDate(text, place.localOffset);
  if (!date.valid && !unread) throw corrupt('A message has no valid date', position, place);
  return date;
}

function corrupt(text: string, offset: number, { name }: MbxPlace): MailError {
  return new MailError(text, {
    code: 'MBX_CORRUPT',
    scope: 'mailbox',
    side: 'source',
    at: { file: name, offset },
    hint: 'uw-imapd does not open this mailbox either; repair or remove it on the old side.',
  });
}

/** The keywords in the header of the file: lines up to the first empty one. */
export function parseMbxBaseList(text: string): UwBaseList {
  const lines = text.split('\0', 1)[0]?.split('\r') ?? [];
  const slots: (string | undefined)[] = [];
  for (const [i, line] of lines.slice(0, -1).entries()) {
    // The LF behind each CR is skipped unseen.
    const name = i === 0 ? line : line.slice(1);
    if (name === '' || slots.length === uwKeywordSlots) break;
    slots.push(name.length <= uwKeywordBytes ? name : undefined);
  }
  return slots;
}
