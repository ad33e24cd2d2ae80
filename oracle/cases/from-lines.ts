import { type Case, FROM, lines, mbox } from './case.ts';

const DATES: [name: string, date: string][] = [
  ['01-hhmm', 'Wed Dec  2 05:53 1992'],
  ['02-hhmmss', 'Wed Dec  2 05:53:22 1992'],
  ['03-hhmm-zone-year', 'Wed Dec  2 05:53 PST 1992'],
  ['04-hhmmss-zone-year', 'Wed Dec  2 05:53:22 PST 1992'],
  ['05-hhmm-offset-year', 'Wed Dec  2 05:53 -0700 1992'],
  ['06-hhmmss-offset-year', 'Wed Dec  2 05:53:22 -0700 1992'],
  ['07-hhmm-year-zone', 'Wed Dec  2 05:53 1992 PST'],
  ['08-hhmmss-year-zone', 'Wed Dec  2 05:53:22 1992 PST'],
  ['09-hhmm-year-offset', 'Wed Dec  2 05:53 1992 -0700'],
  ['10-hhmmss-year-offset', 'Wed Dec  2 05:53:22 1992 -0700'],
];

/** The same message behind each From_ line, so that only the date differs, and a last good one to show where a bad line went. */
function behind(...fromLines: string[]): string {
  const each = fromLines.map((from, i) => lines(from, `Subject: ${i + 1}`, '', 'x', ''));
  return each.join('') + lines(FROM, 'Subject: last', '', 'y', '');
}

const ZONES =
  'UT UTC GMT gmt MET EET JST ADT AST EDT EST est CDT CST MDT MST PDT PST YDT YST HST CET BST IST NST ZZZ'.split(' ');

