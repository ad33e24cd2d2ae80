import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { MailboxPath, StoreContext } from '@sourdine/core';
import { MailError } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { type NameRules, type StoredName, storeName } from './mailbox-name.ts';

/** What the parts of a sink share: one account of the target. */
export interface MaildirAccount {
  readonly root: string;
  readonly rules: NameRules;
  readonly context: StoreContext;
  /** Modes of what is made: those of the root, where it was there, without anything for others (Dovecot does so too). */
  readonly fileMode: number;
  readonly directoryMode: number;
  /** Milliseconds to wait for the mail server's lock of a mailbox. */
  readonly lockTimeout: number;
}

/** Options of `createMaildirSink` and `createMaildirSource`. */
export interface MaildirOptions {
  /** The Maildir, which is the INBOX. Need not exist for a sink. */
  readonly root: string;
  /** Default `maildir++`. */
  readonly layout?: 'maildir++' | 'fs';
  /** The hierarchy separator of the server's namespace; default `/`. */
  readonly separator?: string;
  /** Milliseconds to wait for the mail server's lock of a mailbox; default 30,000. */
  readonly lockTimeout?: number;
}

/** Below the root; Dovecot shows `tmp` in neither layout, and its clean-up of `tmp` passes over directories. */
export const stagingBelow = 'tmp/sourdine-staging';

export function checkOptions(options: MaildirOptions): Required<MaildirOptions> {
  const { root, layout = 'maildir++', separator = '/', lockTimeout = 30_000 } = options;
  if (root === '' || root.includes('\0')) throw badOption('root', 'must be a path');
  if (layout !== 'maildir++' && layout !== 'fs') throw badOption('layout', 'must be maildir++ or fs');
  if (!/^[!-%'-z|~]$/.test(separator) || separator === '\\')
    throw badOption('separator', 'must be one ASCII character, no backslash');
  if (!(lockTimeout >= 0)) throw badOption('lockTimeout', 'must be a number of milliseconds');
  return { root: root.length > 1 ? root.replace(/\/+$/, '') : root, layout, separator, lockTimeout };
}

function badOption(name: string, why: string): MailError {
  return new MailError(`Maildir option ${name} ${why}`, { code: 'MAILDIR_OPTION', scope: 'account', side: 'usage' });
}

export function createAccount(options: Required<MaildirOptions>, context: StoreContext): MaildirAccount {
  const { root, layout, separator, lockTimeout } = options;
  const stat = unlessErrno(['ENOENT'], () => statSync(root));
  if (stat !== undefined && !stat.isDirectory()) throw notAMaildir(root);
  const mode = stat === undefined ? 0o700 : stat.mode & 0o770;
  return {
    root,
    rules: { layout, separator },
    context,
    directoryMode: mode | 0o700,
    fileMode: (mode & 0o660) | 0o600,
    lockTimeout,
  };
}

function notAMaildir(root: string): MailError {
  return new MailError(`${root} is a file, not a Maildir`, {
    code: 'MAILDIR_NOT_A_DIRECTORY',
    scope: 'account',
    side: 'target',
    at: { file: root },
    hint: 'Name the folder that is the Maildir, or one that is not there yet.',
  });
}

/** Throws where a path has no name. */
export function nameInAccount(account: MaildirAccount, path: MailboxPath): StoredName {
  const depth = account.context.limits.folderDepth;
  if (path.length > 0 && path.length <= depth) return storeName(path, account.rules);
  throw new MailError(path.length === 0 ? 'A mailbox has no name' : `A mailbox lies more than ${depth} folders deep`, {
    code: 'MAILDIR_PATH',
    scope: 'mailbox',
    side: 'target',
  });
}

export function directoryOf(account: MaildirAccount, name: StoredName): string {
  return name.directory === '' ? account.root : join(account.root, name.directory);
}
