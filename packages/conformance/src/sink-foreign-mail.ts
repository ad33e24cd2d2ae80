import type { Sink } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { expectedMessage } from './expected-account.ts';
import type { MakeSink } from './fixture.ts';
import { findMailbox } from './sink-fill.ts';
import { plainMessage } from './standard-seeds.ts';
import { appendMessages, changeMailbox, fillMailbox } from './write-mailbox.ts';

const { uid: _uid, ...delivered } = plainMessage(999, { raw: 'Subject: delivered here\n\nBy somebody else.\n' });
const work = { path: ['Work'], uidValidity: 77, messages: [plainMessage(1), plainMessage(4)] };

/** What other programs delivered to the target. */
export function describeForeignMail(make: MakeSink): void {
  describe('mail that others delivered', () => {
    it('is counted and not listed', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, work);
      await fixture.deliver(work.path, delivered);
      await using mailbox = await sink.openMailbox(work.path);
      expect(mailbox.foreignMessages).toBe(1);
      expect([...mailbox.messages.keys()]).toEqual([1, 4]);
    });

    it('stays through a delta, under a UID that nothing else has', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, work);
      await fixture.deliver(work.path, delivered);
      // It may have taken UID 5 of its own accord.
      await changeMailbox(sink, work.path, async (mailbox) => {
        mailbox.expunge(1);
        await appendMessages(mailbox, [plainMessage(5), plainMessage(6)]);
      });
      await expectOursAndDelivered(sink, [4, 5, 6]);
    });

    it('stays where it came while a transaction was open', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, work);
      await changeMailbox(sink, work.path, async (mailbox) => {
        await appendMessages(mailbox, [plainMessage(5)]);
        await fixture.deliver(work.path, delivered);
      });
      await expectOursAndDelivered(sink, [1, 4, 5]);
    });

    it('stays where it came before the first fill', async () => {
      await using fixture = await make();
      await fixture.deliver(['INBOX'], delivered);
      await using sink = await fixture.open();
      expect((await sink.mailboxes()).filter((info) => info.ours)).toEqual([]);
      await fillMailbox(sink, { ...work, path: ['INBOX'] });
      await expectOursAndDelivered(sink, [1, 4], ['INBOX']);
      expect((await findMailbox(sink, ['INBOX']))?.uidValidity).toBe(77);
    });

    it('stays under another UIDVALIDITY', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, work);
      await fixture.deliver(work.path, delivered);
      await using mailbox = await sink.openMailbox(work.path);
      mailbox.begin(78);
      await appendMessages(mailbox, [plainMessage(1)]);
      await mailbox.commit({ uidNext: 2, keywords: [] });
      await expectOursAndDelivered(sink, [1]);
    });

    it('keeps its mailbox from being removed', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, work);
      await fixture.deliver(work.path, delivered);
      expect(await sink.removeMailbox(work.path)).toBe(false);
      await expectOursAndDelivered(sink, []);
    });
  });
}

/** The mailbox holds our messages under their UIDs, and the delivered one under another; UIDNEXT is above all. */
async function expectOursAndDelivered(sink: Sink, uids: readonly number[], path = work.path): Promise<void> {
  const found = await findMailbox(sink, path);
  const { digest } = await expectedMessage({ ...delivered, uid: 1 });
  const foreign = found?.messages.filter((message) => message.digest === digest) ?? [];
  const ours = found?.messages.filter((message) => message.digest !== digest) ?? [];
  expect(ours).toEqual(await Promise.all(uids.map((uid) => expectedMessage(plainMessage(uid)))));
  expect(foreign).toHaveLength(1);
  const all = found?.messages.map((message) => message.uid) ?? [];
  expect(new Set(all).size).toBe(all.length);
  expect(found?.uidNext).toBeGreaterThan(Math.max(...all));
}
