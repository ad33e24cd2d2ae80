import type { Diagnostic, MailboxPath } from '@sourdine/core';
import { mailboxKey } from '@sourdine/core';
import { listMailboxes, type ListOptions } from './list-mailboxes.ts';
import { type MaildirAccount, nameInAccount } from './maildir-account.ts';
import { looksShortened, parseStoredName } from './mailbox-name.ts';
import { makeDirectory, readControlFile, replaceFile, syncDirectory } from './safe-fs.ts';
import { formatSubscriptions, parseSubscriptions } from './subscriptions.ts';

export interface ReadSubscriptions {
  readonly paths: readonly MailboxPath[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The subscribed paths in the order of the file. */
export function readSubscriptions(options: ListOptions): ReadSubscriptions {
  const { root, rules, limits, side } = options;
  const text = readControlFile(`${root}/subscriptions`, limits.controlFileBytes, side);
  const names = text === undefined ? [] : parseSubscriptions(text, rules.layout === 'fs' ? '/' : '.');
  // Only the mailbox itself tells the path behind a shortened name.
  const shortened = names.some(looksShortened) ? listMailboxes(options).mailboxes : [];
  const paths = new Map<string, MailboxPath>();
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const directory = rules.layout === 'fs' ? name : `.${name}`;
    const found = shortened.find((mailbox) => mailbox.directory === directory);
    const path = found?.path ?? (/^inbox$/i.test(name) ? ['INBOX'] : parseStoredName(directory, rules));
    if (path === undefined) diagnostics.push(badName(root, name));
    else paths.set(mailboxKey(path), path);
  }
  return { paths: [...paths.values()], diagnostics };
}

/** Replaces the file at once; it is on disk on return. */
export function writeSubscriptions(account: MaildirAccount, paths: readonly MailboxPath[]): void {
  const fs = account.rules.layout === 'fs';
  const names = paths.map((path) => {
    const { directory } = nameInAccount(account, path);
    return directory === '' ? 'INBOX' : fs ? directory : directory.slice(1);
  });
  makeDirectory(account.root, account.directoryMode);
  replaceFile(
    `${account.root}/subscriptions`,
    formatSubscriptions([...new Set(names)], fs ? '/' : '.'),
    account.fileMode,
  );
  syncDirectory(account.root);
}

function badName(root: string, name: string): Diagnostic {
  return {
    level: 'note',
    code: 'MAILDIR_SUBSCRIPTION_NAME',
    message: `A subscription names no mailbox that there can be: ${JSON.stringify(name)}`,
    at: { file: `${root}/subscriptions` },
  };
}
