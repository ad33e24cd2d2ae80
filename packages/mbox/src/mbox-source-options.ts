import { isAbsolute, resolve } from 'node:path';
import { MailError } from '@sourdine/core';
import type { ReadOptions } from './read-options.ts';

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

/** Throws MailError MBOX_BAD_OPTION. */
export function checkOptions(options: MboxSourceOptions): MboxSourceOptions {
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
