import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFlags,
  differenceFlags,
  equalFlags,
  foldKeyword,
  hasKeyword,
  hasSystemFlag,
  noFlags,
  SystemFlag,
  unionFlags,
} from '../src/index.ts';
import { anyFlags, anyKeyword, systemFlags } from './flags-arbitrary.ts';

describe('createFlags', () => {
  it('sorts keywords by folded name, and keeps the first spelling of each', () => {
    expect(createFlags(0, ['NonJunk', '$Label1', 'nonjunk', 'Archive']).keywords).toEqual([
      '$Label1',
      'Archive',
      'NonJunk',
    ]);
  });

  it('is one shared value when there is nothing', () => {
    expect(createFlags(0)).toBe(noFlags);
    expect(createFlags(0, [])).toBe(noFlags);
  });

  it('cannot be changed, nor does it follow what it was made of', () => {
    const names = ['a'];
    const flags = createFlags(SystemFlag.seen, names);
    names.push('b');
    expect(flags.keywords).toEqual(['a']);
    expect(() => Object.assign(flags, { system: 0 })).toThrow(TypeError);
    expect(() => (flags.keywords as string[]).push('c')).toThrow(TypeError);
    expect(() => (noFlags.keywords as string[]).push('c')).toThrow(TypeError);
  });

  it('does not depend on the order of names that differ in more than case', () => {
    fc.assert(
      fc.property(systemFlags, fc.uniqueArray(anyKeyword, { selector: foldKeyword }), (system, names) => {
        expect(createFlags(system, names)).toEqual(createFlags(system, names.toReversed()));
      }),
    );
  });

  it('holds each folded name once, sorted', () => {
    fc.assert(
      fc.property(fc.array(anyKeyword), (names) => {
        const folded = createFlags(0, names).keywords.map(foldKeyword);
        expect(folded).toEqual([...new Set(names.map(foldKeyword))].sort());
      }),
    );
  });
});

describe('foldKeyword', () => {
  it('folds ASCII letters only', () => {
    expect(foldKeyword('$MDNSent')).toBe('$mdnsent');
    expect(foldKeyword('É')).toBe('É');
    // The Kelvin sign and the dotted capital I have ASCII letters in lower case by Unicode's rules, not by IMAP's.
    expect(foldKeyword('\u212a\u0130')).toBe('\u212a\u0130');
  });
});

describe('equalFlags', () => {
  it('compares keywords as IMAP does', () => {
    expect(equalFlags(createFlags(8, ['$MDNSent', 'a']), createFlags(8, ['A', '$MdnSent']))).toBe(true);
    expect(equalFlags(createFlags(8, ['a']), createFlags(8, ['b']))).toBe(false);
    expect(equalFlags(createFlags(8, ['a']), createFlags(8, ['a', 'b']))).toBe(false);
    expect(equalFlags(createFlags(8), createFlags(9))).toBe(false);
    expect(equalFlags(createFlags(0, ['É']), createFlags(0, ['é']))).toBe(false);
  });

  it('is an equivalence', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, anyFlags, (a, b, c) => {
        expect(equalFlags(a, a)).toBe(true);
        expect(equalFlags(a, b)).toBe(equalFlags(b, a));
        if (equalFlags(a, b)) expect(equalFlags(a, c)).toBe(equalFlags(b, c));
      }),
    );
  });
});

describe('hasSystemFlag, hasKeyword', () => {
  it('ask for all of the bits', () => {
    const flags = createFlags(SystemFlag.seen | SystemFlag.draft);
    expect(hasSystemFlag(flags, SystemFlag.seen)).toBe(true);
    expect(hasSystemFlag(flags, SystemFlag.seen | SystemFlag.draft)).toBe(true);
    expect(hasSystemFlag(flags, SystemFlag.seen | SystemFlag.deleted)).toBe(false);
  });

  it('ask for a keyword in any case', () => {
    const flags = createFlags(0, ['$Forwarded']);
    expect(hasKeyword(flags, '$forwarded')).toBe(true);
    expect(hasKeyword(flags, 'forwarded')).toBe(false);
  });
});

describe('the algebra', () => {
  it('keeps the spelling of the first', () => {
    expect(unionFlags(createFlags(1, ['A', 'b']), createFlags(8, ['a', 'C']))).toEqual({
      system: 9,
      keywords: ['A', 'b', 'C'],
    });
    expect(differenceFlags(createFlags(9, ['A', 'b']), createFlags(8, ['a', 'C']))).toEqual({
      system: 1,
      keywords: ['b'],
    });
  });

  it('union: commutes, associates, is idempotent, noFlags changes nothing', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, anyFlags, (a, b, c) => {
        expect(equalFlags(unionFlags(a, b), unionFlags(b, a))).toBe(true);
        expect(equalFlags(unionFlags(unionFlags(a, b), c), unionFlags(a, unionFlags(b, c)))).toBe(true);
        expect(unionFlags(a, a)).toEqual(a);
        expect(unionFlags(a, noFlags)).toEqual(a);
        expect(unionFlags(noFlags, a)).toEqual(a);
      }),
    );
  });

  it('difference: takes away all of b and nothing else', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, anyFlags, (a, b, c) => {
        expect(differenceFlags(a, a)).toEqual(noFlags);
        expect(differenceFlags(a, noFlags)).toEqual(a);
        expect(differenceFlags(unionFlags(a, b), b)).toEqual(differenceFlags(a, b));
        expect(equalFlags(unionFlags(differenceFlags(a, b), b), unionFlags(a, b))).toBe(true);
        expect(differenceFlags(differenceFlags(a, b), c)).toEqual(differenceFlags(a, unionFlags(b, c)));
      }),
    );
  });

  it('agrees with sets of folded names', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, anyKeyword, (a, b, name) => {
        expect(hasKeyword(unionFlags(a, b), name)).toBe(hasKeyword(a, name) || hasKeyword(b, name));
        expect(hasKeyword(differenceFlags(a, b), name)).toBe(hasKeyword(a, name) && !hasKeyword(b, name));
      }),
    );
  });

  it('makes frozen values and leaves its arguments alone', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, (a, b) => {
        const before = JSON.stringify([a, b]);
        for (const made of [unionFlags(a, b), differenceFlags(a, b)]) {
          expect(Object.isFrozen(made) && Object.isFrozen(made.keywords)).toBe(true);
        }
        expect(JSON.stringify([a, b])).toBe(before);
      }),
    );
  });
});
