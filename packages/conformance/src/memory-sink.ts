import {
  type MailboxPath,
  MailError,
  type PlannedName,
  type Sink,
  type SinkCapabilities,
  type SinkMailbox,
  type SinkMailboxInfo,
  type Source,
  throwIfCancelled,
} from '@sourdine/core';
import { type MemoryAccount, type MemoryMailbox, withoutToken } from './memory-account.ts';
import { contractBroken } from './memory-errors.ts';
import { MemorySinkMailbox, type MemorySinkOptions } from './memory-sink-mailbox.ts';

/** A memory store as a sink. Holds the account's lock until it is disposed of. */
export class MemorySink implements Sink {
  readonly kind = 'memory';
  readonly capabilities: SinkCapabilities;
  readonly #account: MemoryAccount;
  readonly #options: MemorySinkOptions;

  constructor(account: MemoryAccount, options: MemorySinkOptions) {
    this.capabilities = {
      preservesUid: true,
      preservesUidValidity: true,
      preservesInternalDate: true,
      keywordLimit: options.keywordLimit,
    };
    this.#account = account;
    this.#options = options;
    if (!options.context.accountLocked) account.lock(this);
  }

  nameOf(path: MailboxPath): PlannedName {
    if (path.length === 0 || path.some((name) => name === '' || name.includes('\0'))) throw nameImpossible(path);
    const storeName = path.map((name) => name.replace(/[%/]/g, encodeURIComponent)).join('/');
    const mapped = path.some((name) => /[%/]/.test(name));
    return mapped ? { storeName, mapping: '% and / in a name are written %25 and %2F' } : { storeName };
  }

  requiredSettings(): readonly string[] {
    return [];
  }

  async mailboxes(): Promise<readonly SinkMailboxInfo[]> {
    this.#step('sink.mailboxes');
    return await Promise.resolve(this.#account.mailboxes().map(describeMailbox));
  }

  async openMailbox(path: MailboxPath): Promise<SinkMailbox> {
    this.nameOf(path);
    this.#step('sink.openMailbox');
    return await Promise.resolve(new MemorySinkMailbox(this.#account, path, this.#options));
  }

  async renameMailbox(from: MailboxPath, to: MailboxPath): Promise<void> {
    this.nameOf(to);
    if (!this.#account.get(from)?.ours) throw contractBroken('a mailbox that is not ours was to be renamed');
    if (this.#account.get(to)) throw contractBroken('a mailbox was to be renamed to a name that is taken');
    this.#step('sink.renameMailbox');
    this.#account.rename(from, to);
    this.#step('sink.renameMailbox.done');
    await Promise.resolve();
  }

  async removeMailbox(path: MailboxPath): Promise<boolean> {
    const mailbox = this.#account.get(path);
    if (!mailbox?.ours) throw contractBroken('a mailbox that is not ours was to be removed');
    this.#step('sink.removeMailbox');
    const foreign = mailbox.messages.filter((message) => !message.ours);
    if (foreign.length === 0) this.#account.delete(path);
    else this.#account.put({ ...withoutToken(mailbox), messages: foreign, ours: false });
    this.#step('sink.removeMailbox.done');
    return await Promise.resolve(foreign.length === 0);
  }

  async subscriptions(): Promise<readonly MailboxPath[]> {
    this.#step('sink.subscriptions');
    return await Promise.resolve(this.#account.subscriptions);
  }

  async setSubscriptions(paths: readonly MailboxPath[]): Promise<void> {
    this.#step('sink.setSubscriptions');
    this.#account.subscriptions = paths.map((path) => [...path]);
    this.#step('sink.setSubscriptions.done');
    await Promise.resolve();
  }

  asSource(): Source {
    return this.#options.asSource();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#account.unlock(this);
    await Promise.resolve();
  }

  #step(name: `sink.${string}`): void {
    this.#options.faults.step(name);
    throwIfCancelled(this.#options.context.signal);
  }
}

function describeMailbox(mailbox: MemoryMailbox): SinkMailboxInfo {
  const { syncedToken } = mailbox;
  return {
    path: mailbox.path,
    ours: mailbox.ours,
    ...(syncedToken !== undefined && { syncedToken }),
    ...(mailbox.uidValidity !== undefined && { uidValidity: mailbox.uidValidity }),
  };
}

function nameImpossible(path: MailboxPath): MailError {
  return new MailError('A mailbox name cannot be empty nor hold NUL', {
    code: 'MEMORY_NAME_IMPOSSIBLE',
    scope: 'mailbox',
    side: 'target',
    at: { file: JSON.stringify(path) },
  });
}
