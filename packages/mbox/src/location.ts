import { closeSync, constants, lstatSync, openSync, type Stats } from 'node:fs';
import { asMailError, type ErrorScope, MailError } from '@sourdine/core';

/**
 * A file below a folder that is trusted. `parts` are the names of folders and of the file itself, as bytes on disk;
 * no symbolic link is followed in any of them.
 */
export interface Location {
  readonly root: string;
  readonly parts: readonly Buffer[];
}

const openFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const slash = Buffer.from('/');

/** The path of a location for people to read. */
export function formatLocation({ root, parts }: Location): string {
  return [root === '/' ? '' : root, ...parts.map((part) => part.toString())].join('/');
}

/**
 * Calls `use` with the path prefix under which the last part of the location can be reached in one step. Folders on the way are
 * opened one from another, so that none can be replaced by a symbolic link meanwhile; where there is no /proc, each is looked at
 * first.
 */
export function withParentFolder<T>({ root, parts }: Location, use: (prefix: Buffer) => T): T {
  let folder = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    if (!canReach(folder)) return use(checkedPrefix(root, parts.slice(0, -1)));
    for (const part of parts.slice(0, -1)) {
      const next = openSync(Buffer.concat([folderPrefix(folder), part]), openFolder);
      closeSync(folder);
      folder = next;
    }
    return use(folderPrefix(folder));
  } finally {
    closeSync(folder);
  }
}

/** The path prefix that leads into an open folder, wherever it has been moved. */
export function folderPrefix(fd: number): Buffer {
  return Buffer.from(`/proc/self/fd/${fd}/`);
}

/** Whether `folderPrefix` works: not without /proc, nor in a process that has changed its user since it was started. */
export function canReach(fd: number): boolean {
  try {
    lstatSync(`/proc/self/fd/${fd}/.`);
    return true;
  } catch {
    return false;
  }
}

function checkedPrefix(root: string, folders: readonly Buffer[]): Buffer {
  let prefix = Buffer.from(`${root}/`);
  for (const folder of folders) {
    prefix = Buffer.concat([prefix, folder]);
    if (lstatSync(prefix).isSymbolicLink()) throw Object.assign(new Error('symbolic link'), { code: 'ELOOP' });
    prefix = Buffer.concat([prefix, slash]);
  }
  return prefix;
}

/** Stat of the location itself; undefined where there is nothing. */
export function lstatLocation(location: Location): Stats | undefined {
  try {
    return withParentFolder(location, (prefix) => lstatSync(Buffer.concat([prefix, lastPart(location)])));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw locationError(error, location, 'mailbox');
  }
}

export function lastPart({ parts }: Location): Buffer {
  const last = parts.at(-1);
  if (last === undefined) throw new TypeError('A location needs a file name');
  return last;
}

/** Another file in the same folder, its name made of this one's and a suffix. */
export function sibling(location: Location, suffix: string): Location {
  return {
    root: location.root,
    parts: [...location.parts.slice(0, -1), Buffer.concat([lastPart(location), Buffer.from(suffix)])],
  };
}

/** The MailError for what went wrong at a location. */
export function locationError(error: unknown, location: Location, scope: ErrorScope): MailError {
  const at = { file: formatLocation(location) };
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new MailError('No such mailbox file', { code: 'MBOX_NOT_FOUND', scope, side: 'source', at, cause: error });
  }
  if (code === 'ELOOP') return symbolicLinkError(location);
  return asMailError(error, { code: 'MBOX_UNREADABLE', scope, side: 'source', at });
}

export function symbolicLinkError(location: Location): MailError {
  return new MailError('A symbolic link is not followed', {
    code: 'MBOX_SYMBOLIC_LINK',
    scope: 'mailbox',
    side: 'source',
    at: { file: formatLocation(location) },
    hint: 'Name the real path, or put the real file or folder in its place.',
  });
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
