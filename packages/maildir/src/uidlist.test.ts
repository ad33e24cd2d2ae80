import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatUidlistHeader,
  formatUidlistRecord,
  isUidlistValue,
  maxUid,
  parseUidlist,
  parseUidlistHeader,
  type Uidlist,
  type UidlistRecord,
} from './uidlist.ts';

const guid = '0123456789abcdef0123456789abcdef';
const header = `3 V1190000000 N9 G${guid}\n`;

function write(uidlist: Uidlist): string {
  return formatUidlistHeader(uidlist) + uidlist.records.map(formatUidlistRecord).join('');
}

describe('reading', () => {
  test('version 3 with every field, unknown ones kept', () => {
    const text = `3 V5 N9  G${guid} Xyz\n1 :a\n3 S12 W14 Pu:idl Oorder G${guid} Qz :1.b.c,S=1\n`;
    expect(parseUidlist(text).uidlist).toEqual({
      uidValidity: 5,
      uidNext: 9,
      guid,
      extensions: ['Xyz'],
      records: [
        { uid: 1, base: 'a', extensions: [] },
        { uid: 3, base: '1.b.c,S=1', extensions: ['S12', 'W14', 'Pu:idl', 'Oorder', `G${guid}`, 'Qz'] },
      ],
    });
  });

  test('version 1, as Courier writes it', () => {
    expect(parseUidlist('1 5 9\n1 a\n2 b:2,S\n').uidlist?.records.map(({ uid, base }) => [uid, base])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test('a line under way does not count, of two lines with one name the later does', () => {
    expect(
      parseUidlist(`${header}1 :a\n2 :b\n4 :a\n5 :c`).uidlist?.records.map(({ uid, base }) => [uid, base]),
    ).toEqual([
      [2, 'b'],
      [4, 'a'],
    ]);
  });

  test.each([
    ['', 1],
    ['2 V5 N1\n', 1],
    ['3 V0 N1\n', 1],
    ['3 V5 N0\n', 1],
    ['3 V5 N1 Gzz\n', 1],
    [`${header}2 :a\n2 :b\n`, 3],
    [`${header}2 :a\n1 :b\n`, 3],
    [`${header}0 :a\n`, 2],
    [`${header}4294967295 :a\n`, 2],
    [`${header}x :a\n`, 2],
    [`${header}1 a\n`, 2],
    [`${header}1 :\n`, 2],
    [`${header}1 :../x\n`, 2],
  ])('what Dovecot deletes counts as absent, and is told: %j', (text, line) => {
    const { uidlist, diagnostics } = parseUidlist(text);
    expect(uidlist).toBeUndefined();
    expect(diagnostics).toMatchObject([{ level: 'note', code: 'MAILDIR_UIDLIST_BROKEN', at: { line } }]);
  });

  test('no text crashes it', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('3 V1 N2', '1 :a', '2 P :b', '3', '1 1 1'));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        parseUidlist(lines.join('\n'));
        parseUidlistHeader(lines.join('\n'));
      }),
    );
  });
});

test('what was written parses to the same', () => {
  const value = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  const extension = fc.tuple(fc.constantFrom('P', 'S', 'W', 'O', 'G', 'Z'), value).map(([key, text]) => key + text);
  const base = fc.string({ minLength: 1 }).filter((text) => !/[/:\n\u0100-\uffff]/.test(text));
  const record = fc.record({ uid: fc.integer({ min: 1, max: maxUid }), base, extensions: fc.array(extension) });
  const records = fc
    .uniqueArray(record, { selector: ({ uid }) => uid })
    .map((all) =>
      [...new Map(all.map((each): [string, UidlistRecord] => [each.base, each])).values()].sort(
        (a, b) => a.uid - b.uid,
      ),
    );
  const number = fc.integer({ min: 1, max: 0xffff_ffff });
  fc.assert(
    fc.property(number, number, records, fc.nat(200), (uidValidity, uidNext, list, width) => {
      const uidlist = { uidValidity, uidNext, guid, extensions: ['Xy'], records: list };
      expect(parseUidlist(write(uidlist))).toEqual({ uidlist, diagnostics: [] });
      expect(parseUidlistHeader(formatUidlistHeader(uidlist, width))).toMatchObject({ uidValidity, uidNext });
    }),
  );
});

test('a POP3 UIDL with a space cannot be written', () => {
  expect(['a:b', 'a b', '', 'é', 'a\n'].map(isUidlistValue)).toEqual([true, false, false, false, false]);
});
