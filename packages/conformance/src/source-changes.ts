import type { MailboxPath, Source, SourceMailbox } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { expectedMailbox } from './expected-account.ts';
import type { MakeSource, SourceFixture } from './fixture.ts';
import { infoAt, openAt } from './open-at.ts';
import {
  type MailboxSnapshot,
  type MessageSnapshot,
  readAccount,
  readMailbox,
  snapshotMessage,
} from './read-account.ts';
import type { MailboxSeed, MessageSeed } from './seed.ts';
import { inboxSeed, plainMessage, smallAccount, withMailbox } from './standard-seeds.ts';

const [first, second, ...others] = inboxSeed.messages as [MessageSeed, MessageSeed, ...MessageSeed[]];

/** What may happen to the INBOX, the size of a file being the same after some of it. */
const changes: readonly (readonly [name: string, after: MailboxSeed])[] = [
  ['new mail', { ...inboxSeed, uidNext: 4008, messages: [...inboxSeed.messages, plainMessage(4007)] }],
  ['a deletion', { ...inboxSeed, messages: [second, ...others] }],
  ['a changed flag', { ...inboxSeed, messages: [{ ...first, flags: '\\Seen' }, second, ...others] }],
  [
    'two flags swapped',
    { ...inboxSeed, messages: [{ ...first, flags: '\\Seen' }, { ...second, flags: '' }, ...others] },
  ],
  ['a changed keyword', { ...inboxSeed, messages: [{ ...first, flags: '$Label1' }, second, ...others] }],
  ['another UIDVALIDITY', { ...inboxSeed, uidValidity: 1_190_000_001 }],
  ['another UIDNEXT', { ...inboxSeed, uidNext: 4008 }],
];

/** What a source says when the old side changes, and that it changes nothing itself. */
export function describeSourceChanges(make: MakeSource): void {
  describe('change tokens', () => {
    it('are equal while nothing changes, in the listing and at the end of a reading', async () => {
      await using fixture = await make(smallAccount);
      const tokens = new Set([await listedToken(fixture), await listedToken(fixture), await readToken(fixture)]);
      tokens.add(await listedToken(fixture));
      expect(tokens.size).toBe(1);
    });

    it.each(changes)('differ after %s', async (_, after) => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      if (!source.capabilities.changeTokens) return;
      const before = await listedToken(fixture);
      expect(before).toBeDefined();
      expect(await readToken(fixture)).toBe(before);
      await fixture.write(withMailbox(smallAccount, after));
      expect(await listedToken(fixture)).not.toBe(before);
      expect(await readToken(fixture)).not.toBe(before);
    });

    it.each(changes)('are those of what was read, and what is read after %s is new', async (_, after) => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      await readMailbox(['INBOX'], mailbox);
      await fixture.write(withMailbox(smallAccount, after));
      await using reopened = await openAt(source, ['INBOX']);
      const { messages, ...numbers } = await readMailbox(['INBOX'], reopened);
      const { messages: expected, ...expectedNumbers } = await expectedMailbox(after);
      expect(numbers).toEqual(expectedNumbers);
      expect(messages.map(({ uid, digest }) => ({ uid, digest }))).toEqual(
        expected.map(({ uid, digest }) => ({ uid, digest })),
      );
    });
  });

  describe('a mailbox that changes while it is read', () => {
    it.each(changes)('is told whole as it was, or throws MAILBOX_CHANGED: %s', async (_, after) => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      await using mailbox = await openAt(source, ['INBOX']);
      let told: MailboxSnapshot | undefined;
      try {
        told = await readAndDisturb(mailbox, () => fixture.write(withMailbox(smallAccount, after)));
      } catch (error) {
        expect(error).toMatchObject({ code: 'MAILBOX_CHANGED', scope: 'mailbox', retryable: true });
      }
      if (told) {
        expect(told).toEqual(await expectedMailbox(inboxSeed));
        // The next pass must see that there is more.
        expect(mailbox.summary().changeToken).not.toBe(await listedToken(fixture));
      }
      const again = await readMailbox(['INBOX'], mailbox);
      const expected = await expectedMailbox(after);
      expect(again).toMatchObject({ uidValidity: expected.uidValidity, uidNext: expected.uidNext });
      expect(again.messages.map((message) => message.uid)).toEqual(expected.messages.map((message) => message.uid));
    });
  });

  describe('reading', () => {
    it('changes nothing on the old side', async () => {
      await using fixture = await make(smallAccount);
      const before = await fixture.fingerprint();
      {
        await using source = await fixture.open();
        await readAccount(source);
      }
      expect(await fixture.fingerprint()).toBe(before);
    });
  });
}

async function listedToken(fixture: SourceFixture): Promise<string | undefined> {
  await using source = await fixture.open();
  return (await infoAt(source, ['INBOX'])).changeToken;
}

async function readToken(fixture: SourceFixture): Promise<string | undefined> {
  await using source = await fixture.open();
  return await tokenAfterReading(source, ['INBOX']);
}

async function tokenAfterReading(source: Source, path: MailboxPath): Promise<string | undefined> {
  await using mailbox = await openAt(source, path);
  await readMailbox(path, mailbox);
  return mailbox.summary().changeToken;
}

/** Reads to the end, once, and has the mailbox changed when the first batch is there. */
async function readAndDisturb(mailbox: SourceMailbox, change: () => Promise<void>): Promise<MailboxSnapshot> {
  const messages: MessageSnapshot[] = [];
  let disturbed = false;
  for await (const batch of mailbox.messages({ content: true })) {
    for (const result of batch) if (result.ok) messages.push(await snapshotMessage(result.message));
    if (!disturbed) await change();
    disturbed = true;
  }
  return { path: ['INBOX'], uidValidity: mailbox.uidValidity, uidNext: mailbox.summary().uidNext, messages };
}
