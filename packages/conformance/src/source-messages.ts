import {
  defaultLimits,
  digestContent,
  type Message,
  type MessageContent,
  type MessagesOptions,
  type SourceCapabilities,
  type SourceMailbox,
  WireFormEncoder,
} from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { expectedAccount, expectedMailbox } from './expected-account.ts';
import type { MakeSource } from './fixture.ts';
import { openAt } from './open-at.ts';
import { type AccountSnapshot, readAccount, readMailbox, snapshotMessage } from './read-account.ts';
import { type AccountSeed, seedKeywords } from './seed.ts';
import { inboxSeed, smallAccount, unopenedAccount } from './standard-seeds.ts';

/** What is said of messages, and their contents. */
export function describeSourceMessages(make: MakeSource): void {
  describe('messages', () => {
    it('are what the old server served: UIDs, dates, flags, keywords, sizes, contents', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      expect(await readAccount(source)).toEqual(await expectedBy(source.capabilities, smallAccount));
    });

    it('ascend by UID in batches that are not empty', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      const uids: number[] = [];
      for await (const batch of mailbox.messages({ content: true })) {
        expect(batch.length).toBeGreaterThan(0);
        uids.push(...batch.map((result) => (result.ok ? result.message.uid : Number.NaN)));
      }
      expect(uids).toEqual(inboxSeed.messages.map((message) => message.uid));
    });

    it('have sizes of wire form and of stored form, and contents in stored form', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      await forEachMessage(mailbox, { content: true }, async (message) => {
        const stored = await bytesOf(message.content);
        expect(stored.length).toBe(message.storedSize);
        expect(new WireFormEncoder().encode(stored).length).toBe(message.size);
      });
    });

    it('are the same without content but for the content', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      const told: Omit<Message, 'content'>[][] = [[], []];
      for (const [i, content] of [true, false].entries()) {
        await forEachMessage(mailbox, { content }, (message) => {
          expect(message.content !== undefined).toBe(content);
          const { content: _content, ...rest } = message;
          told[i]?.push(rest);
        });
      }
      expect(told[1]).toEqual(told[0]);
    });

    it('keep their views until the next batch is asked for, and may be read twice until then', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      for await (const batch of mailbox.messages({ content: true })) {
        const first = await digestsOf(batch.map((result) => (result.ok ? result.message.content : undefined)));
        await new Promise((resolve) => setTimeout(resolve, 5));
        const again = await digestsOf(batch.map((result) => (result.ok ? result.message.content : undefined)));
        expect(again).toEqual(first);
      }
    });

    it('are streamed when large, the same bytes, as often as asked for', async () => {
      await using fixture = await make(smallAccount);
      const limits = { ...defaultLimits, streamedMessageBytes: 4096 };
      await using source = await fixture.open({ limits });
      await using mailbox = await openAt(source, ['INBOX']);
      const expected = await expectedBy(source.capabilities, { mailboxes: [inboxSeed] });
      const found = await readMailbox(['INBOX'], mailbox);
      expect(found.messages).toEqual(expected.mailboxes[0]?.messages);
      await forEachMessage(mailbox, { content: true }, async ({ content, storedSize }) => {
        if (content === undefined || 'views' in content) return;
        expect(storedSize).toBeGreaterThanOrEqual(4096);
        const [first, second] = [await bytesOf(content), await bytesOf(content)];
        expect(Buffer.compare(first, second)).toBe(0);
      });
    });

    it('can be read again, and after a reading that was broken off', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      const first = await readMailbox(['INBOX'], mailbox);
      for await (const batch of mailbox.messages({ content: true })) if (batch.length > 0) break;
      expect(await readMailbox(['INBOX'], mailbox)).toEqual(first);
    });

    it('can be read of two mailboxes in turn', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using inbox = await openAt(source, ['INBOX']);
      await using work = await openAt(source, ['Work', 'v1.2 release']);
      const digests: string[] = [];
      for await (const batch of inbox.messages({ content: true })) {
        await readMailbox(['Work', 'v1.2 release'], work);
        for (const result of batch) if (result.ok) digests.push((await snapshotMessage(result.message)).digest);
      }
      expect(digests).toEqual((await expectedMailbox(inboxSeed)).messages.map((message) => message.digest));
    });

    it('stop with scope cancelled once the signal is aborted', async () => {
      await using fixture = await make(smallAccount);
      const controller = new AbortController();
      await using source = await fixture.open({ signal: controller.signal });
      await using mailbox = await openAt(source, ['INBOX']);
      controller.abort();
      await expect(readMailbox(['INBOX'], mailbox)).rejects.toMatchObject({ name: 'MailError', scope: 'cancelled' });
    });
  });

  describe('mail that no server has given a UID', () => {
    it('has the UIDs that it will be given, and says that they are not assigned', async () => {
      await using fixture = await make(unopenedAccount);
      await using source = await fixture.open();
      if (source.capabilities.assignsAllUids === true) return;
      expect(await readAccount(source)).toEqual(await expectedBy(source.capabilities, unopenedAccount));
      await using inbox = await openAt(source, ['INBOX']);
      expect(await assignedOf(inbox)).toEqual([true, false, false]);
      await using unopened = await openAt(source, ['delivered only']);
      expect(unopened.uidValidity).toBeUndefined();
      expect(await assignedOf(unopened)).toEqual([false, false]);
    });
  });

  describe('keywords of a mailbox', () => {
    it('are those defined, in order, used or not', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      for (const seed of smallAccount.mailboxes) {
        await using mailbox = await openAt(source, seed.path);
        expect(mailbox.keywords).toEqual(source.capabilities.keywords ? seedKeywords(seed) : []);
      }
    });
  });

  describe('summary', () => {
    it('counts, tells UIDNEXT, and finds nothing odd in an account in order', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      await readMailbox(['INBOX'], mailbox);
      expect(mailbox.summary()).toMatchObject({ messages: 8, uidNext: 4007, provenEmpty: false, diagnostics: [] });
    });

    it('says of an empty mailbox whether that is beyond doubt', async () => {
      const looksEmpty = { path: ['looks empty'], messages: [], looksEmpty: true };
      // Subscribed, because a file of no bytes is a mailbox to those who say so.
      const subscriptions = [looksEmpty.path];
      await using fixture = await make({ mailboxes: [...smallAccount.mailboxes, looksEmpty], subscriptions });
      await using source = await fixture.open();
      await using cleared = await openAt(source, ['cleared']);
      await readMailbox(['cleared'], cleared);
      expect(cleared.summary()).toMatchObject({ messages: 0, uidNext: 18, provenEmpty: true });
      await using doubtful = await openAt(source, ['looks empty']);
      await readMailbox(['looks empty'], doubtful);
      expect(doubtful.summary()).toMatchObject({ messages: 0, provenEmpty: false });
    });
  });
}

