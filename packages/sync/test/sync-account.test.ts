import { createMemoryStore, type MailboxSeed, type MemoryStore, type MessageSeed } from '@sourdine/conformance';
import { MailError, type ProgressEvent, type Sink } from '@sourdine/core';
import { parseImapFlagList } from '@sourdine/core-flags';
import { describe, expect, it } from 'vitest';
import { planSync, syncAccount, type SyncOptions, type SyncReport, verifyAccount } from '../src/index.ts';

function messages(from: number, to: number, flags = ''): readonly MessageSeed[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const uid = from + i;
    return { uid, internalDate: 1_190_721_925 + uid, flags, raw: `Subject: ${uid}\n\nText ${uid}.\n` };
  });
}

const inbox: MailboxSeed = { path: ['INBOX'], uidValidity: 1, messages: messages(1, 5) };
const work: MailboxSeed = { path: ['Work'], uidValidity: 2, messages: messages(1, 3) };

async function pass(from: MemoryStore, to: MemoryStore, options: SyncOptions = {}): Promise<SyncReport> {
  await using source = await from.openSource();
  await using sink = await to.openSink();
  return await syncAccount(source, sink, options);
}

async function differences(from: MemoryStore, to: MemoryStore): Promise<readonly unknown[]> {
  return (await verifyAccount(await from.openSource(), await to.openSource())).differences;
}

