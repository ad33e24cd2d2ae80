import type { FlagLoss, ParsedFlags } from './codec-loss.ts';
import { createFlags, foldKeyword, type Flags, SystemFlag } from './flags.ts';

/** Keywords that one mailbox can define: c-client mail.h, NUSERFLAGS. */
export const uwKeywordSlots = 30;

/** Bytes of one keyword: c-client mail.h, MAXUSERFLAG. */
export const uwKeywordBytes = 50;

/**
 * The base list of a mailbox: the n-th word of `X-IMAPbase:` after the two numbers is slot n, and a message's keyword is a
 * slot. A slot is undefined where the word was too long. Strings hold one byte a character.
 */
export type UwBaseList = readonly (string | undefined)[];

/**
 * System flags in the value of a `Status:` or `X-Status:` line. Both know the same letters, in any place of the line, even
 * inside a word; others mean nothing. `O` (no longer recent) is no flag. c-client unix.c, unix_parse().
 */
export function parseUwStatus(value: string): number {
  let system = 0;
  for (let i = 0; i < value.length; i++) {
    const letter = value.charAt(i);
    if (letter === '\0' || letter === '\n' || (letter === '\r' && value.charAt(i + 1) === '\n')) break;
    system |= statusFlag(letter);
  }
  return system;
}

function statusFlag(letter: string): number {
  switch (letter) {
    case 'R':
      return SystemFlag.seen;
    case 'D':
      return SystemFlag.deleted;
    case 'F':
      return SystemFlag.flagged;
    case 'A':
      return SystemFlag.answered;
    case 'T':
      return SystemFlag.draft;
    default:
      return 0;
  }
}

/**
 * The keyword words of an `X-IMAPbase:` line, what stands behind its two numbers. Words are separated by spaces alone.
 * Words beyond the 30th are left out; one of more than 50 bytes leaves its slot undefined. A tab belongs to a word.
 */
export function parseUwBaseList(text: string): UwBaseList {
  const slots: (string | undefined)[] = [];
  for (const word of splitWords(text)) {
    if (slots.length === uwKeywordSlots) break;
    slots.push(word.length <= uwKeywordBytes ? word : undefined);
  }
  return slots;
}

/**
 * The slots that an `X-Keywords:` value names, as a sum of bits 2^slot. A word the base list lacks counts for nothing, and so does
 * every word whose slot lies behind an undefined one: c-client stops its search there. Of two slots alike the first is meant.
 */
export function parseUwKeywords(value: string, base: UwBaseList): number {
  let mask = 0;
  for (const word of splitWords(value)) {
    const slot = findSlot(base, word);
    if (slot !== -1) mask |= 1 << slot;
  }
  return mask >>> 0;
}

/** The keyword names of a sum of slot bits, in slot order. Bits of undefined slots name nothing. */
export function keywordsOfSlots(mask: number, base: UwBaseList): string[] {
  return base.filter((name, slot): name is string => name !== undefined && ((mask >>> slot) & 1) === 1);
}

/** What a message's flags are written as. */
export interface UwHeaderValues {
  readonly status: string;
  readonly xStatus: string;
  readonly xKeywords: string;
  /** `too-long`: more than 50 bytes. `undefined-keyword`: in none of the slots that are searched. */
  readonly lost: readonly FlagLoss[];
}

/** Values of the three header lines, without padding. `old` sets the letter `O`: the message is no longer recent. */
export function formatUwHeaders(flags: Flags, base: UwBaseList, old: boolean): UwHeaderValues {
  const has = (bit: number, letter: string): string => ((flags.system & bit) === 0 ? '' : letter);
  const slots = flags.keywords.map((name) => findSlot(base, name));
  return {
    status: has(SystemFlag.seen, 'R') + (old ? 'O' : ''),
    xStatus:
      has(SystemFlag.deleted, 'D') +
      has(SystemFlag.flagged, 'F') +
      has(SystemFlag.answered, 'A') +
      has(SystemFlag.draft, 'T'),
    xKeywords: slots
      .filter((slot) => slot !== -1)
      .sort((a, b) => a - b)
      .map((slot) => base[slot])
      .join(' '),
    lost: flags.keywords.filter((_, i) => slots[i] === -1).map(lossOf),
  };
}

/** The flags that the three header lines together mean. Lost: words that `parseUwKeywords` counts for nothing. */
export function parseUwHeaders(
  values: { readonly status: string; readonly xStatus: string; readonly xKeywords: string },
  base: UwBaseList,
): ParsedFlags {
  const system = parseUwStatus(values.status) | parseUwStatus(values.xStatus);
  const keywords = keywordsOfSlots(parseUwKeywords(values.xKeywords, base), base);
  const lost = splitWords(values.xKeywords).filter((word) => findSlot(base, word) === -1);
  return { flags: createFlags(system, keywords), lost: lost.map(lossOf) };
}

/** Why a keyword has no slot. */
function lossOf(name: string): FlagLoss {
  return { name, reason: name.length > uwKeywordBytes ? 'too-long' : 'undefined-keyword' };
}

/** Words up to the end of the line. A NUL and a CR end it too: c-client itself runs on or crashes there. */
function splitWords(text: string): string[] {
  const end = text.search(/[\r\n\0]/);
  return (end === -1 ? text : text.slice(0, end)).split(' ').filter((word) => word !== '');
}

function findSlot(base: UwBaseList, word: string): number {
  if (word.length > uwKeywordBytes) return -1;
  const folded = foldKeyword(word);
  for (let slot = 0; slot < base.length; slot++) {
    const name = base[slot];
    if (name === undefined) return -1;
    if (foldKeyword(name) === folded) return slot;
  }
  return -1;
}
