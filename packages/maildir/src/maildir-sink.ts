import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type {
  MailboxPath,
  PlannedName,
  Sink,
  SinkCapabilities,
  SinkFactory,
  SinkMailbox,
  SinkMailboxInfo,
  Source,
  StoreContext,
} from '@sourdine/core';
import { compareMailboxPaths, formatMailboxPath, throwIfCancelled } from '@sourdine/core';
import { maildirKeywordLimit } from '@sourdine/core-flags';
import { AccountLock } from './account-lock.ts';
import { maildirError, unlessErrno } from './errors.ts';
import { listMailboxes } from './list-mailboxes.ts';
import {
  checkOptions,
  createAccount,
  type MaildirAccount,
  type MaildirOptions,
  nameInAccount,
  stagingBelow,
} from './maildir-account.ts';
import { openMaildirSource } from './maildir-source.ts';
import { fingerprint, readState, stateFile } from './mailbox-state.ts';
import { storeName } from './mailbox-name.ts';
import { removeMailbox } from './remove-mailbox.ts';
import { renameMailbox } from './rename-mailbox.ts';
import { checkDirectory, readStart, statOrAbsent } from './safe-fs.ts';
import { MaildirSinkMailbox } from './sink-mailbox.ts';
import { readSubscriptions, writeSubscriptions } from './subscriptions-file.ts';
import { parseUidlistHeader } from './uidlist.ts';

/** A Maildir as Dovecot keeps it, to write to. Options are checked at once; the account is opened by `open`. */
export function createMaildirSink(options: MaildirOptions): SinkFactory {
  const checked = checkOptions(options);
  return {
    kind: 'maildir',
    name: `maildir:${checked.root}`,
    apiVersion: 1,
    open: async (context) => openSink(checked, context),
  };
}

