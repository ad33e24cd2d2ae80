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
import { checkOptions, type MboxSourceOptions } from './mbox-source-options.ts';
import { openLocations } from './open-mailbox-file.ts';

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
    if (where === undefined)
      throw new MailError('Not a locator of this source', { code: 'MBOX_NOT_FOUND', scope: 'mailbox', side: 'source' });
    if (where.kind === 'inbox')
      return openLocations({ find: () => findInbox(home, inbox), mayBeAbsent: true }, options);
    return openLocations({ find: () => [{ root: home, parts: where.parts }], mayBeAbsent: false }, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
