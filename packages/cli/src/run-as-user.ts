import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MailError } from '@sourdine/core';
import { usageError } from './usage-error.ts';

/** What the passwd database says of a user. */
interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/**
 * Turns this process into one of the user's own, for good: groups, group, user, HOME, umask 077. Call it before any file
 * of the user is touched, and before other threads are started. `root` stays root.
 *
 * Throws a usage error where that cannot be, and an internal one where the step back is still open.
 */
export function runAsUser(name: string): void {
  if (process.getuid?.() === undefined) throw usageError('AS_UNSUPPORTED', 'This system has no users to run as');
  if (process.getuid() !== 0) {
    if (userInfo().username === name) return;
    throw usageError('AS_NEEDS_ROOT', `Only root can work as "${name}"`, 'Leave --as out, or run it with sudo.');
  }
  const account = readAccount(name);
  if (account.uid === 0) return;
  const files = programFiles();
  becomeUser(account);
  checkNoWayBack(account);
  checkReadable(files, account);
}

/**
 * Asks the passwd database in whatever way the system is set up (files, NIS, LDAP): the C library resolves the name to
 * become it for a moment, and is then asked who that is. No file is touched in between.
 */
function readAccount(name: string): Account {
  if (name === 'root') return { name, uid: 0, gid: 0, home: '/root' };
  try {
    process.seteuid?.(name);
  } catch {
    throw usageError('AS_USER_UNKNOWN', `There is no user "${name}" on this machine`, `Does "id ${name}" know it?`);
  }
  try {
    const { username, uid, gid, homedir } = userInfo();
    if (username === name) return { name, uid, gid, home: homedir };
    throw usageError('AS_USER_AMBIGUOUS', `"${name}" is also "${username}": they share the user id ${uid}`);
  } finally {
    process.seteuid?.(0);
  }
}

/** Groups first: only root may set them. */
function becomeUser({ name, uid, gid, home }: Account): void {
  // Missing in @types/node.
  const posix = process as typeof process & { initgroups?: (user: string, extraGroup: number) => void };
  posix.initgroups?.(name, gid);
  process.setgid?.(gid);
  process.setuid?.(uid);
  process.umask(0o077);
  // The folder that root stood in may be closed to the user.
  process.chdir('/');
  process.env['HOME'] = home;
  process.env['USER'] = name;
  process.env['LOGNAME'] = name;
}

/** A privilege that can be had back was never given up. */
function checkNoWayBack({ uid, gid }: Account): void {
  const ids = [process.getuid?.(), process.geteuid?.(), process.getgid?.(), process.getegid?.()];
  const asPlanned = ids.join() === [uid, uid, gid, gid].join();
  const waysBack = [() => process.setuid?.(0), () => process.seteuid?.(0)];
  if (gid !== 0) waysBack.push(() => process.setgid?.(0));
  if (asPlanned && !waysBack.some(succeeds)) return;
  throw new MailError('Root could not be given up for good', {
    code: 'AS_NOT_FINAL',
    scope: 'account',
    side: 'internal',
    hint: 'Run it as the user instead, as with "su" or "setpriv".',
  });
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

/** One file of each package, looked up while that is possible for sure. */
function programFiles(): readonly string[] {
  const packages = ['core', 'mbox', 'maildir', 'sync'].map((part) => import.meta.resolve(`@sourdine/${part}`));
  return [import.meta.url, ...packages].map((url) => fileURLToPath(url));
}

/** Stores and worker threads are loaded as the user. */
function checkReadable(files: readonly string[], { name }: Account): void {
  const unreadable = files.find((file) => !succeeds(() => accessSync(file, constants.R_OK)));
  if (unreadable === undefined) return;
  throw usageError(
    'AS_PROGRAM_UNREADABLE',
    `${name} cannot read the program itself: ${unreadable}`,
    'Install sourdine where everybody can read it, such as /usr/local.',
  );
}
