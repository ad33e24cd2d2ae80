import { type CommitOptions, type Diagnostic, type MailboxPath } from '@sourdine/core';
import { createFlags, type Flags, foldKeyword } from '@sourdine/core-flags';
import type { MemoryMailbox, MemoryMessage } from './memory-account.ts';

/** What a transaction gathered. */
export interface MailboxChanges {
  readonly path: MailboxPath;
  readonly uidValidity: number;
  readonly appended: ReadonlyMap<number, MemoryMessage>;
  readonly newFlags: ReadonlyMap<number, Flags>;
  readonly sourceFlags: ReadonlyMap<number, Flags>;
  readonly expunged: ReadonlySet<number>;
  readonly keywordLimit: number;
}

interface CommittedMailbox {
  readonly mailbox: Omit<MemoryMailbox, 'revision'>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The mailbox after a commit. `now` is as it is at that moment, not as the transaction found it: mail delivered and flags
 * changed meanwhile stay.
 */
export function applyChanges(
  now: MemoryMailbox | undefined,
  changes: MailboxChanges,
  options: CommitOptions,
): CommittedMailbox {
  const sameValidity = now?.uidValidity === changes.uidValidity;
  const there = now?.messages ?? [];
  const kept = sameValidity ? keepOurs(there, changes) : [];
  const ours = [...kept, ...changes.appended.values()].sort(byUid);
  const foreign = there.filter((message) => !message.ours);
  const atLeast = Math.max(options.uidNext, sameValidity ? now.uidNext : 1, (ours.at(-1)?.uid ?? 0) + 1);
  const { messages, uidNext } = placeForeign(ours, foreign, atLeast);
  const { keywords, diagnostics } = defineKeywords(options.keywords, messages, changes.keywordLimit);
  return {
    mailbox: {
      path: changes.path,
      uidValidity: changes.uidValidity,
      uidNext,
      keywords: [...keywords.values()],
      messages: messages.map((message) => ({ ...message, flags: restrictKeywords(message.flags, keywords) })),
      provenEmpty: messages.length === 0,
      ours: true,
      ...(options.sourceToken !== undefined && { syncedToken: options.sourceToken }),
    },
    diagnostics,
  };
}

function keepOurs(there: readonly MemoryMessage[], changes: MailboxChanges): readonly MemoryMessage[] {
  return there
    .filter((message) => message.ours && !changes.expunged.has(message.uid))
    .map((message) => {
      const syncedFlags = changes.sourceFlags.get(message.uid) ?? message.syncedFlags;
      const flags = changes.newFlags.get(message.uid) ?? message.flags;
      return { ...message, flags, ...(syncedFlags && { syncedFlags }) };
    });
}

/** Foreign messages keep their UIDs where ours leave them free, else they get new ones at the end. */
function placeForeign(
  ours: readonly MemoryMessage[],
  foreign: readonly MemoryMessage[],
  atLeast: number,
): { readonly messages: readonly MemoryMessage[]; readonly uidNext: number } {
  const taken = new Set(ours.map((message) => message.uid));
  let uidNext = atLeast;
  for (const message of foreign) {
    if (!taken.has(message.uid)) uidNext = Math.max(uidNext, message.uid + 1);
  }
  const placed = foreign.map((message) => (taken.has(message.uid) ? { ...message, uid: uidNext++ } : message));
  return { messages: [...ours, ...placed].sort(byUid), uidNext };
}

/** The keywords that fit, by folded name, in the order asked for; then those in use. What does not fit is told. */
function defineKeywords(
  asked: readonly string[],
  messages: readonly MemoryMessage[],
  limit: number,
): { readonly keywords: ReadonlyMap<string, string>; readonly diagnostics: readonly Diagnostic[] } {
  const keywords = new Map<string, string>();
  const lost = new Set<string>();
  for (const name of [...asked, ...messages.flatMap((message) => message.flags.keywords)]) {
    const folded = foldKeyword(name);
    if (keywords.has(folded)) continue;
    if (keywords.size < limit) keywords.set(folded, name);
    else lost.add(folded);
  }
  const diagnostics = [...lost].map((name): Diagnostic => ({
    level: 'loss',
    code: 'MEMORY_KEYWORD_LIMIT',
    message: `The keyword ${name} has no room beside ${limit} others`,
  }));
  return { keywords, diagnostics };
}

function restrictKeywords(flags: Flags, keywords: ReadonlyMap<string, string>): Flags {
  const kept = flags.keywords.filter((name) => keywords.has(foldKeyword(name)));
  return kept.length === flags.keywords.length ? flags : createFlags(flags.system, kept);
}

function byUid(a: MemoryMessage, b: MemoryMessage): number {
  return a.uid - b.uid;
}
