import { readdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommitOptions, CommitReport, Diagnostic } from '@sourdine/core';
import { formatMailboxPath } from '@sourdine/core';
import { adoptStaged } from './commit-adopt.ts';
import { applyDelta } from './commit-delta.ts';
import { defineKeywords, mergeKeywords } from './commit-keywords.ts';
import { unlessErrno } from './errors.ts';
import { flushFiles } from './flush.ts';
import type { MailboxChanges } from './mailbox-changes.ts';
import type { MaildirAccount } from './maildir-account.ts';
import type { StoredName } from './mailbox-name.ts';
import { takeSnapshot } from './mailbox-snapshot.ts';
import { fingerprint, pathFile, stateFile, formatState } from './mailbox-state.ts';
import { newGuid } from './mailbox-guid.ts';
import { backdate, checkDirectory, makeDirectory, syncDirectory, writeNewFile } from './safe-fs.ts';
import type { StagedMessages } from './staged-messages.ts';
import { UidlistLock } from './uidlist-lock.ts';

/** Makes a transaction visible. See SinkMailbox.commit in core for what holds when it is killed. */
export async function commitChanges(changes: MailboxChanges, options: CommitOptions): Promise<CommitReport> {
  const diagnostics: Diagnostic[] = [];
  const asNew = !changes.existed && (await moveIntoPlace(changes, options, diagnostics));
  if (!asNew) await changeInPlace(changes, options, diagnostics);
  const visible = formatMailboxPath(changes.name.visible);
  return { diagnostics: [...changes.staged.losses.diagnostics(visible), ...diagnostics] };
}

/** A mailbox that is not there yet: one rename makes all of it appear. False where somebody made it meanwhile. */
async function moveIntoPlace(
  changes: MailboxChanges,
  options: CommitOptions,
  diagnostics: Diagnostic[],
): Promise<boolean> {
  const { account, staged, directory } = changes;
  diagnostics.push(...defineKeywords(changes.keywords, options.keywords));
  staged.finish({ uidNext: Math.max(options.uidNext, staged.lastUid + 1), guid: newGuid(), extensions: [] });
  writeControlFiles(changes);
  // Long past, so that whatever touches the directories later shows, however coarse the clock of the file system.
  for (const below of ['cur', 'new']) backdate(`${staged.directory}/${below}`);
  writeStagedState(changes, options.sourceToken);
  await flushStaged(staged);
  makeParents(account, changes.name);
  const moved = unlessErrno(['ENOTEMPTY', 'EEXIST'], () => (renameSync(staged.directory, directory), true));
  if (moved === undefined) return false;
  syncDirectory(dirname(directory));
  return true;
}

function writeControlFiles(changes: MailboxChanges): void {
  const { staged, keywords, name, account } = changes;
  const write = (file: string, text: string): void =>
    writeNewFile(`${staged.directory}/${file}`, text, account.fileMode, false);
  const table = keywords.format();
  if (table !== '') write('dovecot-keywords', Buffer.from(table).toString('latin1'));
  if (account.rules.layout === 'maildir++') write('maildirfolder', '');
  if (name.shortened) write(pathFile, Buffer.from(JSON.stringify(changes.path)).toString('latin1'));
}

function writeStagedState(changes: MailboxChanges, token: string | undefined): void {
  const { staged, uidValidity, account } = changes;
  const print = fingerprint(staged.directory);
  const state = {
    uidValidity,
    voided: [],
    flagsId: staged.flagsId,
    ...(token !== undefined && { token }),
    ...(print !== undefined && { fingerprint: print }),
  };
  writeNewFile(`${staged.directory}/${stateFile}`, formatState(state), account.fileMode, false);
}

/** With LAYOUT=fs a mailbox lies in its parents, which need not be mailboxes themselves. */
function makeParents(account: MaildirAccount, name: StoredName): void {
  const parents = name.directory.split('/').slice(0, -1);
  for (let depth = 1; depth <= parents.length; depth++) {
    const below = parents.slice(0, depth).join('/');
    const made = makeDirectory(`${account.root}/${below}`, account.directoryMode);
    checkDirectory(account.root, below, 'target');
    if (made) syncDirectory(dirname(`${account.root}/${below}`));
  }
}

/** Writes all that is staged to disk. */
async function flushStaged(staged: StagedMessages): Promise<void> {
  const { directory } = staged;
  const files = function* (): Iterable<string> {
    for (const name of readdirSync(`${directory}/cur`)) yield `${directory}/cur/${name}`;
    yield `${directory}/cur`;
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isFile()) yield `${directory}/${entry.name}`;
    yield directory;
  };
  await flushFiles(directory, files, staged.count + 4);
}

/** A mailbox that is there: under the server's lock, and on what is there then. */
async function changeInPlace(
  changes: MailboxChanges,
  options: CommitOptions,
  diagnostics: Diagnostic[],
): Promise<void> {
  const { account, directory, staged } = changes;
  staged.finish({ uidNext: Math.max(options.uidNext, staged.lastUid + 1), guid: newGuid(), extensions: [] });
  await flushStaged(staged);
  using _lock = await UidlistLock.take({
    directory,
    mode: account.fileMode,
    signal: account.context.signal,
    timeout: account.lockTimeout,
  });
  const snapshot = takeSnapshot(directory, account.context.limits);
  diagnostics.push(...snapshot.diagnostics);
  const keywords = mergeKeywords(changes);
  diagnostics.push(...defineKeywords(keywords, options.keywords));
  const empty = snapshot.ours.size + snapshot.leftovers.length + snapshot.foreign.length === 0;
  const apply = empty ? adoptStaged : applyDelta;
  await apply({ ...changes, keywords }, snapshot, options);
}
