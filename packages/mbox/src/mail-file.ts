import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { MailError } from '@sourdine/core';
import {
  formatLocation,
  lastPart,
  type Location,
  locationError,
  symbolicLinkError,
  withParentFolder,
} from './location.ts';

/** Changes when files read in the same state would be told differently: part of every change token. */
export const rulesVersion = 'uw1';

const openFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** A regular file, open to be read, and the state it was in when opened. */
export class MailFile implements Disposable {
  readonly location: Location;
  readonly fd: number;
  readonly size: number;
  /** Modification time, seconds since 1970. */
  readonly mtime: number;
  /** Owner. */
  readonly uid: number;
  /** Device and inode. */
  readonly identity: string;
  /** When the content or the inode last changed, milliseconds since 1970. */
  readonly changedAt: number;
  /** Equal where nothing changed. */
  readonly token: string;

  private constructor(location: Location, fd: number, stats: BigIntStats) {
    this.location = location;
    this.fd = fd;
    this.size = Number(stats.size);
    this.mtime = Math.floor(Number(stats.mtimeMs) / 1000);
    this.uid = Number(stats.uid);
    this.identity = `${stats.dev}.${stats.ino}`;
    this.changedAt = Number(stats.ctimeMs > stats.mtimeMs ? stats.ctimeMs : stats.mtimeMs);
    this.token = fileToken(stats);
  }

  /**
   * Opens what is there if it is a regular file; nothing else is ever opened. Throws MailError of scope `mailbox`:
   * MBOX_NOT_FOUND, MBOX_SYMBOLIC_LINK, MBOX_SPECIAL_FILE, MBOX_UNREADABLE.
   */
  static open(location: Location): MailFile {
    let fd: number | undefined;
    try {
      return withParentFolder(location, (prefix) => {
        const path = Buffer.concat([prefix, lastPart(location)]);
        requireRegular(lstatSync(path, { bigint: true }), location);
        fd = openSync(path, openFile);
        const stats = fstatSync(fd, { bigint: true });
        requireRegular(stats, location);
        return new MailFile(location, fd, stats);
      });
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      throw error instanceof MailError ? error : locationError(error, location, 'mailbox');
    }
  }

  /** Name for errors. */
  get name(): string {
    return formatLocation(this.location);
  }

  /** Whether the open file and the one of that name are still what was opened. */
  isUnchanged(): boolean {
    if (fileToken(fstatSync(this.fd, { bigint: true })) !== this.token) return false;
    return currentToken(this.location) === this.token;
  }

  /** The first bytes, at most `length`. */
  head(length: number): Buffer {
    const head = Buffer.alloc(Math.min(length, this.size));
    return head.subarray(0, readSync(this.fd, head, 0, head.length, 0));
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}

/** What the file now there has as its token; undefined where there is none. */
export function currentToken(location: Location): string | undefined {
  try {
    const path = (prefix: Buffer): Buffer => Buffer.concat([prefix, lastPart(location)]);
    return withParentFolder(location, (prefix) => fileToken(lstatSync(path(prefix), { bigint: true })));
  } catch {
    return undefined;
  }
}

export function fileToken(stats: BigIntStats): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return [dev, ino, size, mtimeNs, ctimeNs].map((value) => value.toString(36)).join('.');
}

function requireRegular(stats: BigIntStats, location: Location): void {
  if (stats.isFile()) return;
  if (stats.isSymbolicLink()) throw symbolicLinkError(location);
  throw new MailError('Not a regular file', {
    code: 'MBOX_SPECIAL_FILE',
    scope: 'mailbox',
    side: 'source',
    at: { file: formatLocation(location) },
  });
}
