import {
  type Source,
  type SourceCapabilities,
  type SourceListing,
  type SourceMailbox,
  type SourceMailboxInfo,
} from '@sourdine/core';
import { changeTokenOf, type MemoryAccount, type MemoryMailbox } from './memory-account.ts';
import { mailboxNotFound } from './memory-errors.ts';
import { MemorySourceMailbox, type MemorySourceOptions } from './memory-source-mailbox.ts';

/** A memory store as a source. */
export class MemorySource implements Source {
  readonly kind = 'memory';
  readonly capabilities: SourceCapabilities = { uids: true, keywords: true, changeTokens: true };
  readonly #account: MemoryAccount;
  readonly #options: MemorySourceOptions;

  constructor(account: MemoryAccount, options: MemorySourceOptions) {
    this.#account = account;
    this.#options = options;
  }

  async mailboxes(): Promise<SourceListing> {
    this.#options.faults.step('source.mailboxes');
    return await Promise.resolve({
      mailboxes: this.#account.mailboxes().map(describeMailbox),
      subscriptions: this.#account.subscriptions,
      ...this.#options.told,
      diagnostics: [],
    });
  }

  async openMailbox(mailbox: Pick<SourceMailboxInfo, 'path' | 'locator'>): Promise<SourceMailbox> {
    this.#options.faults.step('source.openMailbox');
    const path = JSON.parse(mailbox.locator) as string[];
    const found = this.#account.get(path);
    if (found === undefined) throw mailboxNotFound(mailbox.locator);
    return await Promise.resolve(new MemorySourceMailbox(this.#account, found, this.#options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held open.
  }
}

function describeMailbox(mailbox: MemoryMailbox): SourceMailboxInfo {
  return {
    path: mailbox.path,
    locator: JSON.stringify(mailbox.path),
    bytes: mailbox.messages.reduce((sum, message) => sum + message.stored.length, 0),
    changeToken: changeTokenOf(mailbox),
  };
}
