import {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs';
import { asMailError, type LeftOut, type Limits, MailError } from '@sourdine/core';
import { detectFormat, type FileFormat, sniffBytes } from './file-format.ts';
import { canReach, errorCode, folderPrefix, formatLocation } from './location.ts';
import { fileToken } from './mail-file.ts';

/** A regular file of a home, looked into. */
export interface FoundFile {
  /** Names from the home down, as bytes on disk. */
  readonly parts: readonly Buffer[];
  readonly format: FileFormat;
  readonly size: number;
  readonly token: string;
  /** Device and inode: the same for two names of one file. */
  readonly identity: string;
}

export interface WalkedHome {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly LeftOut[];
  readonly errors: readonly MailError[];
}

/** Of @sourdine/maildir, account-lock.ts. */
const lockName = Buffer.from('sourdine.lock');

const openFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const openFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Looks at every file of a home but those whose name begins with a dot, and into each regular one. Symbolic links are not followed,
 * and nothing but folders and regular files is opened. Files are told in the order of their bytes.
 */
export function walkHome(home: string, limits: Limits): WalkedHome {
  return new HomeWalk(home, limits).run();
}

class HomeWalk {
  readonly #home: string;
  readonly #limits: Limits;
  readonly #files: FoundFile[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #errors: MailError[] = [];
  readonly #head: Buffer = Buffer.alloc(sniffBytes);
  #looked = 0;
  #reachable = false;

  constructor(home: string, limits: Limits) {
    this.#home = home;
    this.#limits = limits;
  }

  run(): WalkedHome {
    let folder: number;
    try {
      folder = openSync(this.#home, constants.O_RDONLY | constants.O_DIRECTORY);
    } catch (error) {
      throw asMailError(error, {
        code: 'MBOX_HOME_UNREADABLE',
        scope: 'account',
        side: 'source',
        at: { file: this.#home },
      });
    }
    this.#reachable = canReach(folder);
    try {
      this.#walk(folder, []);
    } finally {
      closeSync(folder);
    }
    return { files: this.#files, leftOut: this.#leftOut, errors: this.#errors };
  }

  #walk(folder: number, above: readonly Buffer[]): void {
    const prefix = this.#reachable
      ? folderPrefix(folder)
      : Buffer.concat([this.#home, ...above].flatMap((part) => [Buffer.from(part), Buffer.from('/')]));
    const entries = readdirSync(prefix, { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[];
    if (isMaildir(entries)) {
      this.#leave(above, 'maildir', 'a Maildir, which uw-imap does not serve');
      return;
    }
    entries.sort((a, b) => a.name.compare(b.name));
    for (const entry of entries) this.#look(prefix, entry.name, [...above, entry.name]);
  }

  #look(prefix: Buffer, name: Buffer, parts: readonly Buffer[]): void {
    if (++this.#looked > this.#limits.filesPerHome) throw this.#tooMany();
    if (name[0] === 46) return this.#leave(parts, 'hidden', 'its name begins with a dot');
    const path = Buffer.concat([prefix, name]);
    try {
      const stats = lstatSync(path, { bigint: true });
      if (stats.isSymbolicLink()) this.#leave(parts, 'symbolic-link', 'symbolic links are not followed');
      else if (stats.isDirectory()) this.#enter(path, parts);
      else if (stats.isFile()) this.#files.push(this.#sniff(path, parts, stats));
      else this.#leave(parts, 'special-file', 'neither a file nor a folder');
    } catch (error) {
      this.#fail(error, parts);
    }
  }

  #enter(path: Buffer, parts: readonly Buffer[]): void {
    if (parts.length > this.#limits.folderDepth) {
      const at = { file: this.#name(parts) };
      throw new MailError('Folders are nested deeper than the limit', {
        code: 'MBOX_TOO_DEEP',
        scope: 'mailbox',
        side: 'source',
        at,
      });
    }
    const folder = openSync(path, openFolder);
    try {
      this.#walk(folder, parts);
    } finally {
      closeSync(folder);
    }
  }

  #sniff(path: Buffer, parts: readonly Buffer[], stats: BigIntStats): FoundFile {
    const size = Number(stats.size);
    const found = { parts, size, token: fileToken(stats), identity: `${stats.dev}.${stats.ino}` };
    if (size === 0) return { ...found, format: 'empty' };
    const fd = openSync(path, openFile);
    try {
      const length = readSync(fd, this.#head, 0, Math.min(sniffBytes, size), 0);
      return { ...found, format: detectFormat(this.#head.subarray(0, length)) };
    } finally {
      closeSync(fd);
    }
  }

  #fail(error: unknown, parts: readonly Buffer[]): void {
    if (error instanceof MailError && error.scope === 'account') throw error;
    const code = errorCode(error) === 'ENOENT' ? 'MBOX_VANISHED' : 'MBOX_UNREADABLE';
    const at = { file: this.#name(parts) };
    this.#errors.push(asMailError(error, { code, scope: 'mailbox', side: 'source', at }));
    this.#leave(parts, 'unreadable', error instanceof Error && 'code' in error ? String(error.code) : undefined);
  }

  #leave(parts: readonly Buffer[], reason: string, detail?: string): void {
    this.#leftOut.push({ name: parts.map(String).join('/'), reason, ...(detail !== undefined && { detail }) });
  }

  #name(parts: readonly Buffer[]): string {
    return formatLocation({ root: this.#home, parts });
  }

  #tooMany(): MailError {
    return new MailError('The home holds more files than the limit', {
      code: 'MBOX_TOO_MANY_FILES',
      scope: 'account',
      side: 'source',
      at: { file: this.#home },
    });
  }
}

/** A Maildir, or one that is being made: the lock of that run stands in it before anything else. */
function isMaildir(entries: readonly Dirent<Buffer>[]): boolean {
  if (entries.some(({ name }) => name.equals(lockName))) return true;
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name.toString('latin1')));
  return ['cur', 'new', 'tmp'].every((name) => folders.has(name));
}