function openSink(options: Required<MaildirOptions>, context: StoreContext): Sink {
  throwIfCancelled(context.signal);
  const account = createAccount(options, context);
  try {
    if (context.accountLocked) return new MaildirSink(account, options, undefined, false);
    const made = !existsSync(account.root);
    if (made) makeRoot(account.root, account.directoryMode);
    const lock = AccountLock.take(account.root, account.fileMode);
    try {
      checkDirectory(account.root, 'tmp', 'target');
      rmSync(`${account.root}/${stagingBelow}`, { recursive: true, force: true });
      return new MaildirSink(account, options, lock, made);
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  } catch (error) {
    throw maildirError(error, 'target', account.root, 'account');
  }
}

/** Step by step: Node's own recursive mkdir never returns where a file system answers ENOENT, as /proc does. */
function makeRoot(root: string, mode: number): void {
  if (existsSync(root)) return;
  makeRoot(dirname(root), mode);
  mkdirSync(root, { mode });
}

class MaildirSink implements Sink {
  readonly kind = 'maildir';
  readonly capabilities: SinkCapabilities = {
    preservesUid: true,
    preservesUidValidity: true,
    preservesInternalDate: true,
    keywordLimit: maildirKeywordLimit,
  };
  readonly #account: MaildirAccount;
  readonly #options: Required<MaildirOptions>;
  readonly #lock: AccountLock | undefined;
  readonly #madeRoot: boolean;

  constructor(
    account: MaildirAccount,
    options: Required<MaildirOptions>,
    lock: AccountLock | undefined,
    madeRoot: boolean,
  ) {
    this.#account = account;
    this.#options = options;
    this.#lock = lock;
    this.#madeRoot = madeRoot;
  }

  nameOf(path: MailboxPath): PlannedName {
    const name = nameInAccount(this.#account, path);
    const storeName = name.directory === '' ? 'INBOX' : name.directory;
    if (!name.mapped) return { storeName };
    const why = name.shortened ? 'the name is too long for a directory' : 'Dovecot cannot show the name as it is';
    return { storeName, mapping: `${why}: clients see ${formatMailboxPath(name.visible)}` };
  }

  requiredSettings(paths: readonly MailboxPath[]): readonly string[] {
    const { layout, separator } = this.#account.rules;
    const escaped = paths.some((path) => path.length > 0 && storeName(path, this.#account.rules).escaped);
    return [
      `mail_location = maildir:${this.#account.root}${layout === 'fs' ? ':LAYOUT=fs' : ''}`,
      `namespace/inbox/separator = ${separator}`,
      'pop3_uidl_format = %08Xv%08Xu',
      ...(escaped ? ['mail_plugins = $mail_plugins listescape', 'plugin/listescape_char = "\\\\"'] : []),
    ];
  }

  async mailboxes(): Promise<readonly SinkMailboxInfo[]> {
    return this.#attempt(() => {
      const { root, rules, context } = this.#account;
      const { mailboxes } = listMailboxes({ root, rules, limits: context.limits, side: 'target' });
      return mailboxes
        .map(({ path, directory }) => this.#describe(path, directory === '' ? root : `${root}/${directory}`))
        .sort((a, b) => compareMailboxPaths(a.path, b.path));
    });
  }

  async openMailbox(path: MailboxPath): Promise<SinkMailbox> {
    throwIfCancelled(this.#account.context.signal);
    return this.#attempt(() => new MaildirSinkMailbox(this.#account, path), 'mailbox');
  }

  async renameMailbox(from: MailboxPath, to: MailboxPath): Promise<void> {
    this.#attempt(() => renameMailbox(this.#account, from, to), 'mailbox');
  }

  async removeMailbox(path: MailboxPath): Promise<boolean> {
    try {
      return await removeMailbox(this.#account, path);
    } catch (error) {
      throw maildirError(error, 'target', this.#account.root, 'mailbox');
    }
  }

  async subscriptions(): Promise<readonly MailboxPath[]> {
    const { root, rules, context } = this.#account;
    return this.#attempt(
      () => readSubscriptions({ root, rules, limits: context.limits, side: 'target' }).paths,
      'mailbox',
    );
  }

  async setSubscriptions(paths: readonly MailboxPath[]): Promise<void> {
    this.#attempt(() => writeSubscriptions(this.#account, paths), 'mailbox');
  }

  asSource(): Source {
    return openMaildirSource(this.#options, this.#account.context);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const lock = this.#lock;
    if (lock === undefined) return;
    this.#attempt(() => {
      try {
        rmSync(`${this.#account.root}/${stagingBelow}`, { recursive: true, force: true });
      } finally {
        lock[Symbol.dispose]();
      }
      this.#removeIfUnused();
    });
  }

  /** A run that wrote nothing leaves nothing. */
  #removeIfUnused(): void {
    const { root } = this.#account;
    if (!this.#madeRoot || readdirSync(root).some((name) => name !== 'tmp')) return;
    for (const made of [`${root}/tmp`, root]) unlessErrno(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => rmdirSync(made));
  }

  #describe(path: MailboxPath, directory: string): SinkMailboxInfo {
    try {
      return this.#readInfo(path, directory);
    } catch (error) {
      // A link or a folder in the place of a file of ours: opening the mailbox says so, and the others are not held up.
      if (maildirError(error, 'target', directory).scope !== 'mailbox') throw error;
      return { path, ours: false };
    }
  }

  #readInfo(path: MailboxPath, directory: string): SinkMailboxInfo {
    const ours = statOrAbsent(`${directory}/${stateFile}`) !== undefined;
    const state = ours ? readState(directory, this.#account.context.limits) : undefined;
    const uidValidity =
      state?.uidValidity ?? parseUidlistHeader(readStart(`${directory}/dovecot-uidlist`, 512) ?? '')?.uidValidity;
    const untouched = state?.token !== undefined && state.fingerprint === fingerprint(directory);
    return {
      path,
      ours,
      ...(uidValidity !== undefined && { uidValidity }),
      ...(untouched && state.token !== undefined && { syncedToken: state.token }),
    };
  }

  #attempt<Result>(call: () => Result, scope: 'account' | 'mailbox' = 'account'): Result {
    try {
      return call();
    } catch (error) {
      throw maildirError(error, 'target', this.#account.root, scope);
    }
  }
}
