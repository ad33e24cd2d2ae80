import { statOrAbsent } from './safe-fs.ts';

/** Of the rules by which a mailbox is read: another version makes all tokens differ. */
const rulesVersion = 1;

/** File systems take times from a clock that ticks every 1 to 10 ms. */
export const settleMilliseconds = 25;

/** What can be told of a mailbox's state. */
export interface ChangeToken {
  /** Undefined where nothing can be told. */
  readonly token: string | undefined;
  /** Whether something changed so shortly ago that a next change might not show: then there is no token, and soon is. */
  readonly fresh: boolean;
}

/**
 * A token of all that a mailbox's messages depend on: the directories, which any file that comes, goes or is renamed changes,
 * and the lists. `now` is in milliseconds.
 */
export function readChangeToken(directory: string, now: number): ChangeToken {
  const names = ['cur', 'new', 'dovecot-uidlist', 'dovecot-keywords'];
  const stats = names.map((name) => statOrAbsent(`${directory}/${name}`));
  if (stats[0] === undefined) return { token: undefined, fresh: false };
  const age = now - Math.max(...stats.map((stat) => Number(stat?.ctimeNs ?? 0n) / 1e6));
  if (age >= 0 && age < settleMilliseconds - 5) return { token: undefined, fresh: true };
  const parts = stats.map((stat) =>
    stat === undefined ? '-' : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join('.'),
  );
  return { token: `maildir${rulesVersion} ${parts.join(' ')}`, fresh: false };
}
