import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFlags, equalFlags, SystemFlag } from './flags.ts';
import { formatMaildirSuffix, MaildirKeywords, parseMaildirSuffix } from './maildir-suffix.ts';

describe('dovecot-keywords', () => {
  test('reads what Dovecot reads and skips what it skips', () => {
    const { table, skippedLines } = MaildirKeywords.parse('0 NonJunk\n2 $MDNSent\nx\n99 a\n4 nonjunk\n5 \n1 b c\n');
    expect(table.names).toEqual(['NonJunk', 'b c', '$MDNSent']);
    expect(skippedLines).toBe(4);
    expect(table.letterOf('$mdnsent')).toBe('c');
    expect(table.nameOf('z')).toBe('unknown-25');
  });

  test('gives the first free letter once, 26 of them', () => {
    const { table } = MaildirKeywords.parse('1 b\n');
    expect(table.changed).toBe(false);
    expect(['first', 'FIRST', 'B', 'next'].map((name) => table.assign(name))).toEqual(['a', 'a', 'b', 'c']);
    expect(table.changed).toBe(true);
    for (let i = 3; i < 26; i++) expect(table.assign(`k${i}`)).toBe(String.fromCharCode(97 + i));
    expect(table.assign('one too many')).toBeUndefined();
    expect(table.format().split('\n')).toHaveLength(27);
  });

  test('any text parses, and what was written parses to the same', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.tuple(fc.nat(40), fc.string()).map(([n, s]) => `${n} ${s}`),
          ),
        ),
        (lines) => {
          const { table } = MaildirKeywords.parse(lines.join('\n'));
          const text = table.format();
          expect(MaildirKeywords.parse(text).table.format()).toBe(text);
        },
      ),
    );
  });
});

describe('suffix', () => {
  test('letters are in ASCII order', () => {
    const { table } = MaildirKeywords.parse('0 NonJunk\n2 $MDNSent\n');
    const flags = createFlags(SystemFlag.seen | SystemFlag.draft | SystemFlag.deleted, ['$MDNSent', 'NonJunk']);
    expect(formatMaildirSuffix(flags, table).suffix).toBe(':2,DSTac');
  });

  test('keeps P, unknown letters and what follows a second comma', () => {
    const table = new MaildirKeywords();
    const old = parseMaildirSuffix(':2,PQS,more,x', table);
    expect(old).toEqual({
      flags: createFlags(SystemFlag.seen),
      lost: [
        { name: 'P', reason: 'unknown-flag' },
        { name: 'Q', reason: 'unknown-flag' },
      ],
      unknown: 'PQ',
      rest: ',more,x',
    });
    expect(formatMaildirSuffix(createFlags(SystemFlag.flagged), table, old).suffix).toBe(':2,FPQ,more,x');
  });

  test('anything but :2, says nothing', () => {
    const table = new MaildirKeywords();
    for (const suffix of ['', ':', ':1,S', ':2', ':2S', ',S'])
      expect(parseMaildirSuffix(suffix, table).flags.system).toBe(0);
  });

  test('names what found no letter', () => {
    const names = Array.from({ length: 30 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    const { suffix, lost } = formatMaildirSuffix(createFlags(0, names), new MaildirKeywords());
    expect(suffix).toBe(':2,abcdefghijklmnopqrstuvwxyz');
    expect(lost).toEqual(['k26', 'k27', 'k28', 'k29'].map((name) => ({ name, reason: 'table-full' })));
    expect(
      formatMaildirSuffix(createFlags(0, ['a b', 'ü']), new MaildirKeywords()).lost.map((loss) => loss.reason),
    ).toEqual(['bad-name', 'bad-name']);
  });

  test('write then parse is identity, and no text crashes the parser', () => {
    const anyFlags = fc
      .tuple(fc.nat(31), fc.uniqueArray(fc.stringMatching(/^[A-Za-z$][a-z0-9]{0,8}$/), { maxLength: 20 }))
      .map(([system, names]) => createFlags(system, names));
    fc.assert(
      fc.property(anyFlags, (flags) => {
        const table = new MaildirKeywords();
        const { suffix, lost } = formatMaildirSuffix(flags, table);
        expect(lost).toEqual([]);
        expect(equalFlags(parseMaildirSuffix(suffix, table).flags, flags)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void parseMaildirSuffix(text, new MaildirKeywords())),
    );
  });
});
