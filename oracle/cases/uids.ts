import { type Case, FROM, lines, mail, mbox } from './case.ts';

/** Messages with the given X-UID values (undefined: none), the first behind a base line. */
function withUids(base: string, ...uids: (string | undefined)[]): string {
  return uids
    .map((uid, i) =>
      mail(
        `${i + 1}`,
        ...(i === 0 && base !== '' ? [base] : []),
        'Status: O',
        ...(uid === undefined ? [] : [`X-UID: ${uid}`]),
      ),
    )
    .join('');
}

const BASE = 'X-IMAPbase: 725000000 20';

/** The pseudo message as unix_pseudo() in c-client's unix.c writes it. */
function pseudo(data: string, header = 'X-IMAP'): string {
  return lines(
    'From MAILER-DAEMON Sat Sep  1 12:00:00 2007',
    'Date: 01 Sep 2007 12:00:00 +0200',
    'From: Mail System Internal Data <MAILER-DAEMON@old.example.org>',
    "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA",
    'Message-ID: <1188640800@old.example.org>',
    `${header}: ${data}`,
    'Status: RO',
    '',
    'This text is part of the internal format of your mail folder, and is not',
    'a real message.  It is created automatically by the mail system software.',
    'If deleted, important folder data will be lost, and it will be re-created',
    'with the data reset to initial values.',
    '',
  );
}

const PSEUDO = pseudo('0725000001 0000000020 Work');

