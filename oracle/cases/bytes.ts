import { type Case, crlf, FROM, lines, mail, mbox } from './case.ts';

const two = mail('one') + mail('two');

export const byteCases: Case[] = [
  mbox('bytes-plain', 'two plain messages, the plainest file of all', two),
  mbox('bytes-crlf', 'every line ends in CRLF', crlf(two)),
  mbox(
    'bytes-crlf-with-uids',
    'CRLF throughout, with the headers the server keeps its state in',
    crlf(
      mail('one', 'X-IMAPbase: 700000001 9 Work', 'Status: RO', 'X-Status: F', 'X-Keywords: Work', 'X-UID: 3') +
        mail('two', 'Status: O', 'X-UID: 9'),
    ),
  ),
  mbox(
    'bytes-mixed-ends',
    'LF and CRLF mixed in headers, blank lines and bodies',
    lines(
      FROM,
      'Subject: one\r',
      'X-A: a',
      '\r',
      'one\r',
      'one',
      '\r',
      `${FROM}\r`,
      'Subject: two',
      'X-B: b\r',
      '',
      'two',
      'two\r',
      '',
    ),
  ),
  mbox(
    'bytes-bare-cr-body',
    'bare CRs in a body: alone, doubled, before CRLF, at the end of the file',
    lines(FROM, 'Subject: one', '', 'a\rb', 'c\r\rd', 'e\r\r', '\r', '\r\r', 'f\r') + 'g\r',
  ),
  mbox(
    'bytes-bare-cr-header',
    'bare CRs in headers',
    lines(FROM, 'Subject: o\rne', 'X-A: b\r\r', 'X-B\r: c', 'X-C: d', '', 'text', ''),
  ),
  mbox(
    'bytes-cr-cr-lf-blank',
    'CR CR LF does not end the header',
    lines(FROM, 'Subject: one', '\r\r', 'X-A: still header?', '', 'text', '') + mail('two'),
  ),
  mbox(
    'bytes-cr-only-line',
    'a body line of one CR before the From_ line is a blank line',
    lines(
      FROM,
      'Subject: one',
      '',
      'text',
      '\r',
      FROM,
      'Subject: two',
      '',
      'text',
      '\r\r',
      FROM,
      'Subject: 3',
      '',
      't',
    ),
  ),
  mbox('bytes-nul-body', 'NULs in a body', lines(FROM, 'Subject: one', '', 'a\0b', '\0', '\0\0c\0', '') + mail('two')),
  mbox(
    'bytes-nul-header-value',
    'NULs in header values and continuation lines',
    lines(FROM, 'Subject: o\0ne\0', 'X-A: b', ' c\0d', '', 'text', ''),
  ),
  mbox(
    'bytes-nul-header-name',
    'NULs in header names',
    lines(
      FROM,
      'Sub\0ject: one',
      'Re\0ceived: a',
      'X-\0A: b',
      'Stat\0us: RO',
      '\0',
      'S\0\0: x',
      'Z\0\0: x',
      '',
      'text',
      '',
    ),
  ),
  mbox(
    'bytes-nul-from-first-line',
    'a NUL in the first line: not a mailbox',
    'From a\0b Wed Dec  2 05:53:22 1992\nSubject: one\n\ntext\n',
  ),
  mbox(
    'bytes-8bit-header',
    '8-bit bytes in header names and values, UTF-8 and Latin-1',
    lines(FROM, 'Subject: caf\xe9', 'X-Utf8: caf\xc3\xa9 \xf0\x9f\x93\xa7', 'X-\xe9: y', '\xff\xfe: z', '', 'text', ''),
  ),
  mbox(
    'bytes-8bit-body',
    'every byte but CR, LF and NUL in a body',
    `${lines(FROM, 'Subject: one', '')}${Array.from({ length: 256 }, (_, i) => String.fromCharCode(i))
      .filter((c) => !'\r\n\0'.includes(c))
      .join('')}\n\n`,
  ),
  mbox(
    'bytes-no-final-newline',
    'the last body line has no end of line',
    mail('one') + `${FROM}\nSubject: two\n\nlast`,
  ),
  mbox(
    'bytes-no-final-newline-header',
    'the file ends within a header line',
    mail('one') + `${FROM}\nSubject: two\nX-Cut: he`,
  ),
  mbox(
    'bytes-no-final-newline-status',
    'the file ends within a Status line',
    mail('one') + `${FROM}\nSubject: two\nStatus: RO`,
  ),
  mbox('bytes-header-eof', 'the file ends after a complete header line', mail('one') + lines(FROM, 'Subject: two')),
  mbox('bytes-header-eof-crlf', 'as bytes-header-eof, with CRLF', crlf(mail('one') + lines(FROM, 'Subject: two'))),
  mbox('bytes-ends-with-cr', 'the file ends in a CR with no LF, in a header', mail('one') + `${FROM}\nSubject: two\r`),
  mbox(
    'bytes-blank-lines-at-end',
    'none, one, two and three blank lines before the next From_ line',
    ['', '\n', '\n\n', '\n\n\n'].map((blank, i) => `${lines(FROM, `Subject: ${i}`, '', 'text')}${blank}`).join('') +
      mail('last'),
  ),
  mbox(
    'bytes-blank-lines-at-end-crlf',
    'as bytes-blank-lines-at-end, with CRLF',
    crlf(
      ['', '\n', '\n\n', '\n\n\n'].map((blank, i) => `${lines(FROM, `Subject: ${i}`, '', 'text')}${blank}`).join('') +
        mail('last'),
    ),
  ),
  mbox('bytes-many-blank-lines', 'a file that ends in ten blank lines', mail('one') + '\n'.repeat(10)),
  mbox(
    'bytes-space-line-at-end',
    'a last line of one space is not a blank line',
    lines(FROM, 'Subject: one', '', 'text', ' ', FROM, 'Subject: two', '', 'text', '\t'),
  ),
  mbox(
    'bytes-body-only-blank',
    'bodies that are nothing but blank lines',
    [0, 1, 2, 3].map((n) => lines(FROM, `Subject: ${n}`, '') + '\n'.repeat(n)).join('') + mail('last'),
  ),
  mbox(
    'bytes-no-header',
    'no header: the blank line follows the From_ line',
    lines(FROM, '', 'text one', '', FROM, '', '', FROM, '', FROM, '', 'text'),
  ),
  mbox(
    'bytes-no-blank-after-header',
    'a header with no blank line takes in the next message up to its blank line',
    lines(FROM, 'Subject: one', 'this is no header line', FROM, 'Subject: two', 'Status: RO', '', 'text', '') +
      mail('three'),
  ),
  mbox(
    'bytes-header-lines-without-colon',
    'header lines with no colon, with only a colon, with a space before it',
    lines(FROM, 'no colon here', ':', ': x', 'Subject : one', 'X-A:b', 'X-Empty:', '', 'text', ''),
  ),
  mbox(
    'bytes-continuation-first',
    'the first header line is a continuation line',
    lines(FROM, ' folded from nowhere', '\tand again', 'Subject: one', '', 'text', ''),
  ),
  mbox(
    'bytes-space-line-in-header',
    'a line of spaces does not end the header',
    lines(FROM, 'Subject: one', '   ', 'X-A: b', '\t', '', 'text', ''),
  ),
  mbox(
    'bytes-from-in-body',
    'lines that start with From, >From and >>From in a body, none a From_ line',
    lines(
      FROM,
      'Subject: one',
      '',
      'From here on it rains.',
      '',
      'From alice to bob, 12:30 today, 1992',
      '',
      '>From alice@example.org Wed Dec  2 05:53:22 1992',
      '>>From x',
      '>From the start',
      'from below',
      ' From a@b Wed Dec  2 05:53:22 1992',
      '',
    ) + mail('two'),
  ),
  mbox(
    'bytes-from-in-body-valid',
    'a body line that looks exactly like a From_ line splits the message',
    lines(
      FROM,
      'Subject: one',
      '',
      'He wrote:',
      'From bob@example.org Thu Dec  3 06:00:00 1992',
      'that is all',
      'folks',
      '',
      'rest',
      '',
    ),
  ),
  mbox(
    'bytes-content-length-true',
    'Content-Length is kept and not obeyed, even when true',
    lines(FROM, 'Subject: one', 'Content-Length: 51', '', FROM, 'abc', FROM, 'Subject: two', '', 'x'),
  ),
  mbox(
    'bytes-content-length-lies',
    'Content-Length that lies, in both directions',
    lines(
      FROM,
      'Content-Length: 100000',
      'Subject: one',
      '',
      'short',
      '',
      FROM,
      'Content-Length: 2',
      'Lines: 1',
      'Subject: two',
      '',
      'longer text',
      'and more',
      '',
    ) + mail('three'),
  ),
  mbox(
    'bytes-mmdf-lines-inside',
    'MMDF separator lines inside a file that starts with a From_ line',
    `${lines(FROM, 'Subject: one', '', 'text')}\x01\x01\x01\x01\n\x01\x01\x01\x01\n${mail('two')}\x01\x01\x01\x01\n`,
  ),
  mbox(
    'bytes-long-line',
    'a body line of 300,000 bytes and a header line of 70,000',
    lines(FROM, `X-Long: ${'h'.repeat(70_000)}`, 'Subject: one', '', 'b'.repeat(300_000), '') + mail('two'),
  ),
  mbox(
    'bytes-header-1mib',
    'a header of 1 MiB in 4096 lines, state headers among them',
    `${FROM}\nX-IMAPbase: 700000002 5 Big\n${`X-Filler: ${'a'.repeat(245)}\n`.repeat(2048)}Status: RO\nX-Keywords: Big\nX-UID: 5\n${`X-Filler: ${'z'.repeat(245)}\n`.repeat(2048)}Subject: one\n\ntext\n\n${mail('two')}`,
  ),
  mbox(
    'bytes-chunk-border-crlf',
    'CRLF files whose line ends fall on every border of a 64 KiB buffer',
    crlf(
      lines(FROM, 'Subject: one', '') +
        Array.from({ length: 70 }, (_, i) => 'c'.repeat(997 + (i % 7)) + '\n').join('') +
        mail('two'),
    ),
  ),
  mbox(
    'bytes-many-small',
    'two hundred small messages',
    Array.from({ length: 200 }, (_, i) =>
      mail(
        `message ${i}`,
        ...(i === 0 ? ['X-IMAPbase: 700000003 200'] : []),
        `X-UID: ${i + 1}`,
        i % 3 === 0 ? 'Status: RO' : 'Status: O',
      ),
    ).join(''),
  ),
];
