import { createFlags, SystemFlag } from '@sourdine/core-flags';
import { describe, expect, it } from 'vitest';
import type { PairSuite, SinkFixture } from './fixture.ts';
import { expectSame, readTarget, runCleanPass, runPass } from './pair-pass.ts';
import { inboxSeed, plainMessage, smallAccount, withMailbox, withoutMailbox } from './standard-seeds.ts';

const { uid: _uid, ...delivered } = plainMessage(999, { raw: 'Subject: delivered here\n\nBy somebody else.\n' });

/** What a pass must not do. */
export function describePairCaution({ makeSource, makeSink }: PairSuite): void {
  describe('a source that looks empty', () => {
    it('empties no mailbox, unless that is allowed', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      const before = await readTarget(sink);
      await source.write(withMailbox(smallAccount, { path: ['INBOX'], messages: [], looksEmpty: true }));
      const report = await runPass(source, sink);
      expect(report.mailboxes[0]).toMatchObject({
        path: ['INBOX'],
        outcome: 'failed',
        error: { code: 'SOURCE_LOOKS_EMPTY' },
      });
      expect(await readTarget(sink)).toEqual(before);
      await runCleanPass(source, sink, { allowEmpty: true });
      // UIDVALIDITY stays, so UIDNEXT must: no UID may come to mean another message.
      const emptied = { ...before.mailboxes[0], messages: [] };
      expect(await readTarget(sink)).toEqual({ ...before, mailboxes: [emptied, ...before.mailboxes.slice(1)] });
    });

    it('empties no account, unless that is allowed', async () => {
      await using source = await makeSource(withoutMailbox(smallAccount, ['INBOX']));
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      const before = await readTarget(sink);
      await source.write({ mailboxes: [] });
      // A source that always shows an INBOX removes folders by its word; then that word must count.
      await using opened = await source.open();
      if ((await opened.mailboxes()).mailboxes.length > 0) return;
      await expect(runPass(source, sink)).rejects.toMatchObject({ code: 'SOURCE_LOOKS_EMPTY', scope: 'account' });
      expect(await readTarget(sink)).toEqual(before);
      await runCleanPass(source, sink, { allowEmpty: true });
      expect((await readTarget(sink)).mailboxes).toEqual([]);
    });

    it('takes no INBOX away', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      const before = await readTarget(sink);
      await source.write(withoutMailbox(smallAccount, ['INBOX']));
      await runPass(source, sink);
      expect((await readTarget(sink)).mailboxes[0]).toEqual(before.mailboxes[0]);
    });
  });

  describe('flags that users changed on the target', () => {
    it("stay while the source's do not change", async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await sink.setFlags(['INBOX'], 1, createFlags(SystemFlag.seen | SystemFlag.flagged));
      await source.write(
        withMailbox(smallAccount, { ...inboxSeed, messages: [...inboxSeed.messages, plainMessage(4008)] }),
      );
      await runCleanPass(source, sink);
      expect(await flagsOf(sink, 1)).toBe('(\\Flagged \\Seen)');
      await runCleanPass(source, sink);
      expect(await flagsOf(sink, 1)).toBe('(\\Flagged \\Seen)');
    });

    it("stay beside those that the source changes, and the source's go on to be followed", async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await sink.setFlags(['INBOX'], 3, createFlags(SystemFlag.flagged | SystemFlag.seen));
      await source.write(withFlags(3, '\\Seen \\Answered'));
      await runCleanPass(source, sink);
      expect(await flagsOf(sink, 3)).toBe('(\\Answered \\Flagged \\Seen)');
      await source.write(withFlags(3, ''));
      await runCleanPass(source, sink);
      expect(await flagsOf(sink, 3)).toBe('(\\Flagged)');
    });

    it('are undone by full', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await sink.setFlags(['INBOX'], 1, createFlags(SystemFlag.seen | SystemFlag.flagged));
      await runCleanPass(source, sink, { full: true });
      await expectSame(source, sink);
    });
  });

  describe('mail that others delivered to the target', () => {
    it('is there after every pass, whatever the source does', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await sink.deliver(['INBOX'], delivered);
      const states = [
        withMailbox(smallAccount, { ...inboxSeed, messages: [plainMessage(1), plainMessage(4007)], uidNext: 4008 }),
        withMailbox(smallAccount, { ...inboxSeed, uidValidity: 1_300_000_000 }),
        withMailbox(smallAccount, { ...inboxSeed, uidValidity: 1_300_000_000, messages: [] }),
      ];
      for (const state of states) {
        await source.write(state);
        await runCleanPass(source, sink);
        expect(await deliveredIn(sink, 'INBOX')).toBe(1);
      }
    });

    it('keeps its folder, when the source removes it', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await sink.deliver(['Entwürfe'], delivered);
      await source.write(withoutMailbox(smallAccount, ['Entwürfe']));
      const report = await runCleanPass(source, sink);
      expect(report.kept).toMatchObject([{ path: ['Entwürfe'] }]);
      expect(await deliveredIn(sink, 'Entwürfe')).toBe(1);
    });

    it('is there after a first pass into an account that has received mail already', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await sink.deliver(['INBOX'], delivered);
      await runCleanPass(source, sink);
      expect(await deliveredIn(sink, 'INBOX')).toBe(1);
      const { mailboxes } = await readTarget(sink);
      const inbox = mailboxes.find((mailbox) => mailbox.path[0] === 'INBOX');
      expect(inbox?.messages.slice(0, 8).map((message) => message.uid)).toEqual(inboxSeed.messages.map((m) => m.uid));
    });
  });
}

function withFlags(uid: number, flags: string): typeof smallAccount {
  const messages = inboxSeed.messages.map((message) => (message.uid === uid ? { ...message, flags } : message));
  return withMailbox(smallAccount, { ...inboxSeed, messages });
}

async function flagsOf(sink: SinkFixture, uid: number): Promise<string | undefined> {
  const { mailboxes } = await readTarget(sink);
  const inbox = mailboxes.find((mailbox) => mailbox.path[0] === 'INBOX');
  return inbox?.messages.find((message) => message.uid === uid)?.flags;
}

async function deliveredIn(sink: SinkFixture, name: string): Promise<number> {
  const { mailboxes } = await readTarget(sink);
  const messages = mailboxes.find((mailbox) => mailbox.path[0] === name)?.messages ?? [];
  return messages.filter((message) => message.internalDate === delivered.internalDate).length;
}
