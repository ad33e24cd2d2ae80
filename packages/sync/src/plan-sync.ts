import {
  isInbox,
  mailboxKey,
  MailError,
  type MailboxPath,
  type Sink,
  type SinkMailboxInfo,
  type Source,
  type SourceListing,
  type SourceMailboxInfo,
} from '@sourdine/core';
import { doubtFolders, doubtInbox, refuseEmptyAccount } from './empty-source.ts';
import { findRenames } from './find-renames.ts';
import type { SyncOptions } from './options.ts';
import type { PlannedMailbox, SyncPlan } from './report.ts';

/**
 * What a pass would do, without doing it. Reads the source's listing and the target's, and opens a mailbox only to tell a
 * renamed folder from a new one.
 *
 * Throws `SOURCE_LOOKS_EMPTY` (scope `account`) where the source shows no mailbox at all and the target has some of ours,
 * unless `allowEmpty`; where all folders or the inbox went, that is among the plan's errors, and nothing is removed.
 */
export async function planSync(source: Source, sink: Sink, options: SyncOptions = {}): Promise<SyncPlan> {
  const listing = await source.mailboxes();
  const existing = await sink.mailboxes();
  const allowEmpty = options.allowEmpty ?? false;
  refuseEmptyAccount(listing, existing, allowEmpty);
  const gone = goneMailboxes(listing, existing);
  const renames = await findRenames(source, newMailboxes(listing, existing), gone);
  const planned = planMailboxes(listing, existing, renames, sink, options.full ?? false);
  const renamed = new Set([...renames.values()].map(mailboxKey));
  const paths = planned.mailboxes.map((mailbox) => mailbox.path);
  const removals = gone
    .map((mailbox) => mailbox.path)
    .filter((path) => !isInbox(path) && !renamed.has(mailboxKey(path)));
  const doubts = [...doubtInbox(gone), ...doubtFolders(listing, removals, allowEmpty)];
  return {
    mailboxes: planned.mailboxes,
    removals,
    subscriptions: await planSubscriptions(listing, sink, allowEmpty),
    leftOut: listing.leftOut,
    requiredSettings: sink.requiredSettings(paths),
    errors: [...listing.errors, ...planned.errors, ...doubts].map((error) => error.toJSON()),
    diagnostics: listing.diagnostics,
  };
}

function goneMailboxes(listing: SourceListing, existing: readonly SinkMailboxInfo[]): readonly SinkMailboxInfo[] {
  const there = new Set(listing.mailboxes.map((mailbox) => mailboxKey(mailbox.path)));
  return existing.filter((mailbox) => mailbox.ours && !there.has(mailboxKey(mailbox.path)));
}

function newMailboxes(listing: SourceListing, existing: readonly SinkMailboxInfo[]): readonly SourceMailboxInfo[] {
  const there = new Set(existing.map((mailbox) => mailboxKey(mailbox.path)));
  return listing.mailboxes.filter((mailbox) => !there.has(mailboxKey(mailbox.path)));
}

function planMailboxes(
  listing: SourceListing,
  existing: readonly SinkMailboxInfo[],
  renames: ReadonlyMap<string, MailboxPath>,
  sink: Sink,
  full: boolean,
): { mailboxes: PlannedMailbox[]; errors: MailError[] } {
  const byKey = new Map(existing.map((mailbox) => [mailboxKey(mailbox.path), mailbox]));
  const mailboxes: PlannedMailbox[] = [];
  const errors: MailError[] = [];
  for (const info of listing.mailboxes) {
    try {
      const key = mailboxKey(info.path);
      const renamedFrom = renames.get(key);
      const action = renamedFrom === undefined ? actionFor(info, byKey.get(key), full) : 'delta';
      mailboxes.push({ ...info, ...sink.nameOf(info.path), action, ...(renamedFrom && { renamedFrom }) });
    } catch (error) {
      if (!(error instanceof MailError) || error.scope !== 'mailbox') throw error;
      errors.push(error);
    }
  }
  return { mailboxes, errors };
}

function actionFor(
  info: SourceMailboxInfo,
  target: SinkMailboxInfo | undefined,
  full: boolean,
): PlannedMailbox['action'] {
  if (target?.uidValidity === undefined) return 'fill';
  const unchanged = info.changeToken !== undefined && info.changeToken === target.syncedToken;
  return unchanged && !full ? 'skip' : 'delta';
}

/** Null where there is nothing to do. A list of the target that cannot be read is no reason to leave mail behind: setting it tells. */
async function planSubscriptions(
  listing: SourceListing,
  sink: Sink,
  allowEmpty: boolean,
): Promise<readonly MailboxPath[] | null> {
  const wanted = listing.subscriptions;
  if (listing.subscriptionsUnknown === true && !allowEmpty) return null;
  try {
    const there = await sink.subscriptions();
    const key = (paths: readonly MailboxPath[]): string => paths.map(mailboxKey).sort().join('\n');
    return key(wanted) === key(there) ? null : wanted;
  } catch (error) {
    if (error instanceof MailError && error.scope === 'mailbox') return wanted;
    throw error;
  }
}
