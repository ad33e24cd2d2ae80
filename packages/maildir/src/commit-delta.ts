import { readdirSync, renameSync } from 'node:fs';
import type { CommitOptions } from '@sourdine/core';
import { formatMaildirSuffix, parseMaildirSuffix } from '@sourdine/core-flags';
import type { MailboxChanges } from './mailbox-changes.ts';
import { writeKeywords } from './commit-keywords.ts';
import { type DeltaPlan, planDelta } from './commit-plan.ts';
import { removeIndexes, writeFinalState } from './commit-state.ts';
import { unlessErrno } from './errors.ts';
import { LineFile } from './line-file.ts';
import type { MailboxSnapshot, OurFile } from './mailbox-snapshot.ts';
import { flagsFile, writeState } from './mailbox-state.ts';
import { fileIn, makeDirectory, readControlFile, removeFile, syncDirectory } from './safe-fs.ts';
import { scanMailbox } from './scan.ts';
import { SyncedFlagsWriter } from './synced-flags.ts';
import { formatUidlistHeader, formatUidlistRecord, parseUidlist, type Uidlist, type UidlistRecord } from './uidlist.ts';

/**
 * Changes a mailbox that holds messages, under the server's lock. The order is such that after a kill between any two steps
 * no UID that the uidlist has given tells of another message, and the next pass comes to the same end. Until then a server may
 * show a file that is being replaced, or voided by another UIDVALIDITY, under a new UID at the end.
 *
 * 1. the state says which UIDVALIDITYs are being voided; 2. indexes go if UIDs change their meaning; 3. keywords; 4. the
 * uidlist, which names files that come and files that go; 5. files come; 6. flags; 7. files go; 8. the uidlist without them;
 * 9. the state.
 */
export async function applyDelta(
  changes: MailboxChanges,
  snapshot: MailboxSnapshot,
  options: CommitOptions,
): Promise<void> {
  const { account, directory, staged, uidValidity } = changes;
  const plan = planDelta(changes, snapshot, readStaged(changes), options.uidNext);
  const voided = new Set([
    ...(snapshot.state?.voided ?? []),
    ...(snapshot.uidValidity === undefined ? [] : [snapshot.uidValidity]),
  ]);
  voided.delete(uidValidity);
  if (voided.size > 0 || snapshot.state?.uidValidity !== uidValidity) {
    writeState(directory, { uidValidity, voided: [...voided] }, account.fileMode, staged.directory);
  }
  if (plan.voidsIndexes) removeIndexes(account, directory);
  formatNewSuffixes(changes, plan);
  writeKeywords(directory, changes.keywords, account.fileMode, staged.directory);
  if (plan.uidlistChanges) replaceUidlist(changes, plan.uidlist, [...plan.records.values(), ...plan.goingRecords]);
  for (const below of ['cur', 'new', 'tmp']) makeDirectory(`${directory}/${below}`, account.directoryMode);
  for (const name of readdirSync(`${staged.directory}/cur`))
    renameSync(`${staged.directory}/cur/${name}`, `${directory}/cur/${name}`);
  for (const [file, suffix] of plan.suffixes) renameSuffix(directory, file, suffix);
  for (const file of plan.going) removeMessage(directory, file);
  syncDirectory(`${directory}/cur`);
  syncDirectory(`${directory}/new`);
  if (plan.goingRecords.length > 0) replaceUidlist(changes, plan.uidlist, [...plan.records.values()]);
  const flagsId = replaceFlags(changes, plan);
  await writeFinalState(changes, options.sourceToken, flagsId);
}

/** The uidlist of what is staged: its records. */
function readStaged({ staged, account, uidValidity }: MailboxChanges): readonly UidlistRecord[] {
  const text = readControlFile(
    `${staged.directory}/dovecot-uidlist`,
    account.context.limits.messagesPerMailbox * 400,
    'target',
  );
  const { uidlist } = parseUidlist(text ?? '');
  if (uidlist?.uidValidity !== uidValidity) throw new Error('the staged uidlist is not as it was written');
  return uidlist.records;
}

/** Gives letters before the keyword table is written. */
function formatNewSuffixes({ newFlags, keywords, staged }: MailboxChanges, plan: DeltaPlan): void {
  for (const [uid, file] of plan.kept) {
    const flags = newFlags.get(uid);
    if (flags === undefined) continue;
    const formatted = formatMaildirSuffix(flags, keywords, parseMaildirSuffix(file.suffix, keywords));
    if (formatted.lost.length > 0) staged.losses.add(uid, formatted.lost);
    if (formatted.suffix !== file.suffix) plan.suffixes.push([file, formatted.suffix]);
  }
}

function replaceUidlist(
  { directory, account, staged }: MailboxChanges,
  header: Omit<Uidlist, 'records'>,
  records: UidlistRecord[],
): void {
  const temporary = `${staged.directory}/dovecot-uidlist.new`;
  removeFile(temporary);
  const file = new LineFile(temporary, account.fileMode);
  try {
    file.write(formatUidlistHeader(header));
    for (const record of records.sort((a, b) => a.uid - b.uid)) file.write(formatUidlistRecord(record));
    file.close(true);
    renameSync(temporary, `${directory}/dovecot-uidlist`);
  } catch (error) {
    file.discard();
    removeFile(temporary);
    throw error;
  }
  syncDirectory(directory);
}

/** New letters; from new to cur, where letters count. */
function renameSuffix(directory: string, file: OurFile, suffix: string): void {
  const to = `${directory}/cur/${file.base}${suffix}`;
  const rename = (found: Pick<OurFile, 'directory' | 'name'>): true | undefined =>
    unlessErrno(['ENOENT'], () => (renameSync(fileIn(`${directory}/${found.directory}`, found.name), to), true));
  if (rename(file)) return;
  // Another program renamed it without the lock. Gone altogether, it was expunged.
  const now = scanMailbox(directory).files.get(file.base);
  if (now !== undefined) rename(now);
}

function removeMessage(directory: string, file: OurFile): void {
  if (removeFile(fileIn(`${directory}/${file.directory}`, file.name))) return;
  const now = scanMailbox(directory).files.get(file.base);
  if (now !== undefined) removeFile(fileIn(`${directory}/${now.directory}`, now.name));
}

/** Writes `sourdine-flags` for all messages of ours. Returns its id. */
function replaceFlags(changes: MailboxChanges, plan: DeltaPlan): string {
  const { directory, staged, account, synced, newFlags, sourceFlags } = changes;
  const temporary = `${staged.directory}/${flagsFile}.new`;
  removeFile(temporary);
  const stagedFlags = staged.readFlags(account.context.limits);
  const writer = new SyncedFlagsWriter(temporary, account.fileMode, staged.flagsId);
  for (const uid of plan.ourUids) {
    const flags = plan.kept.has(uid)
      ? (sourceFlags.get(uid) ?? newFlags.get(uid) ?? synced.get(uid))
      : stagedFlags.get(uid);
    writer.add(uid, flags);
  }
  writer.close(true);
  renameSync(temporary, `${directory}/${flagsFile}`);
  return staged.flagsId;
}
