import { isAbsolute, resolve } from 'node:path';
import {
  MailError,
  type Source,
  type SourceCapabilities,
  type SourceFactory,
  type SourceListing,
  type SourceMailbox,
  type SourceMailboxInfo,
  type StoreContext,
} from '@sourdine/core';
import { findInbox } from './find-inbox.ts';
import { listHome } from './list-home.ts';
import { parseLocator } from './locator.ts';
import { openLocations, type ReadOptions } from './open-mailbox-file.ts';

/** An account as uw-imap left it. */
export interface MboxSourceOptions extends ReadOptions {
  /** The home folder, an absolute path. */
  readonly home: string;
  /** The spool file, as `/var/mail/USER`. Without it the inbox is `~/mbox`, if there is one. */
  readonly inbox?: string;
  /**
   * The folder below the home whose content makes the top-level names, as `mail`. A mailbox elsewhere is then taken only where it is
   * subscribed or asked for. Without it the whole home is searched.
   */
  readonly folders?: string;
  /** Names, as for IMAP, of mailboxes that are taken wherever they are and whatever they look like. */
  readonly mailboxes?: readonly string[];
  /** File of subscriptions, relative to the home; `.mailboxlist` when left out. */
  readonly subscriptions?: string;
}

const capabilities: SourceCapabilities = Object.freeze({ uids: true, keywords: true, changeTokens: true });

/** The mail of one account under uw-imap. Throws MailError MBOX_BAD_OPTION at once for an option that makes no sense. */
export function createMboxSource(options: MboxSourceOptions): SourceFactory {
  const checked = checkOptions(options);
  return {
    kind: 'mbox',
    name: `mbox:${checked.home}`,
    apiVersion: 1,
    open: async (context) => new MboxSource(checked, context),
  };
}

class MboxSource implements Source {
  readonly kind = 'mbox';
  readonly capabilities: SourceCapabilities = capabilities;
  readonly #options: MboxSourceOptions;
  readonly #context: StoreContext;

  constructor(options: MboxSourceOptions, context: StoreContext) {
    this.#options = options;
    this.#context = context;
  }

  async mailboxes(): Promise<SourceListing> {
    return listHome(this.#options, this.#context.limits);
  }

  async openMailbox({ locator }: Pick<SourceMailboxInfo, 'path' | 'locator'>): Promise<SourceMailbox> {
    const { home, inbox } = this.#options;
    const options = { ...this.#options, context: this.#context };
    const where = parseLocator(locator);
    if (where === undefined) throw new MailError('Not a locator of this source', { code: 'MBOX_NOT_FOUND', scope: 'mailbox', side: 'source' });
    if (where.kind === 'inbox') return openLocations({ find: () => findInbox(home, inbox), mayBeAbsent: true }, options);
    return openLocations({ find: () => [{ root: home, parts: where.parts }], mayBeAbsent: false }, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function checkOptions(options: MboxSourceOptions): MboxSourceOptions {
  const { folders, timeZone } = options;
  if (!isAbsolute(options.home)) throw badOption('home', 'must be an absolute path');
  if (options.inbox !== undefined && !isAbsolute(options.inbox)) throw badOption('inbox', 'must be an absolute path');
  if (folders !== undefined && (isAbsolute(folders) || folders.split('/').includes('..'))) {
    throw badOption('folders', 'must be a folder below the home');
  }
  if (timeZone !== undefined) checkTimeZone(timeZone);
  return { ...options, home: resolve(options.home) };
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw badOption('timeZone', 'must be a time zone by its IANA name, as Europe/Paris');
  }
}

function badOption(name: string, text: string): MailError {
  return new MailError(`mbox source: ${name} ${text}`, { code: 'MBOX_BAD_OPTION', scope: 'account', side: 'usage' });
}
