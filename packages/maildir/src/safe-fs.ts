import type { BigIntStats } from 'node:fs';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type ErrorSide, MailError } from '@sourdine/core';
import { unlessErrno } from './errors.ts';

/** A path that may hold bytes which are no text: those of a name read as Latin-1. */
export type FilePath = string | Buffer;

/** The path of a file whose name was read as Latin-1. */
export function fileIn(directory: string, name: string): FilePath {
  // eslint-disable-next-line no-control-regex -- ASCII
  if (/^[\x00-\x7f]*$/.test(name)) return `${directory}/${name}`;
  return Buffer.concat([Buffer.from(`${directory}/`), Buffer.from(name, 'latin1')]);
}

/** lstat with nanoseconds; undefined where there is nothing. */
export function statOrAbsent(path: FilePath): BigIntStats | undefined {
  return unlessErrno(['ENOENT', 'ENOTDIR'], () => lstatSync(path, { bigint: true }));
}

/**
 * Whether a directory is there. Each component below the root must be a real directory: a symbolic link could lead out of
 * the account, and its owner could have made it. The root itself is the administrator's word and may be a link.
 */
export function checkDirectory(root: string, below: string, side: ErrorSide): boolean {
  let path = root;
  for (const component of below === '' ? [] : below.split('/')) {
    path = join(path, component);
    const stat = statOrAbsent(path);
    if (stat === undefined) return false;
    if (stat.isSymbolicLink()) throw symbolicLink(path, side);
    if (!stat.isDirectory()) throw notADirectory(path, side);
  }
  return below !== '' || statOrAbsent(root) !== undefined;
}

function symbolicLink(path: string, side: ErrorSide): MailError {
  return new MailError(`${path} is a symbolic link, which is not followed`, {
    code: 'MAILDIR_SYMBOLIC_LINK',
    scope: 'mailbox',
    side,
    at: { file: path },
    hint: 'Put the directory itself in its place, or leave this mailbox out.',
  });
}

function notADirectory(path: string, side: ErrorSide): MailError {
  return new MailError(`${path} is no directory`, {
    code: 'MAILDIR_NOT_A_DIRECTORY',
    scope: 'mailbox',
    side,
    at: { file: path },
  });
}

/** A control file whole, as Latin-1; undefined where there is none. Follows no link; reads no more than `limit` bytes. */
export function readControlFile(path: string, limit: number, side: ErrorSide): string | undefined {
  const fd = unlessErrno(['ENOENT', 'ENOTDIR'], () =>
    openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  );
  if (fd === undefined) return undefined;
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw notAFile(path, side);
    if (stat.size > limit) throw tooLarge(path, limit, side);
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(fd, bytes, length, bytes.length - length, length);
    return bytes.toString('latin1', 0, length);
  } finally {
    closeSync(fd);
  }
}

/** The first bytes of a file, as Latin-1. */
export function readStart(path: string, length: number): string | undefined {
  const fd = unlessErrno(['ENOENT', 'ENOTDIR', 'ELOOP'], () =>
    openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  );
  if (fd === undefined) return undefined;
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.toString('latin1', 0, readSync(fd, bytes, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}

function notAFile(path: string, side: ErrorSide): MailError {
  return new MailError(`${path} is no file`, {
    code: 'MAILDIR_NOT_A_FILE',
    scope: 'mailbox',
    side,
    at: { file: path },
  });
}

function tooLarge(path: string, limit: number, side: ErrorSide): MailError {
  return new MailError(`${path} has more than ${limit} bytes`, {
    code: 'MAILDIR_CONTROL_FILE_TOO_LARGE',
    scope: 'mailbox',
    side,
    at: { file: path },
  });
}

/** Creates a file that must not exist and writes it whole; with `sync` it is on disk then. `text` is Latin-1. */
export function writeNewFile(path: string, text: string, mode: number, sync = true): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, mode);
  try {
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
    if (sync) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Puts a file in place of another at once: readers see the old one or the new one whole. */
export function replaceFile(
  path: string,
  text: string,
  mode: number,
  temporary: string = `${path}.sourdine-new`,
): void {
  removeFile(temporary);
  try {
    writeNewFile(temporary, text, mode);
    renameSync(temporary, path);
  } catch (error) {
    unlessErrno(['ENOENT'], () => unlinkSync(temporary));
    throw error;
  }
}

/** Removes a file if it is there. Returns whether it was. */
export function removeFile(path: FilePath): boolean {
  return unlessErrno(['ENOENT'], () => (unlinkSync(path), true)) ?? false;
}

/** Makes a directory if it is not there. Returns whether it was not. */
export function makeDirectory(path: string, mode: number): boolean {
  return unlessErrno(['EEXIST'], () => (mkdirSync(path, mode), true)) ?? false;
}

/** Writes a directory's entries to disk. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Sets the mtime of what is ours already, in seconds. */
export function setModificationTime(path: string, seconds: number): void {
  utimesSync(path, seconds, seconds);
}

/** Sets the mtime of a file or directory of ours to ten seconds ago. */
export function backdate(path: string): void {
  setModificationTime(path, Date.now() / 1000 - 10);
}
