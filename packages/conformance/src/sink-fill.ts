import type { Sink } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { expectedAccount, expectedMailbox } from './expected-account.ts';
import type { MakeSink } from './fixture.ts';
import { readAccount, type MailboxSnapshot } from './read-account.ts';
import { inboxSeed, plainMessage, smallAccount, unopenedAccount } from './standard-seeds.ts';
import { appendMessages, appendStream, changeMailbox, fillMailbox, messageOf } from './write-mailbox.ts';

/** A first fill. */
export function describeSinkFill(make: MakeSink): void {
  describe('a first fill', () => {
    it('is read back as it was written', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      for (const mailbox of smallAccount.mailboxes) await fillMailbox(sink, mailbox);
      const { mailboxes } = await expectedAccount(smallAccount);
      expect(await mailboxesOf(sink)).toEqual(mailboxes);
    });

    it('is there when the account is opened again', async () => {
      await using fixture = await make();
      {
        await using sink = await fixture.open();
        for (const mailbox of smallAccount.mailboxes) await fillMailbox(sink, mailbox, { sourceToken: 'token' });
      }
      await using sink = await fixture.open();
      const { mailboxes } = await expectedAccount(smallAccount);
      expect(await mailboxesOf(sink)).toEqual(mailboxes);
      expect(await sink.mailboxes()).toMatchObject(
        mailboxes.map(({ path, uidValidity }) => ({ path, uidValidity, ours: true, syncedToken: 'token' })),
      );
    });

    it('shows nothing before commit', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const before = await mailboxesOf(sink);
      await using mailbox = await sink.openMailbox(inboxSeed.path);
      expect(mailbox).toMatchObject({ uidValidity: undefined, foreignMessages: 0 });
      expect(mailbox.messages.size).toBe(0);
      mailbox.begin(7);
      await appendMessages(mailbox, inboxSeed.messages);
      expect(await mailboxesOf(sink)).toEqual(before);
      expect((await sink.mailboxes()).filter((info) => info.ours)).toEqual([]);
      await mailbox.commit({ uidNext: 1, keywords: [] });
      expect(await mailboxesOf(sink)).toEqual([
        { ...(await expectedMailbox(inboxSeed)), uidValidity: 7, uidNext: 4001 },
      ]);
    });

    it.each(['abort', 'dispose'])('leaves nothing after %s', async (end) => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const before = await mailboxesOf(sink);
      {
        await using mailbox = await sink.openMailbox(['Work']);
        mailbox.begin(7);
        await appendMessages(mailbox, inboxSeed.messages);
        if (end === 'abort') await mailbox.abort();
      }
      expect(await mailboxesOf(sink)).toEqual(before);
      expect((await sink.mailboxes()).filter((info) => info.ours)).toEqual([]);
      await fillMailbox(sink, { ...inboxSeed, path: ['Work'] });
      expect(await findMailbox(sink, ['Work'])).toEqual(await expectedMailbox({ ...inboxSeed, path: ['Work'] }));
    });

    it('takes large messages as streams', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const raw = `Subject: large\n\n${'0123456789abcdef\n'.repeat(300_000)}`;
      const large = plainMessage(2, { raw, flags: '\\Seen' });
      await changeMailbox(sink, ['INBOX'], async (mailbox) => {
        await appendMessages(mailbox, [plainMessage(1)]);
        await appendStream(mailbox, large);
        await appendMessages(mailbox, [plainMessage(3)]);
      });
      const seed = { path: ['INBOX'], uidValidity: 1, messages: [plainMessage(1), large, plainMessage(3)] };
      expect(await findMailbox(sink, ['INBOX'])).toEqual(await expectedMailbox(seed));
    });

    it('keeps wire form as wire form, and an end of line of each kind', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const raws = [
        'Subject: x\r\n\r\nwire\r\n',
        'Subject: y\n\nmixed\r\nends\nhere',
        'a\rbare\r\rCR\n',
        '',
        '\n',
        '\0\0\n',
      ];
      const messages = raws.map((raw, i) => plainMessage(i + 1, { raw }));
      const seed = { path: ['INBOX'], uidValidity: 1, messages };
      await fillMailbox(sink, seed);
      expect(await findMailbox(sink, ['INBOX'])).toEqual(await expectedMailbox(seed));
    });

    it('keeps dates of all times', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      if (!sink.capabilities.preservesInternalDate) return;
      const dates = [0, 1, -1, -86_400 * 365, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5];
      const messages = dates.map((internalDate, i) => plainMessage(i + 1, { internalDate }));
      await fillMailbox(sink, { path: ['INBOX'], uidValidity: 1, messages });
      const found = await findMailbox(sink, ['INBOX']);
      expect(found?.messages.map((message) => message.internalDate)).toEqual(dates);
    });

    it('keeps POP3 UIDLs that do not follow from the UID', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      if (sink.capabilities.losesPop3Uidl === true) return;
      await changeMailbox(sink, ['INBOX'], async (mailbox) => {
        const content = { views: [Buffer.from('Subject: x\n\n')] };
        const plain = messageOf(plainMessage(1, { raw: 'Subject: x\n\n' }), content);
        await mailbox.append([plain, { ...plain, uid: 2, pop3Uidl: '46f6ce2a00000009' }]);
      });
      const found = await findMailbox(sink, ['INBOX']);
      expect(found?.messages.map((message) => message.pop3Uidl)).toEqual([undefined, '46f6ce2a00000009']);
    });

    it('remembers which UIDs were not assigned', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      for (const mailbox of unopenedAccount.mailboxes) await fillMailbox(sink, mailbox);
      await using inbox = await sink.openMailbox(['INBOX']);
      expect([...inbox.messages.values()].map((message) => message.uidAssigned)).toEqual([true, false, false]);
    });

    it('tells keywords beyond the limit as a loss, and keeps the first', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const limit = Math.min(sink.capabilities.keywordLimit, 50);
      const keywords = Array.from({ length: limit + 2 }, (_, i) => `keyword-${i}`);
      const messages = keywords.map((flags, i) => plainMessage(i + 1, { flags }));
      const report = await fillMailbox(sink, { path: ['INBOX'], uidValidity: 1, keywords, messages });
      const found = await findMailbox(sink, ['INBOX']);
      const kept = Number.isFinite(sink.capabilities.keywordLimit) ? limit : keywords.length;
      expect(found?.messages.map((message) => message.flags)).toEqual(
        keywords.map((keyword, i) => (i < kept ? `(${keyword})` : '()')),
      );
      const losses = report.diagnostics.filter((diagnostic) => diagnostic.level === 'loss');
      expect(losses.length > 0).toBe(kept < keywords.length);
    });
  });
}

/** All mailboxes of the account, read back. */
export async function mailboxesOf(sink: Sink): Promise<readonly MailboxSnapshot[]> {
  await using source = sink.asSource();
  return (await readAccount(source)).mailboxes;
}

/** One mailbox of the account, read back. */
export async function findMailbox(sink: Sink, path: readonly string[]): Promise<MailboxSnapshot | undefined> {
  const key = JSON.stringify(path);
  return (await mailboxesOf(sink)).find((mailbox) => JSON.stringify(mailbox.path) === key);
}
