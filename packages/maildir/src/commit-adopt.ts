import { readdirSync, renameSync } from 'node:fs';
import type { CommitOptions } from '@sourdine/core';
import type { MailboxChanges } from './mailbox-changes.ts';
import { writeKeywords } from './commit-keywords.ts';
import { removeIndexes, writeFinalState } from './commit-state.ts';
import { unlessErrno } from './errors.ts';
import { newGuid } from './mailbox-guid.ts';
import type { MailboxSnapshot } from './mailbox-snapshot.ts';
import { flagsFile, pathFile, writeState } from './mailbox-state.ts';
import { backdate, makeDirectory, replaceFile, syncDirectory } from './safe-fs.ts';

/**
 * Fills a mailbox that is there and holds no message, as INBOX or one that the server made: the lists first, then the whole
 * of `cur` by one rename. Killed before that rename, the lists name files that are not there, which every reader passes over.
 */
export async function adoptStaged(
  changes: MailboxChanges,
  snapshot: MailboxSnapshot,
  options: CommitOptions,
): Promise<void> {
  const { account, directory, staged, uidValidity, name } = changes;
  const before = snapshot.uidlist?.uidValidity === uidValidity ? snapshot.uidlist : undefined;
  staged.finish(
    {
      uidNext: Math.max(options.uidNext, staged.lastUid + 1, before?.uidNext ?? 1),
      guid: snapshot.uidlist?.guid ?? newGuid(),
      extensions: snapshot.uidlist?.extensions ?? [],
    },
    true,
  );
  const voided = snapshot.state?.voided ?? [];
  writeState(directory, { uidValidity, voided }, account.fileMode, staged.directory);
  if (name.directory !== '' && account.rules.layout === 'maildir++')
    replaceFile(`${directory}/maildirfolder`, '', account.fileMode, `${staged.directory}/maildirfolder`);
  if (name.shortened)
    replaceFile(
      `${directory}/${pathFile}`,
      Buffer.from(JSON.stringify(changes.path)).toString('latin1'),
      account.fileMode,
      `${staged.directory}/${pathFile}`,
    );
  removeIndexes(account, directory);
  writeKeywords(directory, changes.keywords, account.fileMode, staged.directory);
  // Long past, so that whatever changes them later shows, and no tick of the clock need be waited for.
  for (const part of ['cur', 'dovecot-uidlist']) backdate(`${staged.directory}/${part}`);
  syncDirectory(staged.directory);
  renameSync(`${staged.directory}/dovecot-uidlist`, `${directory}/dovecot-uidlist`);
  for (const below of ['new', 'tmp']) {
    if (makeDirectory(`${directory}/${below}`, account.directoryMode) && below === 'new') backdate(`${directory}/new`);
  }
  moveCur(staged.directory, directory, account.directoryMode);
  syncDirectory(directory);
  renameSync(`${staged.directory}/${flagsFile}`, `${directory}/${flagsFile}`);
  await writeFinalState(changes, options.sourceToken, staged.flagsId);
}

/** `cur` as a whole; file by file where the one that is there holds something that is no message. */
function moveCur(from: string, to: string, mode: number): void {
  const moved = unlessErrno(['ENOTEMPTY', 'EEXIST'], () => (renameSync(`${from}/cur`, `${to}/cur`), true));
  if (moved) return;
  makeDirectory(`${to}/cur`, mode);
  for (const name of readdirSync(`${from}/cur`)) renameSync(`${from}/cur/${name}`, `${to}/cur/${name}`);
  syncDirectory(`${to}/cur`);
}