describe('syncAccount', () => {
  it('copies, then finds nothing to do without opening a mailbox', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox, work], subscriptions: [['Work']] } });
    const to = createMemoryStore();
    const first = await pass(from, to);
    expect(first.mailboxes.map(({ outcome, copied }) => [outcome, copied])).toEqual([
      ['filled', 5],
      ['filled', 3],
    ]);
    expect(first.subscriptionsChanged).toBe(true);
    expect(await differences(from, to)).toEqual([]);
    const second = await pass(from, to);
    expect(second.mailboxes.map(({ outcome, messages: read }) => [outcome, read])).toEqual([
      ['unchanged', undefined],
      ['unchanged', undefined],
    ]);
  });

  it('quarantines a message that cannot be read, keeps the others, and copies it once it can', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox] } });
    const bad = new MailError('bad sector', { code: 'TEST_EIO', scope: 'message', side: 'source' });
    from.spoil(['INBOX'], 3, bad);
    const to = createMemoryStore();
    const [report] = (await pass(from, to)).mailboxes;
    expect(report).toMatchObject({ copied: 4, quarantined: [{ uid: 3, error: { code: 'TEST_EIO' } }] });
    const mended = createMemoryStore({ seed: { mailboxes: [inbox] } });
    expect((await pass(mended, to)).mailboxes).toMatchObject([{ copied: 1, quarantined: [] }]);
    expect(await differences(mended, to)).toEqual([]);
  });

  it('goes on with other mailboxes after one failed, and stops at a full disk', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox, work] } });
    const to = createMemoryStore();
    const fail = (scope: 'mailbox' | 'account'): SyncOptions => ({
      runMailbox: () => {
        const error = new MailError('no', { code: 'TEST', scope, side: 'target' }).toJSON();
        return Promise.resolve({
          path: [],
          outcome: 'failed',
          copied: 0,
          copiedBytes: 0,
          reflagged: 0,
          expunged: 0,
          quarantined: [],
          diagnostics: [],
          error,
        });
      },
    });
    let begun = 0;
    const counted = (scope: 'mailbox' | 'account'): SyncOptions => ({
      runMailbox: (...args) => {
        begun++;
        return fail(scope).runMailbox?.(...args) ?? expect.fail();
      },
    });
    await pass(from, to, counted('mailbox'));
    expect(begun).toBe(2);
    begun = 0;
    const report = await pass(from, to, counted('account'));
    expect(begun).toBe(1);
    expect(report.mailboxes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  });

  it('refuses to empty a mailbox that only looks empty, unless told to', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox, work] } });
    const to = createMemoryStore();
    await pass(from, to);
    from.write({ mailboxes: [inbox, { path: ['Work'], messages: [], looksEmpty: true }] });
    const report = await pass(from, to);
    expect(report.mailboxes[1]).toMatchObject({ outcome: 'failed', error: { code: 'SOURCE_LOOKS_EMPTY' } });
    const allowed = await pass(from, to, { allowEmpty: true });
    expect(allowed.mailboxes[1]).toMatchObject({ expunged: 3 });
  });

  it('refuses an account without mailboxes, and one that lost its INBOX keeps it', async () => {
    const to = createMemoryStore();
    await pass(createMemoryStore({ seed: { mailboxes: [inbox, work] } }), to);
    await expect(pass(createMemoryStore(), to)).rejects.toMatchObject({ code: 'SOURCE_LOOKS_EMPTY', scope: 'account' });
    const report = await pass(createMemoryStore({ seed: { mailboxes: [work] } }), to);
    expect(report.errors).toMatchObject([{ code: 'SOURCE_LOOKS_EMPTY' }]);
    expect(report.removed).toEqual([]);
  });

  it('keeps all folders where every one went at once, unless told to', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox, work] } });
    const to = createMemoryStore();
    await pass(from, to);
    from.write({ mailboxes: [inbox] });
    expect(await pass(from, to)).toMatchObject({
      removed: [],
      kept: [{ path: ['Work'] }],
      errors: [{ code: 'SOURCE_LOOKS_EMPTY' }],
    });
    expect(await pass(from, to, { allowEmpty: true })).toMatchObject({ removed: [['Work']], errors: [] });
  });

  it('renames with the source, removes with it, and keeps all while the source hides something', async () => {
    const to = createMemoryStore();
    const other: MailboxSeed = { path: ['Other'], uidValidity: 3, messages: messages(1, 2) };
    await pass(createMemoryStore({ seed: { mailboxes: [inbox, work, other] } }), to);
    const later = createMemoryStore({ seed: { mailboxes: [inbox, { ...work, path: ['Renamed'] }] } });
    const hidden = new MailError('no', { code: 'TEST_EACCES', scope: 'mailbox', side: 'source' });
    later.tell({ errors: [hidden] });
    expect(await pass(later, to)).toMatchObject({
      renamed: [{ from: ['Work'], to: ['Renamed'] }],
      removed: [],
      kept: [{ path: ['Other'] }],
    });
    later.tell({});
    const report = await pass(later, to);
    expect(report.removed).toEqual([['Other']]);
    expect(await differences(later, to)).toEqual([]);
  });

  describe('a target that refuses one thing', () => {
    const refusal = new MailError('no', { code: 'TEST_EACCES', scope: 'mailbox', side: 'target' });
    const other: MailboxSeed = { path: ['Other'], uidValidity: 3, messages: messages(1, 2) };

    async function passRefusing(from: MemoryStore, to: MemoryStore, ...refused: (keyof Sink)[]): Promise<SyncReport> {
      await using sink = await to.openSink();
      for (const name of refused) Object.defineProperty(sink, name, { value: () => Promise.reject(refusal) });
      return await syncAccount(await from.openSource(), sink);
    }

    it('to rename: copies and removes instead', async () => {
      const from = createMemoryStore({ seed: { mailboxes: [inbox, work] } });
      const to = createMemoryStore();
      await pass(from, to);
      from.write({ mailboxes: [inbox, { ...work, path: ['Renamed'] }] });
      expect(await passRefusing(from, to, 'renameMailbox')).toMatchObject({
        renamed: [],
        removed: [['Work']],
        errors: [],
      });
      expect(await differences(from, to)).toEqual([]);
    });

    it('to remove a mailbox: says so, and does the rest', async () => {
      const from = createMemoryStore({ seed: { mailboxes: [inbox, work, other] } });
      const to = createMemoryStore();
      await pass(from, to);
      from.write({ mailboxes: [inbox, { ...work, messages: messages(1, 4) }], subscriptions: [['Work']] });
      expect(await passRefusing(from, to, 'removeMailbox')).toMatchObject({
        mailboxes: [{}, { path: ['Work'], copied: 1 }],
        errors: [{ code: 'TEST_EACCES' }],
        subscriptionsChanged: true,
      });
    });

    it('to read or set subscriptions: says so, and does the rest', async () => {
      const to = createMemoryStore();
      const from = createMemoryStore({ seed: { mailboxes: [inbox, work, other] } });
      await pass(from, to);
      const more = { ...inbox, messages: messages(1, 10) };
      from.write({ mailboxes: [more, other], subscriptions: [['INBOX']] });
      const report = await passRefusing(from, to, 'subscriptions', 'setSubscriptions');
      expect(report).toMatchObject({
        mailboxes: [{ copied: 5 }, {}],
        removed: [['Work']],
        errors: [{ code: 'TEST_EACCES' }],
        subscriptionsChanged: false,
      });
    });
  });

  it('keeps flags that were changed on the target, unless it is to be a copy again', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox] } });
    const to = createMemoryStore();
    await pass(from, to);
    to.setFlags(['INBOX'], 2, parseImapFlagList('\\Flagged').flags);
    from.write({ mailboxes: [{ ...inbox, messages: messages(1, 5, '\\Seen') }] });
    await pass(from, to);
    expect(await differences(from, to)).toMatchObject([
      { uid: 2, what: 'flags', source: '\\Seen', target: '\\Flagged \\Seen' },
    ]);
    await pass(from, to, { full: true });
    expect(await differences(from, to)).toEqual([]);
  });

  it('stops when it is told to, and has changed nothing', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox] } });
    const to = createMemoryStore();
    const stop = new AbortController();
    const onProgress = (event: ProgressEvent): void => {
      if (event.type === 'mailbox-progress') stop.abort();
    };
    await expect(pass(from, to, { signal: stop.signal, onProgress })).rejects.toMatchObject({ scope: 'cancelled' });
    const sink = await to.openSink();
    expect(await sink.mailboxes()).toEqual([]);
  });
});

describe('a pass that waits for nothing', () => {
  it('hears of a signal or a timer all the same', async () => {
    const mailboxes = Array.from({ length: 500 }, (_, i) => ({ ...work, path: [`box ${i}`], uidValidity: i + 1 }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);
    let begun = 0;
    const onProgress = ({ type }: ProgressEvent): void => {
      if (type === 'mailbox-start') begun++;
      for (const until = performance.now() + 1; performance.now() < until;);
    };
    const from = createMemoryStore({ seed: { mailboxes } });
    await expect(pass(from, createMemoryStore(), { signal: stop.signal, onProgress })).rejects.toMatchObject({
      scope: 'cancelled',
    });
    expect(begun).toBeLessThan(500);
  });
});

describe('planSync', () => {
  it('says what a pass would do and does nothing', async () => {
    const from = createMemoryStore({ seed: { mailboxes: [inbox, work], subscriptions: [['Work']] } });
    const to = createMemoryStore();
    const sink = await to.openSink();
    const plan = await planSync(await from.openSource(), sink);
    expect(plan.mailboxes.map(({ path, action }) => [path, action])).toEqual([
      [['INBOX'], 'fill'],
      [['Work'], 'fill'],
    ]);
    expect(plan.subscriptions).toEqual([['Work']]);
    expect(await sink.mailboxes()).toEqual([]);
  });
});
