import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFlags,
  foldKeyword,
  formatUwHeaders,
  keywordsOfSlots,
  parseUwBaseList,
  parseUwHeaders,
  parseUwKeywords,
  parseUwStatus,
  SystemFlag,
} from '../src/index.ts';
import { atomKeyword, flagsOf } from './flags-arbitrary.ts';

describe('parseUwStatus', () => {
  it.each([
    ['RO', SystemFlag.seen],
    ['R0', SystemFlag.seen],
    ['F', SystemFlag.flagged],
    ['DFAT', SystemFlag.deleted | SystemFlag.flagged | SystemFlag.answered | SystemFlag.draft],
    [' x R-A', SystemFlag.seen | SystemFlag.answered],
    ['O', 0],
    ['rfd', 0],
    ['R\0F', SystemFlag.seen],
    ['', 0],
  ])('reads %j as %i', (value, system) => {
    expect(parseUwStatus(value)).toBe(system);
  });
});

describe('parseUwBaseList', () => {
  it('takes words separated by spaces alone, up to the end of the line', () => {
    expect(parseUwBaseList('a  b\tc d\r\ne')).toEqual(['a', 'b\tc', 'd']);
    expect(parseUwBaseList('')).toEqual([]);
  });

  it('takes 30 words, and leaves the slot of one with more than 50 bytes undefined', () => {
    const words = Array.from({ length: 31 }, (_, i) => `k${i}`);
    expect(parseUwBaseList(words.join(' '))).toEqual(words.slice(0, 30));
    expect(parseUwBaseList(`a ${'x'.repeat(50)} ${'x'.repeat(51)} b`)).toEqual(['a', 'x'.repeat(50), undefined, 'b']);
  });
});

describe('parseUwKeywords', () => {
  it('names slots in any case, the first of two alike', () => {
    const base = parseUwBaseList('gnus-expire gnus-forward GNUS-EXPIRE');
    expect(parseUwKeywords('gnus-forward Gnus-Expire unknown', base)).toBe(0b011);
    expect(keywordsOfSlots(0b101, base)).toEqual(['gnus-expire', 'GNUS-EXPIRE']);
  });

  it('finds nothing behind an undefined slot', () => {
    const base = ['a', undefined, 'b'];
    expect(parseUwKeywords('a b', base)).toBe(0b001);
    expect(keywordsOfSlots(0b111, base)).toEqual(['a', 'b']);
  });
});

describe('the three header lines', () => {
  it('are written as uw-imap writes them', () => {
    const flags = createFlags(31, ['b', 'A']);
    expect(formatUwHeaders(flags, ['a', 'B'], true)).toEqual({
      status: 'RO',
      xStatus: 'DFAT',
      xKeywords: 'a B',
      lost: [],
    });
    expect(formatUwHeaders(createFlags(0), [], false)).toEqual({ status: '', xStatus: '', xKeywords: '', lost: [] });
  });

  it('say which keywords they cannot hold', () => {
    const long = 'x'.repeat(51);
    const flags = createFlags(0, ['a', 'new', long]);
    const lost = [
      { name: 'new', reason: 'undefined-keyword' },
      { name: long, reason: 'too-long' },
    ];
    expect(formatUwHeaders(flags, ['a', undefined, 'new'], false)).toMatchObject({ xKeywords: 'a', lost });
    const values = { status: '', xStatus: '', xKeywords: `new a ${long}` };
    expect(parseUwHeaders(values, ['a'])).toEqual({ flags: createFlags(0, ['a']), lost });
  });

  it('are read back as the value without what was lost', () => {
    fc.assert(
      fc.property(flagsOf(atomKeyword), fc.array(atomKeyword, { maxLength: 4 }), fc.boolean(), (flags, others, old) => {
        const base = parseUwBaseList([...others, ...flags.keywords.slice(1)].join(' '));
        const { lost, ...values } = formatUwHeaders(flags, base, old);
        const names = new Set(lost.map((loss) => foldKeyword(loss.name)));
        const kept = flags.keywords.map(foldKeyword).filter((name) => !names.has(name));
        const read = parseUwHeaders(values, base);
        expect(read.lost).toEqual([]);
        expect(read.flags.system).toBe(flags.system);
        expect(read.flags.keywords.map(foldKeyword)).toEqual(kept);
      }),
    );
  });
});
