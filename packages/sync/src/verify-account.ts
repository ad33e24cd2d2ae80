import {
  compareMailboxPaths,
  isInbox,
  mailboxKey,
  type MailError,
  type MailboxPath,
  type MailErrorJson,
  type Source,
  type SourceListing,
} from '@sourdine/core';
import { forEachLimited } from './for-each-limited.ts';
import type { VerifyOptions } from './options.ts';
import type { Difference, VerifyReport, MailboxPair, MailboxVerification } from './report.ts';
import { verifyMailbox } from './verify-mailbox.ts';

/**
 * Compares two accounts as a client would see them: mailboxes, subscriptions and all that `verifyMailbox` compares. Reads
 * both sides whole; changes nothing. Throws where an account cannot be read at all, and with scope `cancelled`.
 */
export async function verifyAccount(
  source: Source,
  target: Source,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const started = performance.now();
  const onProgress = options.onProgress ?? (() => {});
  const signal = options.signal ?? new AbortController().signal;
  const run = options.runMailbox ?? ((pair, given) => verifyMailbox(source, target, pair, given));
  const listings = [await source.mailboxes(), await target.mailboxes()] as const;
  const pairs = pairMailboxes(...listings);
  onProgress({ type: 'account', mailboxes: pairs.length, bytes: pairs.reduce((sum, pair) => sum + pair.bytes, 0) });
  const results: MailboxVerification[] = [];
  await forEachLimited(pairs, options.jobs ?? 1, async (pair) => {
    results.push(await run(pair, { onProgress, signal }));
  });
  results.sort((a, b) => compareMailboxPaths(a.mailbox.path, b.mailbox.path));
  return {
    mailboxes: results.map((result) => result.mailbox),
    differences: [...compareListings(...listings), ...results.flatMap((result) => result.differences)],
    errors: collectErrors(listings, results),
    elapsedMs: performance.now() - started,
  };
}

function pairMailboxes(source: SourceListing, target: SourceListing): readonly MailboxPair[] {
  const byKey = new Map(target.mailboxes.map((mailbox) => [mailboxKey(mailbox.path), mailbox]));
  return source.mailboxes
    .flatMap((mailbox) => {
      const other = byKey.get(mailboxKey(mailbox.path));
      return other ? [{ path: mailbox.path, source: mailbox, target: other, bytes: mailbox.bytes }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function compareListings(source: SourceListing, target: SourceListing): readonly Difference[] {
  const paths = (listing: SourceListing): MailboxPath[] => listing.mailboxes.map((mailbox) => mailbox.path);
  const { onlyA, onlyB } = symmetricDifference(paths(source), paths(target));
  const known = source.subscriptionsUnknown === true ? target.subscriptions : source.subscriptions;
  const subscriptions = symmetricDifference(known, target.subscriptions);
  return [
    ...onlyA.map((path) => ({ path, what: 'mailbox-missing' as const })),
    // Every server has an INBOX, even where the old account had no spool.
    ...onlyB.filter((path) => !isInbox(path)).map((path) => ({ path, what: 'mailbox-extra' as const })),
    ...subscriptions.onlyA.map((path) => ({ path, what: 'subscription' as const, source: 'yes', target: 'no' })),
    ...subscriptions.onlyB.map((path) => ({ path, what: 'subscription' as const, source: 'no', target: 'yes' })),
  ];
}

function symmetricDifference(
  a: readonly MailboxPath[],
  b: readonly MailboxPath[],
): { onlyA: MailboxPath[]; onlyB: MailboxPath[] } {
  const keysA = new Set(a.map(mailboxKey));
  const keysB = new Set(b.map(mailboxKey));
  return {
    onlyA: a.filter((path) => !keysB.has(mailboxKey(path))),
    onlyB: b.filter((path) => !keysA.has(mailboxKey(path))),
  };
}

function collectErrors(
  listings: readonly SourceListing[],
  results: readonly MailboxVerification[],
): readonly MailErrorJson[] {
  const hidden = listings.flatMap((listing) => listing.errors.map((error: MailError) => error.toJSON()));
  return [...hidden, ...results.flatMap((result) => (result.error ? [result.error] : []))];
}
