import { isInbox } from '@sourdine/core';
import { syncAccount, type SyncOptions, type SyncReport, verifyAccount } from '@sourdine/sync';
import { expect } from 'vitest';
import type { SinkFixture, SourceFixture } from './fixture.ts';
import { type AccountSnapshot, type MailboxSnapshot, readAccount } from './read-account.ts';

/** One pass over both accounts, opened for it and closed after it. */
export async function runPass(
  source: SourceFixture,
  sink: SinkFixture,
  options: SyncOptions = {},
): Promise<SyncReport> {
  await using from = await source.open();
  await using to = await sink.open();
  return await syncAccount(from, to, options);
}

/** One pass in which nothing may go wrong. */
export async function runCleanPass(
  source: SourceFixture,
  sink: SinkFixture,
  options: SyncOptions = {},
): Promise<SyncReport> {
  const report = await runPass(source, sink, options);
  expect(report.errors).toEqual([]);
  expect(report.mailboxes.flatMap((mailbox) => mailbox.error ?? [])).toEqual([]);
  expect(report.mailboxes.flatMap((mailbox) => mailbox.quarantined)).toEqual([]);
  return report;
}

/** What the target holds. */
export async function readTarget(sink: SinkFixture): Promise<AccountSnapshot> {
  await using to = await sink.open();
  await using target = to.asSource();
  return withoutBareInbox(await readAccount(target));
}

/** The target is what the source is, by the word of `verify` and by our own reading. */
export async function expectSame(source: SourceFixture, sink: SinkFixture): Promise<void> {
  await using from = await source.open();
  await using to = await sink.open();
  await using target = to.asSource();
  const { differences, errors } = await verifyAccount(from, target);
  expect({ differences, errors }).toEqual({ differences: [], errors: [] });
  const expected = withoutBareInbox(await readAccount(from));
  const found = withoutBareInbox(await readAccount(target));
  expect(found).toEqual(withValidityOf(expected, found));
}

/** Sums over all mailboxes of a report. */
export function totalsOf(report: SyncReport): { copied: number; reflagged: number; expunged: number } {
  const sum = (count: (mailbox: SyncReport['mailboxes'][number]) => number): number =>
    report.mailboxes.reduce((total, mailbox) => total + count(mailbox), 0);
  return { copied: sum((m) => m.copied), reflagged: sum((m) => m.reflagged), expunged: sum((m) => m.expunged) };
}

/** Every server shows an INBOX, so one that never held a message is no difference. */
function withoutBareInbox(account: AccountSnapshot): AccountSnapshot {
  const bare = ({ path, messages, uidNext }: MailboxSnapshot): boolean =>
    isInbox(path) && messages.length === 0 && uidNext === 1;
  return { ...account, mailboxes: account.mailboxes.filter((mailbox) => !bare(mailbox)) };
}

/** Where the old server had not given a UIDVALIDITY, any will do. */
function withValidityOf(expected: AccountSnapshot, found: AccountSnapshot): AccountSnapshot {
  const mailboxes = expected.mailboxes.map((mailbox, i) => {
    if (mailbox.uidValidity !== undefined) return mailbox;
    expect(found.mailboxes[i]?.uidValidity).toBeGreaterThan(0);
    return { ...mailbox, uidValidity: found.mailboxes[i]?.uidValidity };
  });
  return { ...expected, mailboxes };
}