export const uidCases: Case[] = [
  mbox('uid-base', 'X-IMAPbase and ascending X-UIDs with gaps', withUids(BASE, '3', '7', '20')),
  mbox(
    'uid-base-last-below',
    'X-UID above the last UID of the base is accepted and raises it',
    withUids(BASE, '3', '27', '29', undefined),
  ),
  mbox('uid-base-only', 'a base and no X-UID at all', withUids(BASE, undefined, undefined, undefined)),
  mbox('uid-none', 'neither base nor X-UID', withUids('', undefined, undefined)),
  mbox('uid-without-base', 'X-UID without a base is not believed', withUids('', '5', '9')),
  mbox(
    'uid-new-mail-at-end',
    'mail without X-UID at the end gets the next UIDs in file order',
    withUids(BASE, '3', '20', undefined, undefined),
  ),
  mbox('uid-missing-in-middle', 'a message without X-UID between others', withUids(BASE, '3', undefined, '7', '9')),
  mbox(
    'uid-missing-in-middle-below-next',
    'without X-UID, then an X-UID above what it was given',
    withUids(BASE, '3', undefined, '30', '31', undefined),
  ),
  mbox('uid-missing-first', 'the first message has a base and no X-UID', withUids(BASE, undefined, '21', '22')),
  mbox('uid-not-ascending', 'X-UIDs out of order', withUids(BASE, '3', '9', '5', '10', '11')),
  mbox('uid-duplicate', 'the same X-UID on two messages', withUids(BASE, '3', '9', '9', '12')),
  mbox(
    'uid-twice-in-one-message',
    'two X-UID headers in one message',
    mail('1', BASE, 'X-UID: 3', 'X-UID: 4') + mail('2', 'X-UID: 7'),
  ),
  mbox(
    'uid-twice-in-second-message',
    'two X-UID headers in the second message',
    mail('1', BASE, 'X-UID: 3') + mail('2', 'X-UID: 7', 'X-UID: 8') + mail('3', 'X-UID: 9'),
  ),
  mbox('uid-zero', 'X-UID: 0', withUids(BASE, '3', '0', '7')),
  mbox('uid-zero-first', 'X-UID: 0 on the first message', withUids(BASE, '0', '7')),
  mbox('uid-garbage', 'X-UID that is no number', withUids(BASE, '3', 'abc', '7')),
  mbox(
    'uid-garbage-tail',
    'X-UID with text behind the number, and with zeros or spaces before it',
    withUids(BASE, '3abc', '0000000005', '   7  ', '9 11'),
  ),
  mbox('uid-empty', 'X-UID with nothing behind it', withUids(BASE, '3', '', '7')),
  mbox('uid-tab', 'a tab before the number', withUids(BASE, '3', '\t7', '9')),
  mbox('uid-negative', 'a negative X-UID', withUids(BASE, '3', '-7', '9')),
  mbox(
    'uid-2-32',
    'UIDs at and above 2^32',
    withUids(BASE, '3', '4294967294', '4294967295', '4294967296', '8589934592', undefined),
  ),
  mbox('uid-overflow', 'a number above 2^64 wraps', withUids(BASE, '3', '18446744073709551625', undefined)),
  mbox(
    'uid-max-then-new',
    'the last UID is 2^32-1 and new mail follows',
    withUids('X-IMAPbase: 725000000 4294967295', '3', '4294967295', undefined),
  ),
  mbox(
    'uid-before-base',
    'X-UID stands before X-IMAPbase in the first message',
    mail('1', 'X-UID: 3', BASE) + mail('2', 'X-UID: 7'),
  ),
  mbox(
    'uid-base-in-second',
    'X-IMAPbase in the second message only',
    mail('1', 'X-UID: 3') + mail('2', BASE, 'X-UID: 7'),
  ),
  mbox(
    'uid-base-in-both',
    'X-IMAPbase in two messages: the first counts',
    mail('1', BASE, 'X-UID: 3') + mail('2', 'X-IMAPbase: 999 99 Other', 'X-UID: 7'),
  ),
  mbox(
    'uid-base-twice',
    'two X-IMAPbase lines in the first message: the first counts',
    mail('1', BASE, 'X-IMAPbase: 999 99', 'X-UID: 3') + mail('2', 'X-UID: 7'),
  ),
  mbox(
    'uid-base-bad-then-good',
    'a broken X-IMAPbase followed by a good one',
    mail('1', 'X-IMAPbase: hello', 'X-IMAPbase: 0 5', 'X-IMAPbase: 12', BASE, 'X-UID: 3') + mail('2', 'X-UID: 7'),
  ),
  mbox('uid-base-zero', 'a validity of zero is no validity', withUids('X-IMAPbase: 0 20', '3', '7')),
  mbox('uid-base-no-last', 'a base with one number', withUids('X-IMAPbase: 725000000', '3', '7')),
  mbox('uid-base-last-zero', 'a last UID of zero', withUids('X-IMAPbase: 725000000 0', '3', undefined)),
  mbox(
    'uid-base-padded',
    'ten digits in X-IMAPbase, several spaces',
    withUids('X-IMAPbase:   0725000000   0000000020', '3', '7'),
  ),
  mbox('uid-base-no-space', 'no space behind the colon', withUids('X-IMAPbase:725000000 20', '3', '7')),
  mbox('uid-base-tab', 'tabs in X-IMAPbase', withUids('X-IMAPbase:\t725000000\t20', '3', '7')),
  mbox('uid-base-huge', 'a validity above 2^32', withUids('X-IMAPbase: 5000000000 20', '3', '7')),
  mbox('uid-base-dash', 'text glued to the numbers', withUids('X-IMAPbase: 725000000-20', '3', '7')),
  mbox(
    'uid-base-glued-keyword',
    'a keyword glued to the last UID',
    mail('1', 'X-IMAPbase: 725000000 20Work Home', 'X-Keywords: Home', 'X-UID: 3') + mail('2', 'X-Keywords: Work'),
  ),
  mbox('pseudo-only', 'the pseudo message alone: an empty mailbox that has a validity', PSEUDO),
  mbox(
    'pseudo-and-mail',
    'the pseudo message and two messages',
    PSEUDO + mail('1', 'Status: RO', 'X-Keywords: Work', 'X-UID: 4') + mail('2', 'X-UID: 20'),
  ),
  mbox('pseudo-new-mail', 'the pseudo message and mail without X-UID', PSEUDO + mail('1') + mail('2')),
  mbox('pseudo-not-first', 'a pseudo message in second place is a message', mail('1') + PSEUDO + mail('2', 'X-UID: 4')),
  mbox(
    'pseudo-other-subject',
    'X-IMAP makes the pseudo message, not its subject',
    mail('an ordinary mail', 'X-IMAP: 0725000001 0000000020', 'Status: RO') + mail('2', 'X-UID: 4'),
  ),
  mbox(
    'pseudo-with-base-header',
    'the pseudo text with X-IMAPbase is an ordinary message',
    pseudo('0725000001 0000000020', 'X-IMAPbase') + mail('2', 'X-UID: 4'),
  ),
  mbox(
    'pseudo-bad-numbers',
    'the pseudo text with a broken X-IMAP is an ordinary message',
    pseudo('garbage') + mail('2', 'X-UID: 4'),
  ),
  mbox(
    'pseudo-base-then-imap',
    'X-IMAPbase, then X-IMAP in the first message',
    mail('1', BASE, 'X-IMAP: 999 99', 'X-UID: 3') + mail('2', 'X-UID: 7'),
  ),
  mbox(
    'pseudo-imap-then-base',
    'X-IMAP, then X-IMAPbase in the first message',
    mail('1', 'X-IMAP: 0725000001 0000000020', 'X-IMAPbase: 999 99', 'X-UID: 3') + mail('2', 'X-UID: 7'),
  ),
  mbox(
    'pseudo-uid-reset',
    'the pseudo message, then X-UIDs out of order',
    PSEUDO + mail('1', 'X-UID: 9') + mail('2', 'X-UID: 4'),
  ),
  mbox(
    'pseudo-with-uid',
    'an X-UID in the pseudo message',
    mail('internal', 'X-IMAP: 0725000001 0000000020', 'X-UID: 3') + mail('2', 'X-UID: 2'),
  ),
  mbox('pseudo-alone-no-body', 'a pseudo message of two lines', lines(FROM, 'X-IMAP: 0725000001 0000000020', '')),
  mbox('pseudo-twice', 'two pseudo messages: the second is a message', PSEUDO + PSEUDO + mail('1', 'X-UID: 4')),
];
