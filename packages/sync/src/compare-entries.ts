import { differenceFlags, equalFlags, type Flags } from '@sourdine/core-flags';
import type { Difference } from './report.ts';
import type { MessageEntry } from './message-entries.ts';

type EntryDifference = Omit<Difference, 'path'>;

/** Everything in which two messages of one UID differ; nothing for two that a client cannot tell apart. */
export function compareEntries(source: MessageEntry, target: MessageEntry): readonly EntryDifference[] {
  return [
    ...compareFlags(source.uid, source.flags, target.flags),
    ...compare(source.uid, 'internaldate', isoDate(source.internalDate), isoDate(target.internalDate)),
    ...compare(source.uid, 'size', String(source.size), String(target.size)),
    ...compare(source.uid, 'content', source.digest, target.digest),
    ...compare(source.uid, 'pop3-uidl', source.pop3Uidl ?? 'by UID', target.pop3Uidl ?? 'by UID'),
  ];
}

function compare(uid: number, what: Difference['what'], source: string, target: string): readonly EntryDifference[] {
  return source === target ? [] : [{ uid, what, source, target }];
}

function compareFlags(uid: number, source: Flags, target: Flags): readonly EntryDifference[] {
  if (equalFlags(source, target)) return [];
  const onlySource = differenceFlags(source, target);
  const onlyTarget = differenceFlags(target, source);
  const differences: EntryDifference[] = [];
  if (source.system !== target.system) {
    differences.push({ uid, what: 'flags', source: systemNames(source), target: systemNames(target) });
  }
  if (onlySource.keywords.length + onlyTarget.keywords.length > 0) {
    differences.push({ uid, what: 'keywords', source: source.keywords.join(' '), target: target.keywords.join(' ') });
  }
  return differences;
}

const systemFlagNames = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];

/** In the order of the bits of SystemFlag. */
function systemNames(flags: Flags): string {
  return systemFlagNames.filter((_, bit) => flags.system & (1 << bit)).join(' ');
}

/** Seconds to an ISO date; a date outside JavaScript's range stays a number. */
function isoDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace('.000Z', 'Z');
}
