import type { MailboxSeed, MessageSeed } from '@sourdine/conformance';
import { seedBytes, seedFlags, seedKeywords, seedLastUid } from '@sourdine/conformance';
import { hasSystemFlag, SystemFlag } from '@sourdine/core-flags';

/** A mailbox as uw-imap leaves it on disk: c-client unix.c, unix_rewrite() and unix_pseudo(). */
export function formatUwMbox(mailbox: MailboxSeed): Buffer {
  if (mailbox.messages.length === 0) return mailbox.looksEmpty ? Buffer.alloc(0) : formatPseudoMessage(mailbox);
  return Buffer.concat(mailbox.messages.flatMap((message, i) => formatMessage(mailbox, message, i === 0)));
}

function formatMessage(mailbox: MailboxSeed, message: MessageSeed, isFirst: boolean): readonly Buffer[] {
  const raw = Buffer.from(seedBytes(message));
  const headerEnd = raw.indexOf('\n\n') + 1;
  const base = isFirst && mailbox.uidValidity !== undefined ? `X-IMAPbase: ${formatBase(mailbox)}\n` : '';
  return [
    Buffer.from(formatFromLine(message.internalDate)),
    raw.subarray(0, headerEnd),
    Buffer.from(base + formatInternalHeaders(message)),
    raw.subarray(headerEnd),
    Buffer.from('\n'),
  ];
}

function formatInternalHeaders(message: MessageSeed): string {
  const flags = seedFlags(message);
  const letter = (bit: number, name: string): string => (hasSystemFlag(flags, bit) ? name : '');
  const assigned = message.uidAssigned !== false;
  const status = letter(SystemFlag.seen, 'R') + (assigned ? 'O' : '');
  const xStatus =
    letter(SystemFlag.deleted, 'D') +
    letter(SystemFlag.flagged, 'F') +
    letter(SystemFlag.answered, 'A') +
    letter(SystemFlag.draft, 'T');
  const uid = assigned ? `X-UID: ${message.uid}\n` : '';
  return `Status: ${status}\nX-Status: ${xStatus}\nX-Keywords: ${flags.keywords.join(' ')}\n${uid}`;
}

function formatBase(mailbox: MailboxSeed): string {
  const number = (value: number): string => String(value).padStart(10, '0');
  return [number(mailbox.uidValidity ?? 0), number(seedLastUid(mailbox)), ...seedKeywords(mailbox)].join(' ');
}

function formatPseudoMessage(mailbox: MailboxSeed): Buffer {
  const text = 'This text is part of the internal format of your mail folder, and is not\na real message.';
  return Buffer.from(
    `${formatFromLine(1_190_000_000)}Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n` +
      `X-IMAP: ${formatBase(mailbox)}\nStatus: RO\n\n${text}\n\n`,
  );
}

/** With a zone, so that it means the same everywhere. */
function formatFromLine(internalDate: number): string {
  const [weekday = '', day = '', month, year, time] = new Date(internalDate * 1000).toUTCString().split(' ');
  const date = `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year} +0000`;
  return `From a@example.org ${date}\n`;
}
