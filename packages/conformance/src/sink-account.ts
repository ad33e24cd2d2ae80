import { compareMailboxPaths } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { expectedMailbox } from './expected-account.ts';
import type { MakeSink } from './fixture.ts';
import { findMailbox, mailboxesOf } from './sink-fill.ts';
import { inboxSeed, plainMessage, smallAccount } from './standard-seeds.ts';
import { changeMailbox, fillMailbox } from './write-mailbox.ts';

/** What concerns the account as a whole. */
export function describeSinkAccount(make: MakeSink): void {
  describe('the account', () => {
    it('has no mailbox of ours at first', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      expect((await sink.mailboxes()).filter((info) => info.ours)).toEqual([]);
      expect((await mailboxesOf(sink)).flatMap((mailbox) => mailbox.messages)).toEqual([]);
    });

    it('lists mailboxes INBOX first, then by path', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      for (const mailbox of smallAccount.mailboxes.toReversed()) await fillMailbox(sink, mailbox);
      const paths = (await sink.mailboxes()).map((info) => info.path);
      expect(paths).toEqual(smallAccount.mailboxes.map((mailbox) => mailbox.path).toSorted(compareMailboxPaths));
    });

    it('is written by one at a time', async () => {
      await using fixture = await make();
      {
        await using _first = await fixture.open();
        await expect(fixture.open()).rejects.toMatchObject({
          name: 'MailError',
          code: expect.stringMatching(/_IN_USE$/),
          side: 'busy',
        });
        // Another thread of the process that has the lock.
        await using worker = await fixture.open({ accountLocked: true });
        await fillMailbox(worker, inboxSeed);
      }
      await using next = await fixture.open();
      expect(await findMailbox(next, ['INBOX'])).toEqual(await expectedMailbox(inboxSeed));
    });

    it('stops with scope cancelled once the signal is aborted', async () => {
      await using fixture = await make();
      const controller = new AbortController();
      await using sink = await fixture.open({ signal: controller.signal });
      const filling = changeMailbox(sink, ['INBOX'], () => controller.abort());
      await expect(filling).rejects.toMatchObject({ name: 'MailError', scope: 'cancelled' });
    });
  });

  describe('subscriptions', () => {
    it('are replaced as a whole, and kept', async () => {
      await using fixture = await make();
      const wanted = [['INBOX'], ['Work', 'v1.2 release'], ['Entwürfe'], ['long gone']];
      {
        await using sink = await fixture.open();
        expect(await sink.subscriptions()).toEqual([]);
        await sink.setSubscriptions([['other'], ['INBOX']]);
        await sink.setSubscriptions(wanted);
      }
      await using sink = await fixture.open();
      expect((await sink.subscriptions()).toSorted(compareMailboxPaths)).toEqual(wanted.toSorted(compareMailboxPaths));
      await using source = sink.asSource();
      const listed = (await source.mailboxes()).subscriptions;
      expect(listed.toSorted(compareMailboxPaths)).toEqual(wanted.toSorted(compareMailboxPaths));
      await sink.setSubscriptions([]);
      expect(await sink.subscriptions()).toEqual([]);
    });
  });

  describe('renaming and removing', () => {
    it('renames a mailbox with all it holds, and no other', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const work = {
        path: ['Work'],
        uidValidity: 7,
        messages: [plainMessage(1, { flags: '\\Seen x' }), plainMessage(8)],
      };
      const child = { path: ['Work', 'a'], uidValidity: 8, messages: [plainMessage(2)] };
      await fillMailbox(sink, work, { sourceToken: 'one' });
      await fillMailbox(sink, child, { sourceToken: 'two' });
      await sink.renameMailbox(['Work'], ['Job', 'v2.0']);
      const renamed = { ...work, path: ['Job', 'v2.0'] };
      expect((await mailboxesOf(sink)).filter((mailbox) => mailbox.messages.length > 0)).toEqual([
        await expectedMailbox(renamed),
        await expectedMailbox(child),
      ]);
      await using mailbox = await sink.openMailbox(['Job', 'v2.0']);
      expect(mailbox.messages.get(1)?.syncedFlags).toEqual(mailbox.messages.get(1)?.flags);
      expect((await sink.mailboxes()).find((info) => info.path[0] === 'Job')).toMatchObject({
        ours: true,
        uidValidity: 7,
      });
      await fillMailbox(sink, { ...work, uidValidity: 9 });
      expect((await findMailbox(sink, ['Work']))?.uidValidity).toBe(9);
    });

    it('removes a mailbox of ours, and none beside it', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      for (const path of [['INBOX'], ['Work'], ['Work', 'a'], ['Workshop']]) {
        await fillMailbox(sink, { path, uidValidity: 7, messages: [plainMessage(1)] });
      }
      expect(await sink.removeMailbox(['Work'])).toBe(true);
      const left = (await sink.mailboxes()).filter((info) => info.ours).map((info) => info.path);
      expect(left).toEqual([['INBOX'], ['Work', 'a'], ['Workshop']]);
      expect((await findMailbox(sink, ['Work', 'a']))?.messages).toHaveLength(1);
      expect((await findMailbox(sink, ['Work']))?.messages ?? []).toEqual([]);
    });
  });
}
