import { MailError, type MessageResult } from '@sourdine/core';
import { createFlags, SystemFlag } from '@sourdine/core-flags';
import { syncAccount } from '@sourdine/sync';
import { describe, expect, it } from 'vitest';
import {
  createMemoryStore,
  inboxSeed,
  type MemoryStore,
  plainMessage,
  readAccount,
  smallAccount,
} from '../src/index.ts';

const odd = new MailError('odd', { code: 'TEST_ODD', scope: 'message', side: 'source' });

describe('createMemoryStore', () => {
  it('poisons the views of a batch once the next is asked for', async () => {
    await using source = await createMemoryStore({ seed: smallAccount, batchSize: 1 }).openSource();
    await using inbox = await source.openMailbox({ path: ['INBOX'], locator: '["INBOX"]' });
    let earlier: readonly MessageResult[] = [];
    let rounds = 0;
    for await (const batch of inbox.messages({ content: true })) {
      expect(firstByte(batch)).not.toBe(0xdd);
      if (earlier.length > 0) expect(firstByte(earlier)).toBe(0xdd);
      earlier = batch;
      rounds++;
    }
    expect(rounds).toBe(inboxSeed.messages.length);
  });

  it('fails at the step it is told, with the error it is told, once', async () => {
    const store = createMemoryStore({ seed: smallAccount });
    await using source = await store.openSource();
    const undisturbed = await readAccount(source);
    const steps = store.faults.steps.length;
    expect(steps).toBeGreaterThan(10);
    for (let step = 1; step <= steps; step++) {
      store.faults.reset();
      store.faults.failAt(step, odd);
      await expect(readAccount(source)).rejects.toBe(odd);
      expect(await readAccount(source)).toEqual(undisturbed);
    }
  });

  it('fails at a step by name, and stays dead when it is to die', async () => {
    const store = createMemoryStore({ seed: smallAccount });
    await using source = await store.openSource();
    store.faults.failAt('source.openMailbox', odd);
    await expect(readAccount(source)).rejects.toBe(odd);
    store.faults.dieAt(2, odd);
    await expect(readAccount(source)).rejects.toBe(odd);
    await expect(source.mailboxes()).rejects.toBe(odd);
    store.faults.reset();
    expect((await source.mailboxes()).mailboxes).toHaveLength(smallAccount.mailboxes.length);
  });

  it('says MAILBOX_CHANGED on demand, and the engine begins that mailbox again', async () => {
    const [from, to] = [createMemoryStore({ seed: smallAccount }), createMemoryStore()];
    const changed = new MailError('changed', {
      code: 'MAILBOX_CHANGED',
      scope: 'mailbox',
      side: 'source',
      retryable: true,
    });
    from.faults.failAt('source.batch', changed);
    const report = await pass(from, to);
    expect(report.mailboxes.map((mailbox) => mailbox.outcome)).toEqual(smallAccount.mailboxes.map(() => 'filled'));
  });

  it('cannot read a spoiled message nor write a refused one, and the engine moves the others', async () => {
    const [from, to] = [createMemoryStore({ seed: smallAccount }), createMemoryStore()];
    from.spoil(['INBOX'], 3, odd);
    to.refuse(['INBOX'], 10, odd);
    const report = await pass(from, to);
    const [inbox] = report.mailboxes;
    expect(inbox?.quarantined).toMatchObject([
      { uid: 3, error: { code: 'TEST_ODD' } },
      { uid: 10, error: { code: 'TEST_ODD' } },
    ]);
    expect(await uidsIn(to)).toEqual([1, 4, 9, 11, 12, 4000]);
    // Nothing changed on the source, and yet the next pass must not take the mailbox for done.
    const next = await pass(from, to);
    expect(next.mailboxes[0]?.quarantined).toHaveLength(2);
    expect(next.mailboxes.slice(1).map((mailbox) => mailbox.messages)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells errors of the listing, and the engine then removes nothing', async () => {
    const [from, to] = [createMemoryStore({ seed: smallAccount }), createMemoryStore()];
    await pass(from, to);
    from.write({ mailboxes: [inboxSeed] });
    const hidden = new MailError('unreadable', { code: 'TEST_UNREADABLE', scope: 'mailbox', side: 'source' });
    from.tell({ errors: [hidden], leftOut: [{ name: 'a', reason: 'not-a-mailbox' }] });
    const report = await pass(from, to);
    expect(report.removed).toEqual([]);
    expect(report.kept).toHaveLength(smallAccount.mailboxes.length - 1);
    expect(report.leftOut).toEqual([{ name: 'a', reason: 'not-a-mailbox' }]);
  });

  it('changes the token of a mailbox whatever is done to it, and of no other', async () => {
    const store = createMemoryStore({ seed: smallAccount });
    await using source = await store.openSource();
    const tokens = async (): Promise<readonly (string | undefined)[]> =>
      (await source.mailboxes()).mailboxes.map((mailbox) => mailbox.changeToken);
    const before = await tokens();
    store.setFlags(['INBOX'], 1, createFlags(SystemFlag.flagged));
    const flagged = await tokens();
    store.deliver(['INBOX'], plainMessage(0));
    const delivered = await tokens();
    expect(new Set([before[0], flagged[0], delivered[0]]).size).toBe(3);
    expect(delivered.slice(1)).toEqual(before.slice(1));
  });

  it('refuses what the contract of a sink forbids', async () => {
    await using sink = await createMemoryStore({ seed: smallAccount }).openSink();
    const broken = { code: 'MEMORY_CONTRACT_BROKEN' };
    await using inbox = await sink.openMailbox(['INBOX']);
    const message = { ...plainMessage(1), uidAssigned: true, flags: createFlags(0), size: 0, storedSize: 0 };
    await expect(inbox.append([message])).rejects.toMatchObject(broken);
    await expect(inbox.commit({ uidNext: 1, keywords: [] })).rejects.toMatchObject(broken);
    inbox.begin(1);
    await inbox.append([{ ...message, uid: 2 }]);
    await expect(inbox.append([message])).rejects.toMatchObject(broken);
    // None of the messages there is ours.
    expect(() => inbox.expunge(1)).toThrow(expect.objectContaining(broken));
    await expect(sink.removeMailbox(['Entwürfe'])).rejects.toMatchObject(broken);
    await inbox.abort();
    await expect(inbox.append([])).rejects.toMatchObject(broken);
  });
});

async function pass(from: MemoryStore, to: MemoryStore): ReturnType<typeof syncAccount> {
  await using source = await from.openSource();
  await using sink = await to.openSink();
  return await syncAccount(source, sink);
}

async function uidsIn(store: MemoryStore): Promise<readonly (number | undefined)[] | undefined> {
  await using target = await store.openSource();
  return (await readAccount(target)).mailboxes[0]?.messages.map((message) => message.uid);
}

function firstByte([result]: readonly MessageResult[]): number | undefined {
  const content = result?.ok ? result.message.content : undefined;
  return content && 'views' in content ? content.views[0]?.[0] : undefined;
}
