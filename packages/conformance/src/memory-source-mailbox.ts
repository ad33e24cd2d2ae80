import {
  type LeftOut,
  mailboxKey,
  type MailboxPath,
  type MailError,
  type Message,
  type MessageContent,
  type MessageResult,
  type MessagesOptions,
  type SourceMailbox,
  type SourceMailboxSummary,
  type StoreContext,
  throwIfCancelled,
} from '@sourdine/core';
import type { FaultPlan } from './fault-plan.ts';
import { changeTokenOf, type MemoryAccount, type MemoryMailbox, type MemoryMessage } from './memory-account.ts';
import { mailboxChanged, mailboxNotFound } from './memory-errors.ts';

/** What a source of a memory store needs beside the account. */
export interface MemorySourceOptions {
  readonly context: StoreContext;
  readonly faults: FaultPlan;
  /** Messages of one batch. */
  readonly batchSize: number;
  /** What the listing tells besides mailboxes. */
  readonly told: { readonly leftOut: readonly LeftOut[]; readonly errors: readonly MailError[] };
  /** Messages that cannot be read, by `messageKey`. */
  readonly spoiled: ReadonlyMap<string, MailError>;
}

/** What is written over the views of a batch that are no longer valid, so that nobody gets away with using them. */
const staleByte = 0xdd;

/** Bytes of one chunk of a streamed message. */
const chunkBytes = 1000;

/** One open mailbox of a memory source. */
export class MemorySourceMailbox implements SourceMailbox {
  readonly #account: MemoryAccount;
  readonly #options: MemorySourceOptions;
  #mailbox: MemoryMailbox;
  #summary: SourceMailboxSummary | undefined;

  constructor(account: MemoryAccount, mailbox: MemoryMailbox, options: MemorySourceOptions) {
    this.#account = account;
    this.#mailbox = mailbox;
    this.#options = options;
  }

  get uidValidity(): number | undefined {
    return this.#mailbox.uidValidity;
  }

  get keywords(): readonly string[] {
    return this.#mailbox.keywords;
  }

  async *messages(options: MessagesOptions): AsyncGenerator<readonly MessageResult[], void> {
    this.#summary = undefined;
    this.#mailbox = this.#current() ?? fail(mailboxNotFound(JSON.stringify(this.#mailbox.path)));
    const { messages } = this.#mailbox;
    for (let from = 0; from < messages.length; from += this.#options.batchSize) {
      this.#step();
      const batch = messages.slice(from, from + this.#options.batchSize);
      const buffer = Buffer.concat(batch.map((message) => message.stored));
      yield await Promise.resolve(this.#resultsOf(batch, buffer, options));
      buffer.fill(staleByte);
    }
    this.#step();
    this.#summary = summarize(this.#mailbox);
  }

  summary(): SourceMailboxSummary {
    return this.#summary ?? fail(new Error('summary() was called before messages() ended'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held open.
  }

  #current(): MemoryMailbox | undefined {
    return this.#account.get(this.#mailbox.path);
  }

  #step(): void {
    this.#options.faults.step('source.batch');
    throwIfCancelled(this.#options.context.signal);
    this.#throwIfChanged();
  }

  #throwIfChanged(): void {
    if (this.#current()?.revision !== this.#mailbox.revision) throw mailboxChanged(this.#mailbox.path);
  }

  #resultsOf(batch: readonly MemoryMessage[], buffer: Uint8Array, options: MessagesOptions): readonly MessageResult[] {
    let offset = 0;
    return batch.map((message): MessageResult => {
      const view = buffer.subarray(offset, (offset += message.stored.length));
      const error = this.#options.spoiled.get(messageKey(this.#mailbox.path, message.uid));
      if (error !== undefined) return { ok: false, error, uid: message.uid };
      return { ok: true, message: describeMessage(message, options.content ? this.#contentOf(view) : undefined) };
    });
  }

  #contentOf(view: Uint8Array): MessageContent {
    if (view.length < this.#options.context.limits.streamedMessageBytes) return { views: halves(view) };
    return { open: () => this.#stream(view) };
  }

  async *#stream(view: Uint8Array): AsyncGenerator<Uint8Array, void> {
    for (let from = 0; from < view.length; from += chunkBytes) {
      this.#throwIfChanged();
      yield await Promise.resolve(view.subarray(from, from + chunkBytes));
    }
  }
}

/** Names one message in a map. */
export function messageKey(path: MailboxPath, uid: number): string {
  return `${uid} ${mailboxKey(path)}`;
}

/** Two views, so that who takes the first for the whole is found out. */
function halves(view: Uint8Array): readonly Uint8Array[] {
  const middle = view.length >> 1;
  return [view.subarray(0, middle), view.subarray(middle)];
}

function describeMessage(message: MemoryMessage, content: MessageContent | undefined): Message {
  return {
    uid: message.uid,
    uidAssigned: message.uidAssigned,
    internalDate: message.internalDate,
    flags: message.flags,
    size: message.size,
    storedSize: message.stored.length,
    ...(message.pop3Uidl !== undefined && { pop3Uidl: message.pop3Uidl }),
    ...(content && { content }),
  };
}

function summarize(mailbox: MemoryMailbox): SourceMailboxSummary {
  return {
    uidNext: mailbox.uidNext,
    messages: mailbox.messages.length,
    changeToken: changeTokenOf(mailbox),
    provenEmpty: mailbox.messages.length === 0 && mailbox.provenEmpty,
    diagnostics: [],
  };
}

function fail(error: Error): never {
  throw error;
}
