import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, type Stats, statSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError, MailError } from '@sourdine/core';
import {
  errorCode,
  formatLocation,
  lastPart,
  type Location,
  locationError,
  lstatLocation,
  sibling,
  withParentFolder,
} from './location.ts';

/** Age from which a lock is taken for left behind: c-client unix.h, LOCKTIMEOUT. */
export const staleLockMs: number = 5 * 60 * 1000;

const pollMs = 100;

/** Bytes of a file name: NAME_MAX of Linux. */
const longestName = 255;

export interface LockOptions {
  /** Milliseconds to wait for another program's lock to go. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Waits until no other program holds `FILE.lock`. One older than five minutes does not count, nor does a symbolic link, as in
 * c-client. Throws MBOX_LOCKED (retryable).
 */
export async function waitForDotlock(location: Location, options: LockOptions): Promise<void> {
  const until = Date.now() + options.waitMs;
  while (isLocked(location)) {
    if (Date.now() >= until) throw lockedError(location);
    await pause(options.signal);
  }
}

/**
 * Takes `FILE.lock` for a mailbox file, so that uw-imapd, procmail and the rest keep away, and gives it back when disposed. This writes
 * beside the mailbox. A lock left behind is removed first. Throws MBOX_LOCKED (retryable) where another program keeps it longer
 * than `waitMs`, MBOX_LOCK_FAILED where it can't be made.
 */
export async function takeDotlock(location: Location, options: LockOptions): Promise<Disposable> {
  const until = Date.now() + options.waitMs;
  for (;;) {
    const lock = tryDotlock(location);
    if (lock !== undefined) return lock;
    if (!removeStale(location)) {
      if (Date.now() >= until) throw lockedError(location);
      await pause(options.signal);
    }
  }
}

/** A name of more than 250 bytes leaves no room for a lock's, so no program can hold one. */
function isLocked(location: Location): boolean {
  const lock = sibling(location, '.lock');
  if (lastPart(lock).length > longestName) return false;
  const stats = lstatLocation(lock);
  return stats !== undefined && !stats.isSymbolicLink() && Date.now() < stats.ctimeMs + staleLockMs;
}

/** A file of our own is linked to the lock's name: that either works or not, over NFS too. */
function tryDotlock(location: Location): Disposable | undefined {
  const lock = lastPart(sibling(location, '.lock'));
  const own = lastPart(sibling(location, `.${process.pid}.${randomBytes(6).toString('hex')}`));
  try {
    return withParentFolder(location, (prefix) => {
      const ownPath = Buffer.concat([prefix, own]);
      const fd = openSync(ownPath, 'wx', 0o644);
      try {
        writeSync(fd, `${process.pid}`);
        linkSync(ownPath, Buffer.concat([prefix, lock]));
        const { ino, mtimeMs } = statSync(ownPath);
        return { [Symbol.dispose]: () => releaseDotlock(location, { ino, mtimeMs }) };
      } finally {
        closeSync(fd);
        unlinkSync(ownPath);
      }
    });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    const { message, at, hint } = locationError(error, location, 'mailbox');
    throw new MailError(message, {
      code: 'MBOX_LOCK_FAILED',
      scope: 'mailbox',
      side: 'source',
      cause: error,
      ...(at && { at }),
      ...(hint !== undefined && { hint }),
    });
  }
}

/** Another program may have thought ours left behind and hold one of its own. */
function releaseDotlock(location: Location, own: Pick<Stats, 'ino' | 'mtimeMs'>): void {
  const lock = sibling(location, '.lock');
  withParentFolder(lock, (prefix) => {
    const path = Buffer.concat([prefix, lastPart(lock)]);
    try {
      const { ino, mtimeMs } = lstatSync(path);
      if (ino === own.ino && mtimeMs === own.mtimeMs) unlinkSync(path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  });
}

/** True where the lock is gone. */
function removeStale(location: Location): boolean {
  const lock = sibling(location, '.lock');
  const stats = lstatLocation(lock);
  if (stats === undefined) return true;
  if (stats.isSymbolicLink() || Date.now() < stats.ctimeMs + staleLockMs) return false;
  withParentFolder(lock, (prefix) => unlinkSync(Buffer.concat([prefix, lastPart(lock)])));
  return true;
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw cancelledError(error);
  }
}

function lockedError(location: Location): MailError {
  return new MailError('Another program keeps the mailbox locked', {
    code: 'MBOX_LOCKED',
    scope: 'mailbox',
    side: 'busy',
    retryable: true,
    at: { file: `${formatLocation(location)}.lock` },
    hint: 'Run the same command again later; a lock older than five minutes no longer counts.',
  });
}
