import { compareMailboxPaths, digestContent, WireFormEncoder } from '@sourdine/core';
import { formatImapFlagList } from '@sourdine/core-flags';
import type { AccountSnapshot, MailboxSnapshot, MessageSnapshot } from './read-account.ts';
import {
  type AccountSeed,
  type MailboxSeed,
  type MessageSeed,
  seedBytes,
  seedFlags,
  seedMailboxes,
  seedUidNext,
} from './seed.ts';

/** What `readAccount` must give for a store made from a seed. */
export async function expectedAccount(seed: AccountSeed): Promise<AccountSnapshot> {
  return {
    mailboxes: await Promise.all(seedMailboxes(seed).map(expectedMailbox)),
    subscriptions: (seed.subscriptions ?? []).toSorted(compareMailboxPaths),
  };
}

export async function expectedMailbox(mailbox: MailboxSeed): Promise<MailboxSnapshot> {
  return {
    path: mailbox.path,
    uidValidity: mailbox.uidValidity,
    uidNext: seedUidNext(mailbox),
    messages: await Promise.all(mailbox.messages.map(expectedMessage)),
  };
}

export async function expectedMessage(message: MessageSeed): Promise<MessageSnapshot> {
  const stored = seedBytes(message);
  return {
    uid: message.uid,
    internalDate: message.internalDate,
    flags: formatImapFlagList(seedFlags(message)).text,
    size: new WireFormEncoder().encode(stored).length,
    digest: await digestContent({ views: [stored] }),
  };
}
