import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MailboxPath } from '@sourdine/core';
import { removeIndexes } from './commit-state.ts';
import { unlessErrno } from './errors.ts';
import { directoryOf, type MaildirAccount, nameInAccount, stagingBelow } from './maildir-account.ts';
import { type MailboxSnapshot, takeSnapshot } from './mailbox-snapshot.ts';
import { stateFile } from './mailbox-state.ts';
import { checkDirectory, fileIn, makeDirectory, removeFile, syncDirectory } from './safe-fs.ts';
import { UidlistLock } from './uidlist-lock.ts';

/** Names in a mailbox's directory that belong to it and not to a mailbox below it (LAYOUT=fs). */
const mailboxParts = /^(?:cur|new|tmp|maildirfolder|maildirsize|dovecot[.-].*|sourdine-.*)$/;

/**
 * Removes a mailbox of ours. Mail of others, and an INBOX, stay: then only our messages go, and false is returned.
 */
export async function removeMailbox(account: MaildirAccount, path: MailboxPath): Promise<boolean> {
  const name = nameInAccount(account, path);
  const directory = directoryOf(account, name);
  if (!checkDirectory(account.root, name.directory, 'target')) return true;
  for (const below of ['cur', 'new']) checkDirectory(directory, below, 'target');
  const lock = await UidlistLock.take({
    directory,
    mode: account.fileMode,
    signal: account.context.signal,
    timeout: account.lockTimeout,
  });
  try {
    const snapshot = takeSnapshot(directory, account.context.limits);
    if (name.directory !== '' && snapshot.foreign.length === 0 && moveAway(account, directory)) return true;
    removeOurs(directory, snapshot);
    return false;
  } finally {
    lock[Symbol.dispose]();
  }
}

function removeOurs(directory: string, snapshot: MailboxSnapshot): void {
  for (const file of [...snapshot.ours.values(), ...snapshot.leftovers])
    removeFile(fileIn(`${directory}/${file.directory}`, file.name));
  removeFile(`${directory}/${stateFile}`);
  removeFile(`${directory}/sourdine-flags`);
  syncDirectory(directory);
}

/**
 * Moves the mailbox to the staging area, from where it is removed at leisure. False where mail came meanwhile: all is as it
 * was then.
 */
function moveAway(account: MaildirAccount, directory: string): boolean {
  makeDirectory(`${account.root}/tmp`, account.directoryMode);
  makeDirectory(`${account.root}/${stagingBelow}`, account.directoryMode);
  const aside = `${account.root}/${stagingBelow}/removed-${randomBytes(6).toString('hex')}`;
  const whole = account.rules.layout === 'maildir++';
  if (whole) renameSync(directory, aside);
  else moveParts(directory, aside, account.directoryMode);
  if (takeSnapshot(aside, account.context.limits).foreign.length > 0) {
    if (whole) renameSync(aside, directory);
    else for (const part of readdirSync(aside)) renameSync(`${aside}/${part}`, `${directory}/${part}`);
    return false;
  }
  removeIndexes(account, aside);
  rmSync(aside, { recursive: true, force: true });
  if (!whole) removeEmptyParents(account, directory);
  unlessErrno(['ENOENT'], () => syncDirectory(dirname(directory)));
  return true;
}

/** LAYOUT=fs: mailboxes below this one stay. `cur` goes first: without it there is no mailbox. */
function moveParts(directory: string, aside: string, mode: number): void {
  makeDirectory(aside, mode);
  const parts = readdirSync(directory).filter((part) => mailboxParts.test(part));
  parts.sort((a, b) => Number(b === 'cur') - Number(a === 'cur'));
  for (const part of parts) renameSync(`${directory}/${part}`, `${aside}/${part}`);
}

function removeEmptyParents(account: MaildirAccount, directory: string): void {
  for (let path = directory; path !== account.root && path.startsWith(`${account.root}/`); path = dirname(path)) {
    if (!unlessErrno(['ENOTEMPTY', 'EEXIST'], () => (rmdirSync(path), true))) return;
  }
}
