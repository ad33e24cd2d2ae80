import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlags, equalFlags, formatImapFlagList, noFlags, parseImapFlagList, SystemFlag } from '../src/index.ts';
import { anyFlags, atomKeyword, flagsOf } from './flags-arbitrary.ts';

describe('parseImapFlagList', () => {
  it('reads system flags in any case, and keywords', () => {
    expect(parseImapFlagList('(\\Seen \\ANSWERED $Label1 NonJunk)')).toEqual({
      flags: createFlags(SystemFlag.seen | SystemFlag.answered, ['$Label1', 'NonJunk']),
      lost: [],
    });
  });

  it('reads nothing of an empty list, with parentheses and without', () => {
    for (const text of ['()', '( )', '', '  ']) expect(parseImapFlagList(text)).toEqual({ flags: noFlags, lost: [] });
  });

  it('reads a list without parentheses, as STORE takes it', () => {
    expect(parseImapFlagList('\\Flagged a b').flags).toEqual(createFlags(SystemFlag.flagged, ['a', 'b']));
  });

  it('drops \\Recent and \\* and says so', () => {
    expect(parseImapFlagList('(\\Recent \\Seen \\*)')).toEqual({
      flags: createFlags(SystemFlag.seen),
      lost: [
        { name: '\\Recent', reason: 'session-flag' },
        { name: '\\*', reason: 'session-flag' },
      ],
    });
  });

  it('says which flags it does not know', () => {
    expect(parseImapFlagList('(\\Important a)')).toEqual({
      flags: createFlags(0, ['a']),
      lost: [{ name: '\\Important', reason: 'unknown-flag' }],
    });
  });

  it.each(['a(b', 'a)b', 'x{3}', 'per%cent', 'st*r', '"quoted"', 'back\\slash', '\\', 'tab\tbed', 'é', '\\bad(flag'])(
    'says that %j is no atom, and goes on',
    (name) => {
      expect(parseImapFlagList(`(${name} \\Seen after)`)).toEqual({
        flags: createFlags(SystemFlag.seen, ['after']),
        lost: [{ name, reason: 'bad-name' }],
      });
    },
  );

  it('reads a keyword with a bracket as RFC 2060 allowed it', () => {
    expect(parseImapFlagList('([old]style)')).toEqual({ flags: createFlags(0, ['[old]style']), lost: [] });
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'()\\ a*Seen"') })),
        (text) => {
          const { flags, lost } = parseImapFlagList(text);
          expect(flags.keywords.length + lost.length).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});

describe('formatImapFlagList', () => {
  it('writes system flags in the order of the RFC, then keywords', () => {
    expect(formatImapFlagList(createFlags(31, ['b', '$A']))).toEqual({
      text: '(\\Answered \\Flagged \\Deleted \\Seen \\Draft $A b)',
      lost: [],
    });
    expect(formatImapFlagList(noFlags)).toEqual({ text: '()', lost: [] });
  });

  it('leaves out what is no atom, and says so', () => {
    expect(formatImapFlagList(createFlags(SystemFlag.seen, ['ok', 'two words', '', 'été', 'x]', '\\Odd']))).toEqual({
      text: '(\\Seen ok)',
      lost: ['', '\\Odd', 'two words', 'x]', 'été'].map((name) => ({ name, reason: 'bad-name' })),
    });
  });

  it('loses nothing that is an atom, and is read back equal', () => {
    fc.assert(
      fc.property(flagsOf(atomKeyword), (flags) => {
        const { text, lost } = formatImapFlagList(flags);
        expect(lost).toEqual([]);
        expect(parseImapFlagList(text)).toEqual({ flags, lost: [] });
      }),
    );
  });

  it('is read back as the value without what was lost, whatever the value', () => {
    fc.assert(
      fc.property(anyFlags, (flags) => {
        const { text, lost } = formatImapFlagList(flags);
        const names = new Set(lost.map((loss) => loss.name));
        const kept = flags.keywords.filter((name) => !names.has(name));
        expect(kept.length + lost.length).toBe(flags.keywords.length);
        expect(text).toMatch(/^\([\x21-\x7e ]*\)$/);
        expect(equalFlags(parseImapFlagList(text).flags, createFlags(flags.system, kept))).toBe(true);
      }),
    );
  });
});
