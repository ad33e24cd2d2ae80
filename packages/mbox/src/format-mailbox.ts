import { formatUwHeaders, type Flags, type UwBaseList } from '@sourdine/core-flags';

/** A message to be written; its content is all a client is to see of it, with LF ends of line and a blank line behind the header. */
export interface CanonicalMessage {
  readonly uid: number;
  /** Seconds since 1970. */
  readonly internalDate: number;
  /** Keywords must be in the base list. */
  readonly flags: Flags;
  readonly content: Uint8Array;
}

export interface CanonicalMailbox {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly keywords: UwBaseList;
  readonly messages: readonly CanonicalMessage[];
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Writes a mailbox as uw-imapd leaves it behind: every message with its UID and flags, a pseudo message in an empty mailbox. Reading it
 * gives the same mailbox. For tests and for those who make such files. Throws RangeError for a message that could not be
 * read back: a header that is not ended, or that has uw's own headers, CRs, NULs, or a body line that begins with `From `.
 *
 * Source: c-client unix.c, unix_rewrite() and unix_xstatus().
 */
export function formatMailbox(mailbox: CanonicalMailbox): Buffer {
  const base = [tenDigits(mailbox.uidValidity), tenDigits(mailbox.uidNext - 1), ...mailbox.keywords].join(' ');
  if (mailbox.messages.length === 0) return Buffer.from(formatPseudoMessage(base));
  return Buffer.concat(
    mailbox.messages.flatMap((message, i) => formatMessage(message, mailbox.keywords, i === 0 ? base : undefined)),
  );
}

function formatMessage(message: CanonicalMessage, keywords: UwBaseList, base: string | undefined): Buffer[] {
  const content = Buffer.from(message.content);
  const blank = headerEnd(content);
  const { status, xStatus, xKeywords, lost } = formatUwHeaders(message.flags, keywords, true);
  if (lost.length > 0) throw new RangeError(`Not in the base list: ${lost.map(({ name }) => name).join(' ')}`);
  const state = [
    ...(base === undefined ? [] : [`X-IMAPbase: ${base}`]),
    `Status: ${status}`,
    `X-Status: ${xStatus}`,
    `X-Keywords: ${xKeywords}`,
    `X-UID: ${message.uid}`,
  ];
  return [
    Buffer.from(formatFromLine('sourdine@localhost', message.internalDate)),
    content.subarray(0, blank),
    Buffer.from(`${state.join('\n')}\n`, 'latin1'),
    content.subarray(blank),
    Buffer.from('\n'),
  ];
}

/** `From SENDER Www Mmm dd hh:mm:ss yyyy +0000` and LF: a date that is the same everywhere. */
export function formatFromLine(sender: string, internalDate: number): string {
  const date = new Date(internalDate * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2);
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const words = [weekdays[date.getUTCDay()], months[date.getUTCMonth()], day, time, date.getUTCFullYear(), '+0000'];
  return `From ${sender} ${words.join(' ')}\n`;
}

function formatPseudoMessage(base: string): string {
  return `${formatFromLine('MAILER-DAEMON', 0)}From: Mail System Internal Data <MAILER-DAEMON@localhost>
Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA
Message-ID: <0@localhost>
X-IMAP: ${base}
Status: RO

Internal data of this mail folder, not a message; it is made again if it is deleted.

`;
}

function tenDigits(value: number): string {
  return String(value).padStart(10, '0');
}

/** Where the blank line behind the header begins. */
function headerEnd(content: Buffer): number {
  const text = content.toString('latin1');
  if (/[\r\0]/.test(text)) throw new RangeError('The message holds a CR or a NUL');
  const blank = text.startsWith('\n') ? 0 : text.indexOf('\n\n') + 1;
  if (blank === 0 && !text.startsWith('\n')) throw new RangeError('The header does not end in a blank line');
  if (/^(?:status|x-status|x-keywords|x-uid|x-imap|x-imapbase)[:\s]/im.test(text.slice(0, blank))) {
    throw new RangeError('The header has a line that mbox keeps its state in');
  }
  if (/^From /m.test(text.slice(blank))) throw new RangeError('A line of the body begins with `From `');
  return blank;
}
