import { compareMailboxPaths, mailboxKey, type MailboxPath, WireFormEncoder } from '@sourdine/core';
import type { Flags } from '@sourdine/core-flags';
import { accountInUse } from './memory-errors.ts';
import { type MailboxSeed, seedBytes, seedFlags, seedKeywords, seedUidNext } from './seed.ts';

/** One message as the memory store holds it. Replaced, never changed. */
export interface MemoryMessage {
  readonly uid: number;
  readonly uidAssigned: boolean;
  readonly internalDate: number;
  readonly flags: Flags;
  /** Stored form. */
  readonly stored: Uint8Array;
  /** Bytes of the wire form. */
  readonly size: number;
  readonly pop3Uidl?: string;
  /** Whether a sink wrote it. */
  readonly ours: boolean;
  readonly syncedFlags?: Flags;
}

/** One mailbox as the memory store holds it. Replaced, never changed: a reader keeps what it began with. */
export interface MemoryMailbox {
  readonly path: MailboxPath;
  readonly uidValidity: number | undefined;
  readonly uidNext: number;
  readonly keywords: readonly string[];
  /** By ascending UID. */
  readonly messages: readonly MemoryMessage[];
  readonly provenEmpty: boolean;
  /** Whether a sink filled it. */
  readonly ours: boolean;
  /** What the commit was told that made this revision. */
  readonly syncedToken?: string;
  /** Unlike any other of this account. */
  readonly revision: number;
}

/** The account behind the sources and sinks of one memory store. */
export class MemoryAccount {
  readonly #mailboxes = new Map<string, MemoryMailbox>();
  #revision = 0;
  subscriptions: readonly MailboxPath[] = [];
  /** Who holds the account's lock. */
  lockedBy: object | undefined;

  /** In the order of a listing. */
  mailboxes(): readonly MemoryMailbox[] {
    return [...this.#mailboxes.values()].sort((a, b) => compareMailboxPaths(a.path, b.path));
  }

  get(path: MailboxPath): MemoryMailbox | undefined {
    return this.#mailboxes.get(mailboxKey(path));
  }

  /** Puts a mailbox where its path says, with a revision of its own. */
  put(mailbox: Omit<MemoryMailbox, 'revision'>): void {
    this.#mailboxes.set(mailboxKey(mailbox.path), { ...mailbox, revision: ++this.#revision });
  }

  /** Moves a mailbox as it is, so that what was synced stays so. */
  rename(from: MailboxPath, to: MailboxPath): void {
    const mailbox = this.get(from);
    if (mailbox === undefined) return;
    this.#mailboxes.delete(mailboxKey(from));
    this.#mailboxes.set(mailboxKey(to), { ...mailbox, path: to });
  }

  delete(path: MailboxPath): void {
    this.#mailboxes.delete(mailboxKey(path));
  }

  /** Takes the lock for `owner` or throws `MEMORY_IN_USE`. */
  lock(owner: object): void {
    if (this.lockedBy !== undefined) throw accountInUse();
    this.lockedBy = owner;
  }

  unlock(owner: object): void {
    if (this.lockedBy === owner) this.lockedBy = undefined;
  }
}

/** Makes a mailbox of the old side from a seed. */
export function mailboxFromSeed(seed: MailboxSeed): Omit<MemoryMailbox, 'revision'> {
  return {
    path: [...seed.path],
    uidValidity: seed.uidValidity,
    uidNext: seedUidNext(seed),
    keywords: seedKeywords(seed),
    messages: seed.messages.map((message) => ({
      uid: message.uid,
      uidAssigned: message.uidAssigned ?? true,
      internalDate: message.internalDate,
      flags: seedFlags(message),
      stored: Uint8Array.from(seedBytes(message)),
      size: wireSize(seedBytes(message)),
      ours: false,
    })),
    provenEmpty: seed.messages.length === 0 && seed.looksEmpty !== true,
    ours: false,
  };
}

/** Bytes of the wire form of a whole message. */
export function wireSize(stored: Uint8Array): number {
  return new WireFormEncoder().encode(stored).length;
}

/** Equal for seeds that make equal mailboxes. */
export function mailboxSeedKey(seed: MailboxSeed): string {
  const messages = seed.messages.map((message) => [
    { ...message, raw: '' },
    Buffer.from(seedBytes(message)).toString('base64'),
  ]);
  return JSON.stringify({ ...seed, messages });
}

/** Equal for a mailbox that did not change in between. */
export function changeTokenOf(mailbox: MemoryMailbox): string {
  return `memory-1.${mailbox.revision}`;
}

/** The mailbox for somebody to change: what was synced is then no longer what is there. */
export function withoutToken(
  mailbox: Omit<MemoryMailbox, 'revision'>,
): Omit<MemoryMailbox, 'revision' | 'syncedToken'> {
  const { syncedToken: _token, ...rest } = mailbox;
  return rest;
}
