import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Diagnostic,
  Source,
  SourceCapabilities,
  SourceFactory,
  SourceListing,
  SourceMailbox,
  SourceMailboxInfo,
  StoreContext,
} from '@sourdine/core';
import { compareMailboxPaths, throwIfCancelled } from '@sourdine/core';
import { readChangeToken, settleMilliseconds } from './change-token.ts';
import { maildirError, unlessErrno } from './errors.ts';
import { listMailboxes, type ListOptions } from './list-mailboxes.ts';
import { checkOptions, type MaildirOptions } from './maildir-account.ts';
import { checkDirectory, statOrAbsent } from './safe-fs.ts';
import { MaildirSourceMailbox, mailboxNotFound } from './source-mailbox.ts';
import { readSubscriptions } from './subscriptions-file.ts';

/** A Maildir to read from. Reading changes nothing in it: no file is moved from new to cur, no UID is written down. */
export function createMaildirSource(options: MaildirOptions): SourceFactory {
  const checked = checkOptions(options);
  return {
    kind: 'maildir',
    name: `maildir:${checked.root}`,
    apiVersion: 1,
    open: async (context) => openMaildirSource(checked, context),
  };
}

/** The same with options that were checked. */
export function openMaildirSource(options: Required<MaildirOptions>, context: StoreContext): Source {
  return new MaildirSource(options, context);
}

class MaildirSource implements Source {
  readonly kind = 'maildir';
  readonly capabilities: SourceCapabilities = { uids: true, keywords: true, changeTokens: true };
  readonly #context: StoreContext;
  readonly #list: ListOptions;

  constructor(options: Required<MaildirOptions>, context: StoreContext) {
    const { root, layout, separator } = options;
    this.#context = context;
    this.#list = { root, rules: { layout, separator }, limits: context.limits, side: 'source' };
  }

  async mailboxes(): Promise<SourceListing> {
    throwIfCancelled(this.#context.signal);
    try {
      const { mailboxes, leftOut } = listMailboxes(this.#list);
      const subscriptions = readSubscriptions(this.#list);
      let tokens = mailboxes.map(({ directory }) => readChangeToken(this.#path(directory), this.#context.now()));
      if (tokens.some(({ fresh }) => fresh)) {
        await sleep(settleMilliseconds);
        tokens = mailboxes.map(({ directory }) => readChangeToken(this.#path(directory), this.#context.now()));
      }
      const described = mailboxes.map(({ path, directory }, i): SourceMailboxInfo => {
        const token = tokens[i]?.token;
        return {
          path,
          locator: encodeURIComponent(directory),
          bytes: estimateBytes(this.#path(directory)),
          ...(token !== undefined && { changeToken: token }),
        };
      });
      described.sort((a, b) => compareMailboxPaths(a.path, b.path));
      return {
        mailboxes: described,
        subscriptions: subscriptions.paths,
        leftOut,
        errors: [],
        diagnostics: [...this.#noteAbsent(), ...subscriptions.diagnostics],
      };
    } catch (error) {
      throw maildirError(error, 'source', this.#list.root, 'account');
    }
  }

  async openMailbox({ path, locator }: Pick<SourceMailboxInfo, 'path' | 'locator'>): Promise<SourceMailbox> {
    const directory = decodeURIComponent(locator);
    try {
      const inside = !directory.split('/').some((component) => component === '..' || component === '.');
      if (!inside || !checkDirectory(this.#list.root, directory, 'source')) throw mailboxNotFound(path);
      return new MaildirSourceMailbox(this.#path(directory), path, this.#context);
    } catch (error) {
      throw maildirError(error, 'source', this.#path(directory));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** As the target of a verification it may be absent, so that is no error. */
  #noteAbsent(): Diagnostic[] {
    const { root } = this.#list;
    if (statOrAbsent(root) !== undefined) return [];
    const hint = 'Check the path.';
    return [
      {
        level: 'note',
        code: 'MAILDIR_ABSENT',
        message: `There is no ${root}; it counts as empty`,
        at: { file: root },
        hint,
      },
    ];
  }

  #path(directory: string): string {
    return directory === '' ? this.#list.root : `${this.#list.root}/${directory}`;
  }
}

/** By the sizes in the names; a file without one counts little. */
function estimateBytes(directory: string): number {
  let bytes = 0;
  for (const below of ['new', 'cur']) {
    for (const name of unlessErrno(['ENOENT'], () => readdirSync(`${directory}/${below}`, 'latin1')) ?? []) {
      bytes += Number(/,S=([0-9]{1,15})/.exec(name)?.[1] ?? 1);
    }
  }
  return bytes;
}
