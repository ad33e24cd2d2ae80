import type { Case } from './case.ts';

const HEADER_SIZE = 2048;

/** The 2048-byte header of an mbx file, as mbx_create() in c-client's mbx.c lays it out. */
function header(validity = '2b367640', last = '00000014', keywords: string[] = []): string {
  const slots = Array.from({ length: 30 }, (_, i) => `${keywords[i] ?? ''}\r\n`);
  return `*mbx*\r\n${validity}${last}\r\n${slots.join('')}`.padEnd(HEADER_SIZE, '\0');
}

interface Entry {
  uid: string;
  flags?: string;
  keywords?: string;
  date?: string;
  size?: string;
}

const TEXT = 'Subject: one\r\n\r\ntext\r\n';

function message(
  { uid, flags = '0010', keywords = '00000000', date = ' 2-Dec-1992 05:53:22 +0100', size }: Entry,
  text = TEXT,
): string {
  return `${date},${size ?? text.length};${keywords}${flags}-${uid}\r\n${text}`;
}

function mbx(name: string, about: string, content: string): Case {
  return { name: `mbx-${name}`, suffix: 'mbx', about, content: Buffer.from(content, 'latin1') };
}

export const mbxCases: Case[] = [
  mbx('empty', 'a header and no message', header()),
  mbx(
    'plain',
    'three messages with UIDs',
    header() + message({ uid: '00000003' }) + message({ uid: '00000007' }) + message({ uid: '00000014' }),
  ),
  mbx(
    'flags',
    'each system flag, and all',
    header() +
      ['0000', '0001', '0002', '0004', '0008', '0010', '0020', '003f', '7fff']
        .map((flags, i) => message({ uid: `0000000${i + 1}`, flags }))
        .join(''),
  ),
  mbx(
    'keywords',
    'keywords by bit',
    header(undefined, undefined, ['Work', 'Home', '$Label1']) +
      message({ uid: '00000003', keywords: '00000001' }) +
      message({ uid: '00000004', keywords: '00000006' }) +
      message({ uid: '00000005', keywords: '0000000f' }),
  ),
  mbx(
    'keywords-30',
    'thirty keywords',
    header(
      undefined,
      undefined,
      Array.from({ length: 30 }, (_, i) => `K${i + 1}`),
    ) + message({ uid: '00000003', keywords: '20000001' }),
  ),
  mbx(
    'keywords-long',
    'keywords of 50 and 51 characters, with a short one behind',
    header(undefined, undefined, ['a'.repeat(50), 'b'.repeat(51), 'After']) +
      message({ uid: '00000003', keywords: '00000007' }),
  ),
  mbx(
    'keywords-gap',
    'an empty line ends the keyword list',
    header(undefined, undefined, ['Work', '', 'Home']) + message({ uid: '00000003', keywords: '00000007' }),
  ),
  mbx(
    'expunged',
    'messages with the expunged bit are not shown',
    header() +
      message({ uid: '00000003' }) +
      message({ uid: '00000005', flags: '8012' }) +
      message({ uid: '00000007' }),
  ),
  mbx(
    'expunged-no-uid',
    'an expunged message without a UID uses one up',
    header() +
      message({ uid: '00000003' }) +
      message({ uid: '00000000', flags: '8000' }) +
      message({ uid: '00000000', flags: '0000' }),
  ),
  mbx(
    'new',
    'messages with UID 0 get the next ones in order',
    header() +
      message({ uid: '00000003' }) +
      message({ uid: '00000000', flags: '0000' }) +
      message({ uid: '00000000', flags: '0000' }),
  ),
  mbx(
    'new-in-middle',
    'UID 0 between others',
    header() +
      message({ uid: '00000003' }) +
      message({ uid: '00000000', flags: '0000' }) +
      message({ uid: '00000007' }),
  ),
  mbx(
    'uid-above-last',
    'a UID above the last one of the header',
    header() + message({ uid: '00000003' }) + message({ uid: '00000020' }) + message({ uid: '00000021' }),
  ),
  mbx(
    'uid-not-ascending',
    'UIDs out of order',
    header() + message({ uid: '00000007' }) + message({ uid: '00000003' }) + message({ uid: '00000014' }),
  ),
  mbx('uid-duplicate', 'a UID twice', header() + message({ uid: '00000007' }) + message({ uid: '00000007' })),
  mbx('validity-zero', 'a validity of zero', header('00000000') + message({ uid: '00000003' })),
  mbx(
    'upper-case-hex',
    'upper-case hexadecimal',
    header('2B36764F', '000000AB') + message({ uid: '000000AA', flags: '003F', keywords: '0000000A' }),
  ),
  mbx(
    'no-header-end',
    'a message that is header only, without a blank line',
    header() + message({ uid: '00000003' }, 'Subject: one\r\nX-A: b\r\n') + message({ uid: '00000004' }),
  ),
  mbx(
    'lf-only',
    'LF instead of CRLF within messages is served as it is',
    header() +
      message({ uid: '00000003' }, 'Subject: one\n\ntext\n') +
      message({ uid: '00000004' }, 'Subject: two\r\nX: y\n\r\ntext\rmore\r\n'),
  ),
  mbx('nul', 'NULs in header and body', header() + message({ uid: '00000003' }, 'Sub\0ject: o\0ne\r\n\r\nte\0xt\r\n')),
  mbx(
    'state-headers',
    'state headers of the other format are ordinary headers here',
    header() +
      message({ uid: '00000003' }, 'X-IMAPbase: 1 2 Work\r\nStatus: RO\r\nX-UID: 9\r\nSubject: one\r\n\r\ntext\r\n'),
  ),
  mbx(
    'empty-message',
    'a message of no bytes',
    header() + message({ uid: '00000003' }, '') + message({ uid: '00000004' }),
  ),
  mbx(
    'size-too-short',
    'a size that ends within the message: the rest is no message header',
    header() + message({ uid: '00000003', size: '10' }) + message({ uid: '00000004' }),
  ),
  mbx(
    'truncated-message',
    'the file ends within a message',
    (header() + message({ uid: '00000003' }) + message({ uid: '00000004' })).slice(0, -5),
  ),
  mbx(
    'truncated-internal-header',
    "the file ends within a message's header line",
    header() + message({ uid: '00000003' }) + ' 2-Dec-1992 05:53:22 +0100,23',
  ),
  mbx('truncated-header', 'the file ends within the 2048-byte header', header().slice(0, 1000)),
  mbx(
    'header-bad-hex',
    'a header whose validity is not hexadecimal',
    header('2b36764g') + message({ uid: '00000003' }),
  ),
  mbx(
    'header-lf',
    'a header line that ends in LF only',
    header().replace('*mbx*\r\n', '*mbx*\n ') + message({ uid: '00000003' }),
  ),
  mbx('trailing-garbage', 'garbage behind the last message', `${header()}${message({ uid: '00000003' })}garbage\r\n`),
  mbx('bad-date', 'a date that cannot be read', header() + message({ uid: '00000003', date: 'yesterday' })),
  mbx(
    'dates',
    'dates with other zones and shapes',
    header() +
      [
        '12-Dec-1992 05:53:22 -0330',
        ' 2-Dec-1992 05:53:22 PST',
        '02-dec-1992 5:3:2 +0000',
        ' 2-Dec-92 05:53:22',
        '31-Feb-2020 23:59:60 +1400',
      ]
        .map((date, i) => message({ uid: `0000000${i + 1}`, date }))
        .join(''),
  ),
];
