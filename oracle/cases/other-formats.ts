import { type Case, crlf, lines } from './case.ts';

const SEPARATOR = '\x01\x01\x01\x01';
const FROM = 'From alice@example.org Wed Dec  2 05:53:22 1992';

function file(name: string, suffix: Case['suffix'], about: string, content: string): Case {
  return { name, suffix, about, content: Buffer.from(content, 'latin1') };
}

function entry(flags: string, text: string): string {
  return ` 2-Dec-1992 05:53:22 -0800,${text.length};${flags}`;
}

const lf = lines('Subject: one', '', 'text');

/** Formats that this server serves as well and Sourdine does not read: kept to show what a user of one would see. */
export const otherFormatCases: Case[] = [
  file(
    'mmdf-plain',
    'mmdf',
    'an MMDF mailbox of two messages',
    lines(
      SEPARATOR,
      FROM,
      'Subject: one',
      '',
      'text',
      SEPARATOR,
      SEPARATOR,
      FROM,
      'Subject: two',
      '',
      'text',
      SEPARATOR,
    ),
  ),
  file(
    'mmdf-uids',
    'mmdf',
    'an MMDF mailbox with UIDs',
    lines(
      SEPARATOR,
      FROM,
      'X-IMAPbase: 725000000 20 Work',
      'Status: RO',
      'X-Keywords: Work',
      'X-UID: 3',
      'Subject: one',
      '',
      'text',
      SEPARATOR,
    ),
  ),
  file('tenex-plain', 'tenex', 'a Tenex mailbox (LF) of one message', `${entry('000000000001', lf)}\n${lf}`),
  file('mtx-plain', 'mtx', 'an MTX mailbox (CRLF) of one message', `${entry('000000000001', crlf(lf))}\r\n${crlf(lf)}`),
];
