import { linkSync, lstatSync, readFileSync, renameSync } from 'node:fs';
import { hostname } from 'node:os';
import { MailError } from '@sourdine/core';
import { errnoOf, unlessErrno } from './errors.ts';
import { readControlFile, removeFile, writeNewFile } from './safe-fs.ts';
import { isAlive } from './uidlist-lock.ts';

/** Who holds the account. */
interface Holder {
  readonly pid: number;
  /** Start of the process in clock ticks since boot: a PID is used again, the pair is not. */
  readonly started: string;
  /** Tells boots of the host apart. */
  readonly boot: string;
  readonly host: string;
}

/**
 * The lock of an account: `sourdine.lock` in its root, one line of JSON. Two runs on one target exclude each other; the mail
 * server has locks of its own and does not know this one.
 */
export class AccountLock implements Disposable {
  readonly #path: string;
  readonly #inode: bigint;

  private constructor(path: string) {
    this.#path = path;
    this.#inode = lstatSync(path, { bigint: true }).ino;
  }

  /** Throws MAILDIR_IN_USE (retryable) where another process holds it. */
  static take(root: string, mode: number): AccountLock {
    const path = `${root}/sourdine.lock`;
    const candidate = `${path}.${process.pid}`;
    removeFile(candidate);
    try {
      writeNewFile(candidate, `${JSON.stringify(describeSelf())}\n`, mode);
      for (let attempt = 0; attempt < 3; attempt++) {
        // A link appears with its contents or not at all, also on NFS.
        if (unlessErrno(['EEXIST'], () => (linkSync(candidate, path), true))) return new AccountLock(path);
        const text = readLock(path);
        if (text === undefined) continue;
        const holder = parseHolder(text);
        if (holder !== undefined && !isStale(holder)) throw inUse(path, holder);
        removeStale(path, text, candidate);
      }
    } finally {
      removeFile(candidate);
    }
    throw inUse(path, undefined);
  }

  [Symbol.dispose](): void {
    const stat = unlessErrno(['ENOENT'], () => lstatSync(this.#path, { bigint: true }));
    if (stat?.ino === this.#inode) removeFile(this.#path);
  }
}

/** Takes a stale lock away and looks once more: another run may have replaced it meanwhile. */
function removeStale(path: string, text: string, candidate: string): void {
  const aside = `${candidate}.stale`;
  if (!unlessErrno(['ENOENT'], () => (renameSync(path, aside), true))) return;
  if (readLock(aside) !== text) unlessErrno(['EEXIST'], () => linkSync(aside, path));
  removeFile(aside);
}

/** Empty for what no run of ours wrote: a link is not followed, a pipe not waited for, and a large file not read. */
function readLock(path: string): string | undefined {
  try {
    return readControlFile(path, 4096, 'target');
  } catch (error) {
    if (error instanceof MailError || errnoOf(error) === 'ELOOP') return '';
    throw error;
  }
}

function describeSelf(): Holder {
  return { pid: process.pid, started: startOf(process.pid), boot: bootId(), host: hostname() };
}

/** What cannot be read was cut off by a crash of the host: nobody holds it. */
function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'pid' in value && 'host' in value
      ? (value as Holder)
      : undefined;
  } catch {
    return undefined;
  }
}

function isStale(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  if (holder.boot !== bootId() || !isAlive(holder.pid)) return true;
  return startOf(holder.pid) !== holder.started;
}

/** Field 22 of /proc/PID/stat (proc(5)); the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string {
  const stat = unlessErrno(['ENOENT', 'ESRCH', 'EACCES'], () => readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function bootId(): string {
  return (
    unlessErrno(['ENOENT', 'EACCES'], () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()) ?? ''
  );
}

function inUse(path: string, holder: Holder | undefined): MailError {
  const elsewhere = holder !== undefined && holder.host !== hostname();
  return new MailError(
    holder === undefined
      ? 'Another run works on this account'
      : `Another run works on this account: process ${holder.pid} on ${holder.host}`,
    {
      code: 'MAILDIR_IN_USE',
      scope: 'account',
      side: 'busy',
      retryable: true,
      at: { file: path },
      hint: elsewhere
        ? `If that process is gone, remove ${path} by hand: from this host it cannot be told.`
        : 'Wait until it has ended, then run the same command again.',
    },
  );
}
