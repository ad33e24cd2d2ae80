import { statOrAbsent } from './safe-fs.ts';

/** Of the rules by which a mailbox is read: another version makes all tokens differ. */
const rulesVersion = 1;

/** File systems take times from a clock that ticks every 1 to 10 ms. */
export const settleMilliseconds = 25;

/**
 * A token of all that a mailbox's messages depend on: the directories, which any file that comes, goes or is renamed changes,
 * and the lists. `fresh` where something changed so shortly ago that a next change might not show; undefined without mailbox.
 */
export function changeToken(directory: string, now: number): string | 'fresh' | undefined {
  const stats = ['cur', 'new', 'dovecot-uidlist', 'dovecot-keywords'].map((name) =>
    statOrAbsent(`${directory}/${name}`),
  );
  if (stats[0] === undefined) return undefined;
  const newest = Math.max(...stats.map((stat) => Number(stat?.ctimeNs ?? 0n) / 1e6));
  const age = now - newest;
  if (age >= 0 && age < settleMilliseconds - 5) return 'fresh';
  const parts = stats.map((stat) =>
    stat === undefined ? '-' : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join('.'),
  );
  return `maildir${rulesVersion} ${parts.join(' ')}`;
}
