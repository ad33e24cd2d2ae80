import { linkSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatMailboxPath, isInbox, MailError, type MailboxPath } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { directoryOf, type MaildirAccount, nameInAccount } from './maildir-account.ts';
import { pathFile, stateFile } from './mailbox-state.ts';
import { checkDirectory, makeDirectory, removeFile, replaceFile, statOrAbsent, syncDirectory } from './safe-fs.ts';

/**
 * Renames one mailbox; those below it are renamed by calls of their own. By one rename of its directory, or, with LAYOUT=fs
 * where other mailboxes lie in it, part by part with `cur` last, so that either name shows the whole mailbox or none does.
 */
export function renameMailbox(account: MaildirAccount, from: MailboxPath, to: MailboxPath): void {
  const [oldName, newName] = [nameInAccount(account, from), nameInAccount(account, to)];
  const [source, target] = [directoryOf(account, oldName), directoryOf(account, newName)];
  if (isInbox(from) || isInbox(to)) throw cannotRename(from, 'INBOX keeps its name');
  if (!checkDirectory(account.root, oldName.directory, 'target')) throw cannotRename(from, 'it is not there');
  if (statOrAbsent(`${target}/cur`) !== undefined)
    throw cannotRename(from, `${formatMailboxPath(to)} is there already`);
  makeParents(account, newName.directory);
  const path = Buffer.from(JSON.stringify(to)).toString('latin1');
  if (account.rules.layout === 'maildir++') renameSync(source, target);
  else moveParts(account, source, target);
  if (newName.shortened) replaceFile(`${target}/${pathFile}`, path, account.fileMode);
  else removeFile(`${target}/${pathFile}`);
  for (const directory of new Set([dirname(source), dirname(target)]))
    unlessErrno(['ENOENT'], () => syncDirectory(directory));
}

function makeParents(account: MaildirAccount, directory: string): void {
  const parents = directory.split('/').slice(0, -1);
  parents.forEach((_, depth) => {
    const below = parents.slice(0, depth + 1).join('/');
    makeDirectory(`${account.root}/${below}`, account.directoryMode);
    checkDirectory(account.root, below, 'target');
  });
}

function moveParts(account: MaildirAccount, source: string, target: string): void {
  makeDirectory(target, account.directoryMode);
  const parts = readdirSync(source).filter((part) => part !== 'cur' && part !== stateFile && isPart(part));
  // Killed here, either name is marked as ours, and one of them holds the mail.
  unlessErrno(['ENOENT', 'EEXIST'], () => linkSync(`${source}/${stateFile}`, `${target}/${stateFile}`));
  for (const part of parts) renameSync(`${source}/${part}`, `${target}/${part}`);
  renameSync(`${source}/cur`, `${target}/cur`);
  removeFile(`${source}/${stateFile}`);
  syncDirectory(target);
  for (let path = source; path !== account.root; path = dirname(path)) {
    if (!unlessErrno(['ENOTEMPTY', 'EEXIST'], () => (rmdirSync(path), true))) return;
  }
}

function isPart(name: string): boolean {
  return /^(?:new|tmp|maildirfolder|maildirsize|dovecot[.-].*|sourdine-.*)$/.test(name);
}

function cannotRename(path: MailboxPath, why: string): MailError {
  return new MailError(`${formatMailboxPath(path)} cannot be renamed: ${why}`, {
    code: 'MAILDIR_RENAME',
    scope: 'mailbox',
    side: 'target',
  });
}
