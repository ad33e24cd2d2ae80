import {
  type AppendFailure,
  type CommitOptions,
  type CommitReport,
  digestContent,
  type MailboxPath,
  type MailError,
  type Message,
  type MessageContent,
  type SinkMailbox,
  type SinkMessage,
  type Source,
  type StoreContext,
  throwIfCancelled,
} from '@sourdine/core';
import type { Flags } from '@sourdine/core-flags';
import type { MemoryAccount, MemoryMailbox, MemoryMessage } from './memory-account.ts';
import { applyChanges, type MailboxChanges } from './memory-commit.ts';
import type { FaultPlan } from './fault-plan.ts';
import { contractBroken } from './memory-errors.ts';
import { messageKey } from './memory-source-mailbox.ts';

/** What a sink of a memory store needs beside the account. */
export interface MemorySinkOptions {
  readonly context: StoreContext;
  readonly faults: FaultPlan;
  readonly keywordLimit: number;
  /** Messages that cannot be written, by `messageKey`. */
  readonly refused: ReadonlyMap<string, MailError>;
  readonly asSource: () => Source;
}

/** A transaction on one mailbox of a memory store: changes are gathered here and applied by commit. */
export class MemorySinkMailbox implements SinkMailbox {
  readonly uidValidity: number | undefined;
  readonly messages: ReadonlyMap<number, SinkMessage>;
  readonly foreignMessages: number;
  readonly #account: MemoryAccount;
  readonly #path: MailboxPath;
  readonly #options: MemorySinkOptions;
  readonly #base: MemoryMailbox | undefined;
  readonly #appended = new Map<number, MemoryMessage>();
  readonly #newFlags = new Map<number, Flags>();
  readonly #sourceFlags = new Map<number, Flags>();
  readonly #expunged = new Set<number>();
  #begun: number | undefined;
  #lastUid = 0;
  #ended = false;

  constructor(account: MemoryAccount, path: MailboxPath, options: MemorySinkOptions) {
    this.#account = account;
    this.#path = path;
    this.#options = options;
    this.#base = account.get(path);
    const messages = this.#base?.messages ?? [];
    const ours = messages.filter((message) => message.ours);
    this.uidValidity = this.#base?.uidValidity;
    this.messages = new Map(ours.map((message) => [message.uid, describeMessage(message)]));
    this.foreignMessages = messages.length - ours.length;
  }

  async digest(uid: number): Promise<string> {
    this.#step('digest');
    const found = this.#base?.messages.find((message) => message.ours && message.uid === uid);
    if (found === undefined) throw contractBroken(`the digest of UID ${uid} was asked for, which is not there`);
    return await digestContent({ views: [found.stored] });
  }

  begin(uidValidity: number): void {
    this.#throwIfEnded();
    if (this.#begun !== undefined) throw contractBroken('a transaction was begun twice');
    this.#begun = uidValidity;
  }

  async append(batch: readonly Message[]): Promise<readonly AppendFailure[]> {
    const failures: AppendFailure[] = [];
    this.#step('append');
    for (const message of batch) {
      this.#checkUid(message.uid);
      const error = this.#options.refused.get(messageKey(this.#path, message.uid));
      if (error) failures.push({ uid: message.uid, error });
      else this.#appended.set(message.uid, await copyMessage(message));
    }
    return failures;
  }

  setFlags(uid: number, flags: Flags): void {
    this.#checkOurs(uid);
    this.#newFlags.set(uid, flags);
  }

  noteSourceFlags(uid: number, flags: Flags): void {
    this.#checkOurs(uid);
    this.#sourceFlags.set(uid, flags);
  }

  expunge(uid: number): void {
    this.#checkOurs(uid);
    this.#expunged.add(uid);
  }

  async commit(options: CommitOptions): Promise<CommitReport> {
    this.#step('commit');
    const { mailbox, diagnostics } = applyChanges(this.#account.get(this.#path), this.#changes(), options);
    this.#ended = true;
    this.#account.put(mailbox);
    this.#options.faults.step('sink.commit.done');
    return await Promise.resolve({ diagnostics });
  }

  async abort(): Promise<void> {
    this.#ended = true;
    await Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort();
  }

  #changes(): MailboxChanges {
    return {
      path: this.#path,
      uidValidity: this.#begun ?? brokenBegin(),
      appended: this.#appended,
      newFlags: this.#newFlags,
      sourceFlags: this.#sourceFlags,
      expunged: this.#expunged,
      keywordLimit: this.#options.keywordLimit,
    };
  }

  #step(name: string): void {
    this.#throwIfEnded();
    this.#options.faults.step(`sink.${name}`);
    throwIfCancelled(this.#options.context.signal);
  }

  #throwIfEnded(): void {
    if (this.#ended) throw contractBroken('a transaction was used after its end');
  }

  #checkOurs(uid: number): void {
    this.#throwIfEnded();
    if (!this.messages.has(uid)) throw contractBroken(`UID ${uid} was to be changed, which is not there`);
  }

  #checkUid(uid: number): void {
    if (this.#begun === undefined) brokenBegin();
    if (uid <= this.#lastUid) throw contractBroken(`UID ${uid} was appended after ${this.#lastUid}`);
    const kept = this.#begun === this.uidValidity && this.messages.has(uid) && !this.#expunged.has(uid);
    if (kept) throw contractBroken(`UID ${uid} was appended where it is already`);
    this.#lastUid = uid;
  }
}

function brokenBegin(): never {
  throw contractBroken('begin was not called');
}

function describeMessage(message: MemoryMessage): SinkMessage {
  return {
    uid: message.uid,
    uidAssigned: message.uidAssigned,
    internalDate: message.internalDate,
    size: message.size,
    flags: message.flags,
    ...(message.syncedFlags && { syncedFlags: message.syncedFlags }),
  };
}

async function copyMessage(message: Message): Promise<MemoryMessage> {
  const stored = await copyContent(message.content ?? { views: [] });
  if (stored.length !== message.storedSize)
    throw contractBroken(`UID ${message.uid} is not as long as it was said to be`);
  return {
    uid: message.uid,
    uidAssigned: message.uidAssigned,
    internalDate: message.internalDate,
    flags: message.flags,
    stored,
    size: message.size,
    ...(message.pop3Uidl !== undefined && { pop3Uidl: message.pop3Uidl }),
    ours: true,
    syncedFlags: message.flags,
  };
}

async function copyContent(content: MessageContent): Promise<Uint8Array> {
  if ('views' in content) return Uint8Array.from(Buffer.concat(content.views));
  const chunks: Buffer[] = [];
  for await (const chunk of content.open()) chunks.push(Buffer.from(chunk));
  return Uint8Array.from(Buffer.concat(chunks));
}
