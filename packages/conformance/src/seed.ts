import { type Flags, parseImapFlagList } from '@sourdine/core-flags';
import { compareMailboxPaths, type MailboxPath } from '@sourdine/core';

/**
 * An account as plain data. A store's own fixture turns it into the store: files, tables, a server's mailboxes. All of it
 * can be held by every store, so a fixture that has to leave something out is a store that cannot be a source.
 */
export interface AccountSeed {
  /** In any order. */
  readonly mailboxes: readonly MailboxSeed[];
  /** Subscribed paths; none when left out. */
  readonly subscriptions?: readonly MailboxPath[];
}

export interface MailboxSeed {
  readonly path: MailboxPath;
  /**
   * UIDVALIDITY as the old server wrote it down. Left out: it has not yet, as for a folder that it never opened; then no
   * message has an assigned UID.
   */
  readonly uidValidity?: number;
  /** UIDNEXT; one more than the highest UID when left out. */
  readonly uidNext?: number;
  /** Keywords that the mailbox has defined, in order; those of its messages in order of appearance when left out. */
  readonly keywords?: readonly string[];
  /** By ascending UID. Those with unassigned UIDs come last and follow on from the last UID known. */
  readonly messages: readonly MessageSeed[];
  /**
   * Of a mailbox without messages: nothing but that tells that it is empty, as of a file of no bytes. Then
   * `uidValidity` is left out. Without this, the store's own record says that it is empty.
   */
  readonly looksEmpty?: boolean;
}

export interface MessageSeed {
  /** 1 to 2^32-2. */
  readonly uid: number;
  /** False where the old server has not written this UID down; true when left out. */
  readonly uidAssigned?: boolean;
  /** INTERNALDATE, seconds since 1970. */
  readonly internalDate: number;
  /** Flags and keywords as an IMAP flag list without parentheses: `\\Seen $Label1`. */
  readonly flags?: string;
  /**
   * The message with LF as end of line and an LF at its end; a store may hold it with CRLF instead. A string is one byte a
   * character.
   */
  readonly raw: string | Uint8Array;
}

/** The bytes of a seed's message, LF form. */
export function seedBytes(message: MessageSeed): Uint8Array {
  return typeof message.raw === 'string' ? Buffer.from(message.raw, 'latin1') : message.raw;
}

/** The flags of a seed's message. */
export function seedFlags(message: MessageSeed): Flags {
  return parseImapFlagList(message.flags ?? '').flags;
}

/** UIDNEXT of a seed's mailbox. */
export function seedUidNext(mailbox: MailboxSeed): number {
  const highest = mailbox.messages.at(-1)?.uid ?? 0;
  return Math.max(mailbox.uidNext ?? 1, highest + 1);
}

/** The last UID that the old server wrote down. */
export function seedLastUid(mailbox: MailboxSeed): number {
  const unassigned = mailbox.messages.find((message) => message.uidAssigned === false);
  return unassigned ? unassigned.uid - 1 : seedUidNext(mailbox) - 1;
}

/** The keywords that a seed's mailbox defines, in order. */
export function seedKeywords(mailbox: MailboxSeed): readonly string[] {
  return mailbox.keywords ?? [...new Set(mailbox.messages.flatMap((message) => seedFlags(message).keywords))];
}

/** The mailboxes of a seed in the order of a listing. */
export function seedMailboxes(seed: AccountSeed): readonly MailboxSeed[] {
  return seed.mailboxes.toSorted((a, b) => compareMailboxPaths(a.path, b.path));
}
