import { formatImapFlagList } from '@sourdine/core-flags';
import {
  compareMailboxPaths,
  digestContent,
  type MailboxPath,
  type Message,
  MailError,
  type Source,
  type SourceMailbox,
} from '@sourdine/core';

/** All that a client could see of an account, as plain data to be compared. */
export interface AccountSnapshot {
  readonly mailboxes: readonly MailboxSnapshot[];
  /** Ordered by path. */
  readonly subscriptions: readonly MailboxPath[];
}

export interface MailboxSnapshot {
  readonly path: MailboxPath;
  readonly uidValidity: number | undefined;
  readonly uidNext: number;
  readonly messages: readonly MessageSnapshot[];
}

export interface MessageSnapshot {
  readonly uid: number;
  readonly internalDate: number;
  /** As an IMAP flag list. */
  readonly flags: string;
  readonly size: number;
  /** SHA-256 of the wire form, hex. */
  readonly digest: string;
  readonly pop3Uidl?: string;
}

/** Reads an account whole. Throws what the source throws, and the error of the first bad message. */
export async function readAccount(source: Source): Promise<AccountSnapshot> {
  const listing = await source.mailboxes();
  const mailboxes: MailboxSnapshot[] = [];
  for (const info of listing.mailboxes) {
    await using mailbox = await source.openMailbox(info);
    mailboxes.push(await readMailbox(info.path, mailbox));
  }
  return { mailboxes, subscriptions: listing.subscriptions.toSorted(compareMailboxPaths) };
}

/** Reads one open mailbox whole. Begins anew when it is told that the mailbox changed. */
export async function readMailbox(path: MailboxPath, mailbox: SourceMailbox): Promise<MailboxSnapshot> {
  for (;;) {
    try {
      const messages = await readMessages(mailbox);
      return { path, uidValidity: mailbox.uidValidity, uidNext: mailbox.summary().uidNext, messages };
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'MAILBOX_CHANGED') throw error;
    }
  }
}

async function readMessages(mailbox: SourceMailbox): Promise<readonly MessageSnapshot[]> {
  const messages: MessageSnapshot[] = [];
  for await (const batch of mailbox.messages({ content: true })) {
    for (const result of batch) {
      if (!result.ok) throw result.error;
      messages.push(await snapshotMessage(result.message));
    }
  }
  return messages;
}

/** What a client sees of one message. Its views must still be valid. */
export async function snapshotMessage(message: Message): Promise<MessageSnapshot> {
  return {
    uid: message.uid,
    internalDate: message.internalDate,
    flags: formatImapFlagList(message.flags).text,
    size: message.size,
    digest: await digestContent(message.content ?? { views: [] }),
    ...(message.pop3Uidl !== undefined && { pop3Uidl: message.pop3Uidl }),
  };
}