/** What a source of such capabilities must tell of a seed. */
async function expectedBy(capabilities: SourceCapabilities, seed: AccountSeed): Promise<AccountSnapshot> {
  if (capabilities.keywords) return await expectedAccount(seed);
  const mailboxes = seed.mailboxes.map((mailbox) => ({
    ...mailbox,
    messages: mailbox.messages.map((message) => ({ ...message, flags: withoutKeywords(message.flags) })),
  }));
  return await expectedAccount({ ...seed, mailboxes });
}

function withoutKeywords(flags = ''): string {
  return flags
    .split(' ')
    .filter((name) => name.startsWith('\\'))
    .join(' ');
}

async function forEachMessage(
  mailbox: SourceMailbox,
  options: MessagesOptions,
  look: (message: Message) => void | Promise<void>,
): Promise<void> {
  let count = 0;
  for await (const batch of mailbox.messages(options)) {
    for (const result of batch) {
      if (!result.ok) throw result.error;
      await look(result.message);
      count++;
    }
  }
  expect(count).toBeGreaterThan(0);
}

async function assignedOf(mailbox: SourceMailbox): Promise<readonly boolean[]> {
  const assigned: boolean[] = [];
  await forEachMessage(mailbox, { content: false }, (message) => void assigned.push(message.uidAssigned));
  return assigned;
}

async function digestsOf(contents: readonly (MessageContent | undefined)[]): Promise<readonly string[]> {
  return await Promise.all(contents.map((content) => digestContent(content ?? { views: [] })));
}

async function bytesOf(content: MessageContent = { views: [] }): Promise<Uint8Array> {
  if ('views' in content) return Buffer.concat(content.views);
  const chunks: Buffer[] = [];
  for await (const chunk of content.open()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
