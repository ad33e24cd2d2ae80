import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { MailError } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { readStart, removeFile } from './safe-fs.ts';

/** Dovecot overrides a uidlist lock after so long without a change (maildir-uidlist.h, MAILDIR_UIDLIST_LOCK_STALE_TIMEOUT). */
const staleMilliseconds = 120_000;

/** Within so long of its making Dovecot does not look who holds a lock (file-dotlock.c, STALE_PID_CHECK_SECS). */
const youngMilliseconds = 2_000;

export interface UidlistLockOptions {
  readonly directory: string;
  readonly mode: number;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for another holder. */
  readonly timeout: number;
}

/**
 * `dovecot-uidlist.lock`, as Dovecot takes it (file-dotlock.c): the file is a link and says `pid:host`. Whoever
 * holds it may change uidlist, keywords and file names; Dovecot waits. A lock is overridden when its process on this host
 * is gone, or when neither it nor the uidlist changed for two minutes and no living process of this host holds it.
 */
export class UidlistLock implements Disposable {
  readonly #path: string;
  readonly #inode: bigint;

  private constructor(path: string, inode: bigint) {
    this.#path = path;
    this.#inode = inode;
  }

  /** Throws MAILDIR_BUSY (retryable) after the timeout. */
  static async take(options: UidlistLockOptions): Promise<UidlistLock> {
    const path = `${options.directory}/dovecot-uidlist.lock`;
    const deadline = performance.now() + options.timeout;
    for (let wait = 5; ; wait = Math.min(wait * 2, 250)) {
      const inode = createLock(path, options.mode);
      if (inode !== undefined) return new UidlistLock(path, inode);
      if (overrideStale(path, options.directory)) continue;
      if (options.signal.aborted || performance.now() >= deadline) throw busy(path);
      await sleep(wait);
    }
  }

  /** Removes the lock, unless somebody took it over. */
  [Symbol.dispose](): void {
    const stat = unlessErrno(['ENOENT'], () => lstatSync(this.#path, { bigint: true }));
    if (stat?.ino === this.#inode) removeFile(this.#path);
  }
}

/**
 * Makes the lock whole or not at all, by a link to a file that says who holds it: a lock half-written by a process that was
 * killed would belong to nobody for two minutes. Undefined where somebody has the lock.
 */
function createLock(path: string, mode: number): bigint | undefined {
  const temporary = `${path}.sourdine`;
  // A killed process left it; no two of ours write one mailbox at a time.
  removeFile(temporary);
  try {
    const fd = openSync(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      mode,
    );
    try {
      writeSync(fd, `${process.pid}:${hostname()}`);
      fsyncSync(fd);
      return unlessErrno(['EEXIST'], () => {
        linkSync(temporary, path);
        return fstatSync(fd, { bigint: true }).ino;
      });
    } finally {
      closeSync(fd);
    }
  } finally {
    removeFile(temporary);
  }
}

/** Removes a stale lock; true where there is none any more. */
function overrideStale(path: string, directory: string): boolean {
  const stat = unlessErrno(['ENOENT'], () => lstatSync(path));
  if (stat === undefined) return true;
  const age = Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs);
  if (age < youngMilliseconds) return false;
  const holder = readHolder(path);
  if (holder === undefined) {
    const uidlist = unlessErrno(['ENOENT'], () => statSync(`${directory}/dovecot-uidlist`));
    if (age < staleMilliseconds || Date.now() - (uidlist?.mtimeMs ?? 0) < staleMilliseconds) return false;
  } else if (holder !== process.pid && isAlive(holder)) return false;
  const now = unlessErrno(['ENOENT'], () => lstatSync(path));
  if (now !== undefined && now.ino === stat.ino && now.ctimeMs === stat.ctimeMs) removeFile(path);
  return true;
}

/** The process of this host that holds the lock. Our own PID in a lock we do not hold is a dead process's, used again. */
function readHolder(path: string): number | undefined {
  const text = unlessErrno(['EACCES', 'EISDIR', 'ESPIPE'], () => readStart(path, 1024));
  const match = /^([1-9][0-9]{0,9}):([^\n]*)\n?$/.exec(text ?? '');
  return match?.[2] === hostname() ? Number(match[1]) : undefined;
}

export function isAlive(pid: number): boolean {
  return (
    unlessErrno(['ESRCH'], () => {
      try {
        return process.kill(pid, 0);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
        throw error;
      }
    }) ?? false
  );
}

function busy(path: string): MailError {
  return new MailError('The mailbox is locked by the mail server', {
    code: 'MAILDIR_BUSY',
    scope: 'mailbox',
    side: 'busy',
    retryable: true,
    at: { file: path },
    hint: 'Run the same command again; if it lasts, see which process holds that file.',
  });
}