export const fromLineCases: Case[] = [
  ...DATES.map(([name, date]) =>
    mbox(`from-${name}`, `From_ date form ${date}`, behind(`From alice@example.org ${date}`)),
  ),
  mbox(
    'from-remote',
    'each date form followed by " remote from X"',
    behind(...DATES.map(([, date]) => `From alice@example.org ${date} remote from host.example.org`)),
  ),
  mbox(
    'from-remote-twice',
    '" remote from" counts once, and only with one word behind it',
    behind(
      'From alice@example.org Wed Dec  2 05:53:22 1992 remote from c',
      'From alice Wed Dec  2 05:53:22 1992 remote from a remote from b',
      'From alice Wed Dec  2 05:53:22 1992 remote from',
      'From alice Wed Dec  2 05:53:22 1992 remote from a b',
      'From a Wed Dec  2 05:53 1992 remote from b',
      'From a Wed Dec  2 05:53:22 1992 Remote from b',
    ),
  ),
  mbox(
    'from-sender-forms',
    'senders with spaces, quotes, dates of their own, 8-bit bytes, or none',
    behind(
      'From "John Q. Public" <jqp@example.org> Wed Dec  2 05:53:22 1992',
      'From alice at example dot org Wed Dec  2 05:53:22 1992',
      'From Wed Dec  2 05:53:22 1992',
      'From  Wed Dec  2 05:53:22 1992',
      'From Mon Jan  1 00:00:00 1990 Wed Dec  2 05:53:22 1992',
      'From Andr\xe9\x80 Wed Dec  2 05:53:22 1992',
      `From ${'long'.repeat(300)} Wed Dec  2 05:53:22 1992`,
      'From alice\tWed Dec  2 05:53:22 1992',
      'From alice  Wed Dec  2 05:53:22 1992',
      'From alice   Wed  Dec  2 05:53:22 1992',
    ),
  ),
  mbox(
    'from-zone-names',
    'three-letter zones, known and unknown, before the year',
    behind(...ZONES.filter((zone) => zone.length === 3).map((zone) => `From a@b Wed Dec  2 05:53:22 ${zone} 1992`)),
  ),
  mbox(
    'from-zone-names-after-year',
    'three-letter zones behind the year, and zones of other lengths, which are no From_ line',
    behind(
      ...['EST', 'CET', 'JST', 'UT ', 'Z', 'UT', 'CEST', 'GMT+1', 'A  '].map(
        (zone) => `From a@b Wed Dec  2 05:53:22 1992 ${zone}`,
      ),
    ),
  ),
  mbox(
    'from-zone-offsets',
    'numeric zones: half hours, both signs, more than a day, minutes over 59, not digits',
    behind(
      ...[
        '+0000',
        '-0000',
        '+0530',
        '-0330',
        '+1400',
        '-1200',
        '+1545',
        '+1600',
        '+1730',
        '+9999',
        '+0160',
        '+0199',
        '-ABCD',
        '+05:3',
        '+053',
      ].map((zone) => `From a@b Wed Dec  2 05:53:22 1992 ${zone}`),
    ),
  ),
  mbox(
    'from-local-zone',
    'no zone or an unknown one means local time; this server ran in a zone of +05:30',
    behind(
      'From a@b Wed Dec  2 05:53:22 1992',
      'From a@b Thu Jul  2 05:53:22 ZZZ 1992',
      'From a@b Thu Jul  2 05:53:22 1992 +0100',
    ),
    { tz: 'Asia/Kolkata' },
  ),
  mbox(
    'from-local-zone-west',
    'as from-local-zone, in a zone of -03:00',
    behind(
      'From a@b Wed Dec  2 05:53:22 1992',
      'From a@b Thu Jul  2 05:53:22 CET 1992',
      'From a@b Thu Jul  2 05:53:22 EST 1992',
    ),
    { tz: 'America/Argentina/Buenos_Aires' },
  ),
  mbox(
    'from-day-columns',
    'the day has two columns: padded by a space, a zero, full, or (no From_ line) one column only',
    behind(
      'From a@b Wed Dec  2 05:53:22 1992',
      'From a@b Wed Dec 02 05:53:22 1992',
      'From a@b Sat Dec 12 05:53:22 1992',
      'From a@b Wed Dec 2 05:53:22 1992',
      'From a@b Wed Dec   2 05:53:22 1992',
      'From a@b Wed Dec 2  05:53:22 1992',
      'From a@b Wed Dec 002 05:53:22 1992',
    ),
  ),
  mbox(
    'from-hour-columns',
    'hours of one column, padded by a space or not',
    behind(
      'From a@b Wed Dec  2  5:53:22 1992',
      'From a@b Wed Dec  2 5:53:22 1992',
      'From a@b Wed Dec  2 005:53:22 1992',
      'From a@b Wed Dec  2 05:53: 2 1992',
    ),
  ),
  mbox(
    'from-bad-dates',
    'lines of the right shape with impossible dates are From_ lines all the same',
    behind(
      'From a@b Wed Foo  2 05:53:22 1992',
      'From a@b Wed Dec  0 05:53:22 1992',
      'From a@b Wed Dec 32 05:53:22 1992',
      'From a@b Wed Feb 31 05:53:22 1992',
      'From a@b Wed Dec xx 05:53:22 1992',
      'From a@b Wed Dec  2 24:00:00 1992',
      'From a@b Wed Dec  2 23:60:00 1992',
      'From a@b Wed Dec  2 23:59:60 1992',
      'From a@b Wed Dec  2 23:59:61 1992',
      'From a@b Wed Dec  2 ab:cd:ef 1992',
      'From a@b xyz dec  2 05:53:22 1992',
      'From a@b Wed DEC  2 05:53:22 1992',
      'From a@b Mon Dec  2 05:53:22 1992',
    ),
  ),
  mbox(
    'from-years',
    'years before 1970, far away, of few digits, of letters',
    behind(
      ...[
        '1969',
        '1970',
        '2026',
        '2038',
        '2097',
        '2098',
        '9999',
        '0000',
        '0048',
        '0049',
        '0099',
        '0100',
        '0998',
        '0999',
        'abcd',
        '19 2',
        '  92',
      ].map((year) => `From a@b Wed Dec  2 05:53:22 ${year}`),
    ),
  ),
  mbox(
    'from-missing-parts',
    'no weekday, no seconds colon, no date, too short, trailing space',
    behind(
      'From a@b Dec  2 05:53:22 1992',
      'From a@b Wed Dec  2 0553 1992',
      'From a@b',
      'From a@b Wed Dec  2 05:53:22 92',
      'From a@b Wed Dec  2 05:53:22 1992 ',
      'From a@b Wed, 2 Dec 1992 05:53:22 +0100',
      'from a@b Wed Dec  2 05:53:22 1992',
      'From: a@b Wed Dec  2 05:53:22 1992',
      ' From a@b Wed Dec  2 05:53:22 1992',
      '>From a@b Wed Dec  2 05:53:22 1992',
    ),
  ),
  mbox(
    'from-no-blank-before',
    'a From_ line needs no blank line before it',
    lines(FROM, 'Subject: 1', '', 'one', FROM, 'Subject: 2', '', 'two'),
  ),
  mbox(
    'from-in-header',
    'a From_ line among the headers is a header line like another',
    lines(FROM, 'Subject: 1', FROM, 'Subject: 2', '', 'two', ''),
  ),
  mbox(
    'from-first-in-body',
    'a From_ line right behind the blank line that ends the header',
    lines(FROM, 'Subject: 1', '', FROM, 'Subject: 2', '', 'two', ''),
  ),
  mbox('from-only', 'two From_ lines and nothing else: no blank line ends the first header', lines(FROM, FROM)),
  mbox('from-only-one', 'one From_ line and nothing else', lines(FROM)),
  mbox(
    'from-last-without-newline',
    'the last line is a From_ line without an end of line',
    lines(FROM, 'Subject: 1', '', 'one', '') + FROM,
  ),
  mbox(
    'from-with-nul',
    'a NUL in a line makes it no From_ line',
    behind(FROM, 'From al\0ice@example.org Wed Dec  2 05:53:22 1992'),
  ),
];
