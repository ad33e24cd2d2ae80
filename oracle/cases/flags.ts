import { type Case, FROM, lines, mail, mbox } from './case.ts';

const BASE = 'X-IMAPbase: 725000000 20';

/** One message a set of header lines, with X-UIDs 1, 2, 3 ... */
function each(base: string, ...headers: string[][]): string {
  return headers.map((own, i) => mail(`${i + 1}`, ...(i === 0 ? [base] : []), ...own, `X-UID: ${i + 1}`)).join('');
}

const thirty = Array.from({ length: 30 }, (_, i) => `K${i + 1}`);

export const flagCases: Case[] = [
  mbox('flags-each-letter', 'each letter in its own header', each(BASE, ['Status: R'], ['Status: O'], ['Status: RO'], ['Status: '], ['X-Status: D'], ['X-Status: F'], ['X-Status: A'], ['X-Status: T'], ['X-Status: DFAT'], ['Status: RO', 'X-Status: AF'])),
  mbox('flags-other-header', 'each letter in the other header', each(BASE, ['X-Status: R'], ['X-Status: O'], ['Status: D'], ['Status: F'], ['Status: A'], ['Status: T'], ['Status: RODFAT'])),
  mbox('flags-unknown-letters', 'letters without a meaning, lower case, words, digits (the talk shows "Status: R0")', each(BASE, ['Status: R0'], ['Status: ro'], ['Status: XYZ'], ['Status: Read'], ['X-Status: Forwarded And Deleted'], ['Status: N'], ['Status: U'])),
  mbox('flags-spacing', 'no space, many spaces, tabs and trailing spaces', each(BASE, ['Status:RO'], ['Status:    R   O'], ['Status:\tR'], ['X-Status: F   '], ['Status:'])),
  mbox('flags-repeated', 'headers that occur twice add up', each(BASE, ['Status: R', 'Status: O'], ['Status: R', 'Status: '], ['X-Status: A', 'X-Status: F'], ['X-Status: F', 'Status: D'])),
  mbox('flags-folded', 'state headers folded over lines: the continuation is dropped and not read', lines(
    FROM, BASE, 'Status:', ' RO', 'X-Status: F', '\tA', 'X-Keywords:', ' Work', 'X-UID:', ' 3', 'Subject: one', ' folded subject', '', 'text', '',
  )),
  mbox('flags-other-case', 'state headers in another letter case: dropped, with continuation lines, and not read', lines(
    FROM, BASE, 'status: RO', 'STATUS: R', ' more', 'x-status: F', 'X-STATUS: A', 'x-keywords: Work', 'x-uid: 3', 'X-Uid: 4', 'x-imapbase: 999 99', 'X-IMAPBASE: 998 98', 'x-imap: 5 5', '\tmore', 'Subject: one', '', 'text', '',
  )),
  mbox('flags-space-before-colon', 'a space before the colon, no colon, look-alike names', lines(
    FROM, BASE, 'Status : RO', 'X-Status\t: F', 'Status', 'X-UID', 'Status-X: kept', 'X-UIDL: kept', 'X-IMAPbaseline: kept', 'X-Keyword: kept', 'StatusRO: kept', 'X-Status-Old: kept', ' Status: kept', 'Subject: one', '', 'text', '',
  )),
  mbox('flags-original-headers', 'X-Original-Status and its kin are kept', mail('one', BASE, 'X-Original-Status: RO', 'X-Original-X-UID: 9', 'X-Original-X-IMAPbase: 1 2', 'Status: O', 'X-UID: 3')),
  mbox('flags-forged-in-middle', 'state headers a sender put among his own, before and behind the real ones', mail('one', BASE, 'Received: by a', 'Status: RO', 'X-Status: D', 'Received: by b', 'X-Keywords: Work', 'From: x@example.org', 'Status: ', 'X-UID: 3') + mail('two', 'X-IMAP: 1 1', 'X-UID: 4', 'Status: O', 'X-IMAPbase: 2 2')),
  mbox('flags-in-body', 'state headers in a body are text', lines(FROM, BASE, 'X-UID: 3', 'Subject: one', '', 'Status: RO', 'X-UID: 99', 'X-Keywords: Work', '')),
  mbox('flags-continuation-after-dropped', 'continuation lines right behind each dropped header, and behind a kept one', lines(
    FROM, BASE, ' cont of base', 'Status: RO', ' cont of status', 'X-UID: 3', '\tcont of uid', 'X-A: b', ' kept', 'X-Keywords: Work', ' gone', ' gone too', '', 'text', '',
  ) + mail('two', 'X-UID: 7')),
  mbox('flags-ends-on-status', 'Status is the last header line of one message, the next starts with a continuation line', lines(FROM, BASE, 'X-UID: 3', 'Subject: one', 'Status: RO', '', 'text', '', FROM, ' starts folded', 'Subject: two', 'X-UID: 7', '', 'text', '')),
  mbox('flags-only-status', 'a header of state headers only', lines(FROM, BASE, 'Status: RO', 'X-Status: ', 'X-Keywords:', 'X-UID: 3', '', 'text', '', FROM, 'Status: RO', 'X-UID: 5', '', '', FROM, 'Status: RO', 'X-UID: 6', '')),
  mbox('flags-as-server-writes', 'a file exactly as the server itself writes it', lines(
    FROM, 'Subject: one', 'X-IMAPbase: 725000000 20 Work Home', 'Status: RO', 'X-Status: AF', `X-Keywords: Home Work${' '.repeat(20)}`, 'X-UID: 3', '', 'text', '', FROM, 'Subject: two', 'Status: O', 'X-Status: ', `X-Keywords:${' '.repeat(27)}`, 'X-UID: 20', '', 'text', '',
  )),
  mbox('keywords-talk', "the talk's own example: gnus keywords, Status with a zero", mail('one', 'X-IMAPbase: 1190721925 10677 gnus-expire gnus-forward NonJunk $Forwarded $MDNSent $Label1 $Label2', 'Status: R0', 'X-Status: F', 'X-Keywords: gnus-expire gnus-forward', 'X-UID: 10677')),
  mbox('keywords-some', 'keywords in the base, on messages, out of order', each(`${BASE} Work Home $Label1`, ['X-Keywords: Work'], ['X-Keywords: Home Work'], ['X-Keywords: $Label1'], ['X-Keywords:'], ['X-Keywords: Work Work'])),
  mbox('keywords-not-in-base', 'a keyword the base lacks is ignored', each(`${BASE} Work`, ['X-Keywords: Play'], ['X-Keywords: Play Work'])),
  mbox('keywords-no-base-list', 'keywords and a base without any', each(BASE, ['X-Keywords: Work'], [])),
  mbox('keywords-no-base', 'keywords and no base line', mail('1', 'X-Keywords: Work') + mail('2', 'X-Keywords: Work')),
  mbox('keywords-before-base', 'X-Keywords stands before X-IMAPbase', mail('1', 'X-Keywords: Work', `${BASE} Work`, 'X-UID: 1') + mail('2', 'X-Keywords: Work', 'X-UID: 2')),
  mbox('keywords-30', 'thirty keywords', each(`${BASE} ${thirty.join(' ')}`, [`X-Keywords: ${thirty.join(' ')}`], ['X-Keywords: K30'])),
  mbox('keywords-31', 'thirty-one keywords: the last has no place', each(`${BASE} ${thirty.join(' ')} K31`, [`X-Keywords: ${thirty.join(' ')} K31`], ['X-Keywords: K31'])),
  mbox('keywords-50-chars', 'a keyword of 50 characters', each(`${BASE} ${'k'.repeat(50)} After`, [`X-Keywords: ${'k'.repeat(50)} After`])),
  mbox('keywords-51-chars', 'a keyword of 51 characters leaves a hole, and matching ends there', each(`${BASE} Before ${'k'.repeat(51)} After`, [`X-Keywords: ${'k'.repeat(51)} Before After`], ['X-Keywords: After'])),
  mbox('keywords-51-chars-first', 'a hole in the first place', each(`${BASE} ${'k'.repeat(51)} After`, ['X-Keywords: After'])),
  mbox('keywords-case', 'keywords match in any case, and are shown as the base has them', each(`${BASE} Work HOME`, ['X-Keywords: work home'], ['X-Keywords: WORK'])),
  mbox('keywords-case-duplicates', 'duplicates in the base that differ in case', each(`${BASE} Work work WORK Home`, ['X-Keywords: WORK'], ['X-Keywords: work Home'])),
  mbox('keywords-tabs', 'tabs between keywords', each(`${BASE} Work Home`, ['X-Keywords:\tWork'], ['X-Keywords: Work\tHome'], ['X-Keywords: Home\t'])),
  mbox('keywords-special', 'keywords with punctuation and 8-bit bytes', each(`${BASE} $Forwarded a.b a/b a:b [x] caf\xe9 ~ 7`, ['X-Keywords: $Forwarded a.b a/b'], ['X-Keywords: a:b [x] caf\xe9'], ['X-Keywords: CAF\xc9 ~ 7'])),
  mbox('keywords-like-flags', 'keywords that look like system flags', each(`${BASE} \\Seen Seen Recent NonJunk`, ['X-Keywords: Seen'], ['X-Keywords: \\Seen Recent'])),
  mbox('keywords-twice', 'two X-Keywords headers add up', each(`${BASE} Work Home`, ['X-Keywords: Work', 'X-Keywords: Home'])),
  mbox('keywords-crlf-base', 'a base line that ends in CRLF in a file of LF', lines(FROM, `${BASE} Work Home\r`, 'X-Keywords: Home\r', 'X-UID: 3', 'Subject: 1', '', 'text', '')),
  mbox('keywords-trailing-spaces', 'trailing spaces in the base line and in X-Keywords', each(`${BASE}  Work   Home   `, ['X-Keywords: Home   '], ['X-Keywords:    Work'])),
];
