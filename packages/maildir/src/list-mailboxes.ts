import type { Dirent } from 'node:fs';
import { readdirSync } from 'node:fs';
import { type ErrorSide, type LeftOut, type Limits, MailError, type MailboxPath } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { looksShortened, type NameRules, parseStoredName } from './mailbox-name.ts';
import { pathFile } from './mailbox-state.ts';
import { readControlFile, statOrAbsent } from './safe-fs.ts';

export interface FoundMailbox {
  readonly path: MailboxPath;
  /** Below the root; '' for INBOX. */
  readonly directory: string;
}

export interface FoundMailboxes {
  readonly mailboxes: readonly FoundMailbox[];
  readonly leftOut: readonly LeftOut[];
}

export interface ListOptions {
  readonly root: string;
  readonly rules: NameRules;
  readonly limits: Limits;
  readonly side: ErrorSide;
}

/** The mailboxes of an account by their directories, in no order. Follows no link. An absent root holds none. */
export function listMailboxes(options: ListOptions): FoundMailboxes {
  const found: FoundMailbox[] = [];
  const leftOut: LeftOut[] = [];
  if (isMailbox(options.root)) found.push({ path: ['INBOX'], directory: '' });
  const below = options.rules.layout === 'fs' ? walk(options, '', 1, leftOut) : listFlat(options, leftOut);
  for (const directory of below) {
    const path = pathOf(options, directory);
    if (path === undefined) leftOut.push({ name: directory, reason: 'bad-name' });
    else found.push({ path, directory });
    if (found.length > options.limits.mailboxes) throw tooMany(options);
  }
  return { mailboxes: found, leftOut };
}

/** Whether a directory holds mail. Dovecot looks for `cur` as well (maildir-storage.c, maildir_mailbox_exists()). */
function isMailbox(directory: string): boolean {
  return statOrAbsent(`${directory}/cur`)?.isDirectory() ?? false;
}

function* listFlat(options: ListOptions, leftOut: LeftOut[]): Iterable<string> {
  for (const entry of readEntries(options.root)) {
    if (!entry.name.startsWith('.') || entry.name.startsWith('..')) continue;
    if (entry.isSymbolicLink()) leftOut.push({ name: entry.name, reason: 'symbolic-link' });
    else if (entry.isDirectory()) {
      if (isMailbox(`${options.root}/${entry.name}`)) yield entry.name;
      else leftOut.push({ name: entry.name, reason: 'not-a-mailbox', detail: 'it has no directory cur' });
    }
  }
}

/** LAYOUT=fs: a mailbox lies in its parent. */
function* walk(options: ListOptions, below: string, depth: number, leftOut: LeftOut[]): Iterable<string> {
  const prefix = below === '' ? '' : `${below}/`;
  for (const entry of readEntries(below === '' ? options.root : `${options.root}/${below}`)) {
    const directory = prefix + entry.name;
    if (['cur', 'new', 'tmp'].includes(entry.name)) continue;
    if (entry.isSymbolicLink()) leftOut.push({ name: directory, reason: 'symbolic-link' });
    else if (entry.isDirectory() && depth <= options.limits.folderDepth) {
      if (isMailbox(`${options.root}/${directory}`)) yield directory;
      yield* walk(options, directory, depth + 1, leftOut);
    }
  }
}

function readEntries(path: string): Dirent[] {
  return unlessErrno(['ENOENT', 'ENOTDIR'], () => readdirSync(path, { encoding: 'latin1', withFileTypes: true })) ?? [];
}

function pathOf({ root, rules, limits, side }: ListOptions, directory: string): MailboxPath | undefined {
  if (looksShortened(directory)) {
    const text = readControlFile(`${root}/${directory}/${pathFile}`, limits.controlFileBytes, side);
    const path = text === undefined ? undefined : parsePathFile(text);
    if (path !== undefined) return path;
  }
  // Node cannot be told other bytes than text's in a path that it joins: such a folder is told, not read.
  // eslint-disable-next-line no-control-regex -- ASCII
  return /^[\x00-\x7f]*$/.test(directory) ? parseStoredName(directory, rules) : undefined;
}

function parsePathFile(text: string): MailboxPath | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
    return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

function tooMany({ root, limits, side }: ListOptions): MailError {
  return new MailError(`More than ${limits.mailboxes} mailboxes`, {
    code: 'MAILDIR_TOO_MANY_MAILBOXES',
    scope: 'account',
    side,
    at: { file: root },
  });
}
