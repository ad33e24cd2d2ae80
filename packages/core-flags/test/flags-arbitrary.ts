import fc from 'fast-check';
import type { Flags } from '../src/index.ts';
import { createFlags } from '../src/index.ts';

const atomCharacters = "!#$&'+,-./0123456789:;<=>?@[^_`|}~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A keyword that IMAP can spell. */
export const atomKeyword: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...atomCharacters),
  minLength: 1,
  maxLength: 12,
});

/** Few names in several spellings, so that values meet often. */
const commonKeyword: fc.Arbitrary<string> = fc.constantFrom(
  '$Label1',
  '$label1',
  '$MDNSent',
  '$MdnSent',
  'NonJunk',
  'nonjunk',
  'gnus-expire',
  'É',
  'é',
);

export const anyKeyword: fc.Arbitrary<string> = fc.oneof(commonKeyword, atomKeyword, fc.string());

export const systemFlags: fc.Arbitrary<number> = fc.integer({ min: 0, max: 31 });

export function flagsOf(keyword: fc.Arbitrary<string>): fc.Arbitrary<Flags> {
  return fc
    .tuple(systemFlags, fc.array(keyword, { maxLength: 8 }))
    .map(([system, keywords]) => createFlags(system, keywords));
}

export const anyFlags: fc.Arbitrary<Flags> = fc.oneof(flagsOf(commonKeyword), flagsOf(anyKeyword));
