import {
  createStoreContext,
  type LeftOut,
  mailboxKey,
  type MailboxPath,
  type MailError,
  type Sink,
  type Source,
  type StoreContext,
} from '@sourdine/core';
import type { Flags } from '@sourdine/core-flags';
import { FaultPlan } from './fault-plan.ts';
import {
  mailboxFromSeed,
  mailboxSeedKey,
  MemoryAccount,
  type MemoryMailbox,
  wireSize,
  withoutToken,
} from './memory-account.ts';
import { mailboxNotFound } from './memory-errors.ts';
import { MemorySink } from './memory-sink.ts';
import { MemorySource } from './memory-source.ts';
import { messageKey } from './memory-source-mailbox.ts';
import { type AccountSeed, seedBytes, seedFlags, type MessageSeed } from './seed.ts';

export interface MemoryStoreOptions {
  /** What is in it at first; nothing when left out. */
  readonly seed?: AccountSeed;
  /** Where its steps are counted and fail; a plan of its own when left out. */
  readonly faults?: FaultPlan;
  /** Messages of one batch; 3 when left out, so that small mailboxes have several. */
  readonly batchSize?: number;
  /** Keywords that a mailbox can hold as a sink; Infinity when left out. */
  readonly keywordLimit?: number;
}

/** An account in memory that is a source and a sink, and what a test does to it behind their backs. */
export interface MemoryStore {
  readonly faults: FaultPlan;
  openSource(context?: Partial<StoreContext>): Promise<Source>;
  /** Takes the account's lock, or rejects with `MEMORY_IN_USE`. */
  openSink(context?: Partial<StoreContext>): Promise<Sink>;
  /** Makes the account what the seed says. Mailboxes that the last seed had just so are left alone. */
  write(seed: AccountSeed): void;
  /** Another program delivers a message: it gets the next UID. The mailbox is made if need be. */
  deliver(path: MailboxPath, message: Omit<MessageSeed, 'uid'>): number;
  /** Another program sets the flags of a message. */
  setFlags(path: MailboxPath, uid: number, flags: Flags): void;
  /** The source cannot read this message. */
  spoil(path: MailboxPath, uid: number, error: MailError): void;
  /** The sink cannot write this message. */
  refuse(path: MailboxPath, uid: number, error: MailError): void;
  /** What the source's listing tells besides mailboxes. */
  tell(told: { readonly leftOut?: readonly LeftOut[]; readonly errors?: readonly MailError[] }): void;
  /** The process that held the lock is dead. */
  breakLock(): void;
  /** Equal while nothing in the account changed. */
  fingerprint(): string;
}

/** Makes an account in memory. It honours every guarantee of the ports, and poisons views that are no longer valid. */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new AccountInMemory(options);
}

class AccountInMemory implements MemoryStore {
  readonly faults: FaultPlan;
  readonly #account = new MemoryAccount();
  readonly #options: MemoryStoreOptions;
  readonly #spoiled = new Map<string, MailError>();
  readonly #refused = new Map<string, MailError>();
  #told: { readonly leftOut: readonly LeftOut[]; readonly errors: readonly MailError[] } = { leftOut: [], errors: [] };
  #written = new Map<string, string>();

  constructor(options: MemoryStoreOptions) {
    this.#options = options;
    this.faults = options.faults ?? new FaultPlan();
    if (options.seed) this.write(options.seed);
  }

  async openSource(context: Partial<StoreContext> = {}): Promise<Source> {
    return await Promise.resolve(this.#source(createStoreContext(context)));
  }

  // Async, so that a lock that cannot be had is a rejection.
  async openSink(context: Partial<StoreContext> = {}): Promise<Sink> {
    const full = createStoreContext(context);
    const sink = new MemorySink(this.#account, {
      context: full,
      faults: this.faults,
      keywordLimit: this.#options.keywordLimit ?? Infinity,
      refused: this.#refused,
      asSource: () => this.#source(full),
    });
    return await Promise.resolve(sink);
  }

  write(seed: AccountSeed): void {
    const written = new Map(seed.mailboxes.map((mailbox) => [mailboxKey(mailbox.path), mailboxSeedKey(mailbox)]));
    for (const { path } of this.#account.mailboxes()) if (!written.has(mailboxKey(path))) this.#account.delete(path);
    for (const mailbox of seed.mailboxes) {
      const key = mailboxKey(mailbox.path);
      if (this.#written.get(key) !== written.get(key)) this.#account.put(mailboxFromSeed(mailbox));
    }
    this.#account.subscriptions = seed.subscriptions ?? [];
    this.#written = written;
  }

  deliver(path: MailboxPath, message: Omit<MessageSeed, 'uid'>): number {
    const now = this.#account.get(path) ?? { ...mailboxFromSeed({ path, messages: [] }), provenEmpty: false };
    const uid = now.uidNext;
    const { internalDate } = message;
    const stored = Uint8Array.from(seedBytes({ ...message, uid }));
    const flags = seedFlags({ ...message, uid });
    const delivered = { uid, uidAssigned: true, internalDate, flags, stored, size: wireSize(stored), ours: false };
    this.#put(now, { uidNext: uid + 1, messages: [...now.messages, delivered] });
    return uid;
  }

  setFlags(path: MailboxPath, uid: number, flags: Flags): void {
    const now = this.#account.get(path);
    if (now === undefined) throw mailboxNotFound(JSON.stringify(path));
    const messages = now.messages.map((message) => (message.uid === uid ? { ...message, flags } : message));
    this.#put(now, { messages });
  }

  spoil(path: MailboxPath, uid: number, error: MailError): void {
    this.#spoiled.set(messageKey(path, uid), error);
  }

  refuse(path: MailboxPath, uid: number, error: MailError): void {
    this.#refused.set(messageKey(path, uid), error);
  }

  tell(told: { readonly leftOut?: readonly LeftOut[]; readonly errors?: readonly MailError[] }): void {
    this.#told = { leftOut: told.leftOut ?? [], errors: told.errors ?? [] };
  }

  breakLock(): void {
    this.#account.lockedBy = undefined;
  }

  fingerprint(): string {
    const mailboxes = this.#account.mailboxes().map(({ path, revision }) => [path, revision]);
    return JSON.stringify([mailboxes, this.#account.subscriptions]);
  }

  #source(context: StoreContext): Source {
    return new MemorySource(this.#account, {
      context,
      faults: this.faults,
      batchSize: this.#options.batchSize ?? 3,
      told: this.#told,
      spoiled: this.#spoiled,
    });
  }

  #put(now: Omit<MemoryMailbox, 'revision'>, change: Partial<MemoryMailbox>): void {
    this.#account.put({ ...withoutToken(now), ...change });
  }
}
