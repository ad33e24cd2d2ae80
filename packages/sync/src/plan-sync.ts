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
import { findRenames } from './find-renames.ts';
import type { SyncOptions } from './options.ts';
import type { PlannedMailbox, SyncPlan } from './report.ts';

/**
 * What a pass would do, without doing it. Reads the source's listing and the target's, and opens a mailbox only to tell a
 * renamed folder from a new one.
 *
 * Throws `SOURCE_LOOKS_EMPTY` (scope `account`) where the source shows no mailbox at all and the target has some of ours,
 * unless `allowEmpty`.
 */
export async function planSync(source: Source, sink: Sink, options: SyncOptions = {}): Promise<SyncPlan> {
  const listing = await source.mailboxes();
  const existing = await sink.mailboxes();
  refuseToEmpty(listing, existing, options.allowEmpty ?? false);
  const gone = goneMailboxes(listing, existing);
  const renames = await findRenames(source, newMailboxes(listing, existing), gone);
  const planned = planMailboxes(listing, existing, renames, sink, options.full ?? false);
  const renamed = new Set([...renames.values()].map(mailboxKey));
  const paths = planned.mailboxes.map((mailbox) => mailbox.path);
  return {
    mailboxes: planned.mailboxes,
    removals: gone.map((mailbox) => mailbox.path).filter((path) => !isInbox(path) && !renamed.has(mailboxKey(path))),
    subscriptions: await planSubscriptions(listing, sink, options.allowEmpty ?? false),
    leftOut: listing.leftOut,
    requiredSettings: sink.requiredSettings(paths),
    errors: [...listing.errors, ...planned.errors, ...inboxGone(gone)].map((error) => error.toJSON()),
    diagnostics: listing.diagnostics,
  };
}

function refuseToEmpty(listing: SourceListing, existing: readonly SinkMailboxInfo[], allowEmpty: boolean): void {
  const ours = existing.filter((mailbox) => mailbox.ours).length;
  if (listing.mailboxes.length > 0 || ours === 0 || allowEmpty) return;
  throw new MailError(`The source shows no mailbox where the target has ${ours} of an earlier pass`, {
    code: 'SOURCE_LOOKS_EMPTY',
    scope: 'account',
    side: 'source',
    hint: 'Is its file system mounted? If the account really is empty now, run again with --allow-empty.',
  });
}

function goneMailboxes(listing: SourceListing, existing: readonly SinkMailboxInfo[]): readonly SinkMailboxInfo[] {
  const there = new Set(listing.mailboxes.map((mailbox) => mailboxKey(mailbox.path)));
  return existing.filter((mailbox) => mailbox.ours && !there.has(mailboxKey(mailbox.path)));
}

/** An inbox cannot be removed, and one that vanished is a spool that is not mounted rather than a wish. */
function inboxGone(gone: readonly SinkMailboxInfo[]): readonly MailError[] {
  if (!gone.some((mailbox) => isInbox(mailbox.path))) return [];
  const error = new MailError('The source has no INBOX where the target has one of an earlier pass', {
    code: 'SOURCE_LOOKS_EMPTY',
    scope: 'mailbox',
    side: 'source',
    hint: 'Check the inbox given for the source; the INBOX of the target is left as it is.',
  });
  return [error];
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

async function planSubscriptions(
  listing: SourceListing,
  sink: Sink,
  allowEmpty: boolean,
): Promise<readonly MailboxPath[] | null> {
  const wanted = listing.subscriptions;
  if (wanted.length === 0 && !allowEmpty) return null;
  const there = await sink.subscriptions();
  const key = (paths: readonly MailboxPath[]): string => paths.map(mailboxKey).sort().join('\n');
  return key(wanted) === key(there) ? null : wanted;
}
