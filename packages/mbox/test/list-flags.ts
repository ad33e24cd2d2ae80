import { type Flags, SystemFlag } from '@sourdine/core-flags';

const flagNames: readonly (readonly [number, string])[] = [
  [SystemFlag.answered, '\\Answered'],
  [SystemFlag.flagged, '\\Flagged'],
  [SystemFlag.deleted, '\\Deleted'],
  [SystemFlag.seen, '\\Seen'],
  [SystemFlag.draft, '\\Draft'],
];

/** System flags and keywords as IMAP spells them, sorted. */
export function listFlags(flags: Flags): string[] {
  const system = flagNames.filter(([bit]) => (flags.system & bit) !== 0).map(([, name]) => name);
  return [...system, ...flags.keywords].sort();
}
