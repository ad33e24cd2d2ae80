import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailboxChanges } from './mailbox-changes.ts';
import { unlessErrno } from './errors.ts';
import type { MaildirAccount } from './maildir-account.ts';
import { fingerprint, writeState } from './mailbox-state.ts';
import { removeFile, statOrAbsent, syncDirectory } from './safe-fs.ts';

/** File systems take times from a clock that ticks every 1 to 10 ms: of two changes in one tick the second does not show. */
const tickMilliseconds = 12;

/**
 * Writes `sourdine-state`, the last step of a pass. Waits until the clock of the file system has gone on, so that the
 * fingerprint can equal no later state.
 */
export async function writeFinalState(
  changes: MailboxChanges,
  token: string | undefined,
  flagsId: string,
): Promise<void> {
  const { directory, uidValidity, account } = changes;
  const newest = ['cur', 'new', 'dovecot-uidlist'].map(
    (name) => Number(statOrAbsent(`${directory}/${name}`)?.mtimeNs ?? 0n) / 1e6,
  );
  const wait = Math.max(...newest) + tickMilliseconds - account.context.now();
  if (wait > 0 && wait <= tickMilliseconds) await sleep(wait);
  const print = fingerprint(directory);
  writeState(
    directory,
    {
      uidValidity,
      voided: [],
      flagsId,
      ...(token !== undefined && { token }),
      ...(print !== undefined && { fingerprint: print }),
    },
    account.fileMode,
    changes.staged.directory,
  );
  syncDirectory(directory);
}

/**
 * Removes Dovecot's indexes of a mailbox, and those of the list of mailboxes, which hold UIDVALIDITY and UIDNEXT of each.
 * They are caches: Dovecot makes them anew from uidlist and names. Left there they would tell of messages that are gone, and
 * Dovecot gives a UID below its index's UIDNEXT to no file (maildir-sync-index.c, maildir_handle_uid_insertion()).
 */
export function removeIndexes(account: MaildirAccount, directory: string): void {
  removeMatching(directory, /^dovecot\.index(?:\.|$)/);
  removeMatching(account.root, /^dovecot\.list\.index(?:\.|$)/);
}

function removeMatching(directory: string, pattern: RegExp): void {
  for (const name of unlessErrno(['ENOENT'], () => readdirSync(directory)) ?? []) {
    if (pattern.test(name)) removeFile(`${directory}/${name}`);
  }
}
