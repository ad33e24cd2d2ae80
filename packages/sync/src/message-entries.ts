import type { Flags } from '@sourdine/core-flags';
import { digestContent, type Message, type MessageResult, type SourceMailbox } from '@sourdine/core';

/** What `verify` compares of one message. */
export interface MessageEntry {
  readonly uid: number;
  readonly internalDate: number;
  readonly flags: Flags;
  readonly size: number;
  readonly pop3Uidl: string | undefined;
  /** SHA-256 of the wire form, hex. */
  readonly digest: string;
}

/** A message that could not be read; `uid` where it is known. */
export interface UnreadableEntry {
  readonly uid: number | undefined;
  readonly unreadable: string;
}

/** The messages of a mailbox by ascending UID, each read whole. Throws as `messages()` does. */
export async function* messageEntries(mailbox: SourceMailbox): AsyncGenerator<MessageEntry | UnreadableEntry, void> {
  for await (const batch of mailbox.messages({ content: true })) {
    for (const result of batch) yield await entryOf(result);
  }
}

async function entryOf(result: MessageResult): Promise<MessageEntry | UnreadableEntry> {
  if (!result.ok) return { uid: result.uid, unreadable: result.error.message };
  const { message } = result;
  return {
    uid: message.uid,
    internalDate: message.internalDate,
    flags: message.flags,
    size: message.size,
    pop3Uidl: message.pop3Uidl,
    digest: await digestOf(message),
  };
}

function digestOf(message: Message): Promise<string> {
  return digestContent(message.content ?? { views: [] });
}
