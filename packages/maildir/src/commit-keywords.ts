import { readdirSync, renameSync } from 'node:fs';
import type { Diagnostic } from '@sourdine/core';
import { formatMaildirSuffix, isMaildirKeyword, type MaildirKeywords, parseMaildirSuffix } from '@sourdine/core-flags';
import type { MailboxChanges } from './mailbox-changes.ts';
import { readKeywords } from './mailbox-snapshot.ts';
import { parseBaseName, splitName } from './message-name.ts';
import { replaceFile, setModificationTime, statOrAbsent } from './safe-fs.ts';

/** Gives the letters that remain to keywords which the source defines and no message has. */
export function defineKeywords(keywords: MaildirKeywords, defined: readonly string[]): readonly Diagnostic[] {
  const left = defined.filter((name) => !isMaildirKeyword(name) || keywords.assign(name) === undefined);
  if (left.length === 0) return [];
  return [
    {
      level: 'note',
      code: 'MAILDIR_KEYWORD_UNUSED',
      message: `Keywords that the mailbox defines and no message newly has are not defined on the target: ${left.join(' ')}`,
    },
  ];
}

/**
 * The table under the lock: the server may have given letters since it was read. If it gave one of those that staged names
 * use, these names are written anew.
 */
export function mergeKeywords(changes: MailboxChanges): MaildirKeywords {
  const { keywords, directory, staged, account } = changes;
  const now = readKeywords(directory, account.context.limits);
  const moved = keywords.names.filter((name) => now.assign(name) !== keywords.letterOf(name));
  if (moved.length === 0) return now;
  for (const name of readdirSync(`${staged.directory}/cur`)) {
    const { base, suffix } = splitName(name);
    const { flags } = parseMaildirSuffix(suffix, keywords);
    const formatted = formatMaildirSuffix(flags, now);
    const uid = parseBaseName(base)?.uid;
    if (formatted.lost.length > 0 && uid !== undefined) staged.losses.add(uid, formatted.lost);
    if (formatted.suffix !== suffix)
      renameSync(`${staged.directory}/cur/${name}`, `${staged.directory}/cur/${base}${formatted.suffix}`);
  }
  return now;
}

/** Replaces `dovecot-keywords` if letters were given. Dovecot reads it again when its mtime differs in whole seconds. */
export function writeKeywords(directory: string, keywords: MaildirKeywords, mode: number, staging: string): void {
  if (!keywords.changed) return;
  const path = `${directory}/dovecot-keywords`;
  const before = statOrAbsent(path);
  replaceFile(path, Buffer.from(keywords.format()).toString('latin1'), mode, `${staging}/dovecot-keywords.new`);
  const now = Math.floor(Date.now() / 1000);
  const last = before === undefined ? 0 : Number(before.mtimeNs / 1_000_000_000n);
  if (now <= last) setModificationTime(path, last + 1);
}
