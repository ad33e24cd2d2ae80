import { type Case, crlf, FROM, lines, mail, mbox } from './case.ts';

export const notMailboxCases: Case[] = [
  mbox('phile-empty', 'an empty file is an empty mailbox', ''),
  mbox('phile-text', 'a text file', lines('Dear reader,', '', 'this is not mail.')),
  mbox('phile-text-crlf', 'a text file with CRLF', crlf(lines('Dear reader,', '', 'this is not mail.'))),
  mbox('phile-text-one-cr', 'a text file with LF and a single CR', 'one\rtwo\nthree\n'),
  mbox('phile-text-8bit', 'a text file with 8-bit bytes', lines('caf\xe9', 'na\xefve')),
  mbox('phile-text-no-newline', 'a text file without a final newline', 'one line'),
  mbox('phile-binary', 'a binary file', Array.from({ length: 300 }, (_, i) => String.fromCharCode(i % 256)).join('')),
  mbox('phile-one-newline', 'a file of one newline', '\n'),
  mbox('phile-blank-lines', 'a file of nothing but blank lines', '\n\n\n\n'),
  mbox(
    'phile-mail-without-from',
    'a mail without a From_ line',
    lines('From: a@example.org', 'Subject: one', '', 'text'),
  ),
  mbox('phile-garbage-then-from', 'a line of garbage, then a mailbox', `garbage\n${mail('one')}`),
  mbox('phile-space-before-from', 'one space before the first From_ line', ` ${mail('one')}`),
  mbox('phile-newline-space-from', 'a newline and a space before the first From_ line', `\n ${mail('one')}`),
  mbox(
    'phile-from-line-beyond-1k',
    'the first From_ line is 1100 bytes long',
    lines(`From ${'a'.repeat(1100)} Wed Dec  2 05:53:22 1992`, 'Subject: one', '', 'text'),
  ),
  mbox(
    'phile-blank-lines-beyond-1k',
    'the first From_ line stands behind 1100 newlines',
    '\n'.repeat(1100) + mail('one'),
  ),
  mbox('phile-quoted-from', 'the first line is a quoted From_ line', `>${mail('one')}`),
  mbox('phile-from-without-newline', 'a single From_ line without an end of line', FROM),
  mbox('phile-byte-order-mark', 'a UTF-8 byte order mark before the first From_ line', `\xef\xbb\xbf${mail('one')}`),
  mbox('phile-dated-local', 'a text file, served in a zone of +05:30', lines('hello'), { tz: 'Asia/Kolkata' }),
  mbox('leading-blank-lines', 'a mailbox that starts with blank lines', `\n\n\r\n${mail('one')}${mail('two')}`),
  mbox('leading-space-line', 'a mailbox that starts with a line of spaces and tabs', `  \t \n${mail('one')}`),
  mbox(
    'leading-900-newlines',
    'a mailbox that starts with 900 newlines',
    '\n'.repeat(900) + mail('one', 'X-IMAPbase: 725000000 20', 'X-UID: 3'),
  ),
];
