import { createMemoryStore } from '@sourdine/conformance';
import type { Source } from '@sourdine/core';
import { expect, it } from 'vitest';
import { syncAccount, verifyAccount } from '../src/index.ts';

const mailboxes = [{ path: ['INBOX'], uidValidity: 1, messages: [] }];

/** A source without a record of subscriptions. */
async function withoutRecord(source: Source): Promise<Source> {
  const listing = await source.mailboxes();
  return Object.assign(source, {
    mailboxes: () => Promise.resolve({ ...listing, subscriptions: [], subscriptionsUnknown: true }),
  });
}

it('the last unsubscription arrives, and a source that keeps no record changes nothing', async () => {
  const from = createMemoryStore({ seed: { mailboxes, subscriptions: [['Work']] } });
  const to = createMemoryStore();
  const sink = await to.openSink();
  await syncAccount(await from.openSource(), sink);
  const recordless = await withoutRecord(await from.openSource());
  await syncAccount(recordless, sink);
  expect(await sink.subscriptions()).toEqual([['Work']]);
  expect((await verifyAccount(recordless, sink.asSource())).differences).toEqual([]);
  from.write({ mailboxes, subscriptions: [] });
  await syncAccount(await from.openSource(), sink);
  expect(await sink.subscriptions()).toEqual([]);
});
