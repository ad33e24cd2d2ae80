import { decodeModifiedUtf7, type MailboxPath, mailboxKey } from '@sourdine/core';
import { decodeName, escapeName } from './name-codec.ts';

/** A file and the names that make its path: all of them, or those below the folder of folders. */
export interface NamedFile {
  readonly names: readonly Buffer[];
}

/**
 * Gives each file a path of its own, whatever the order in which they come: its decoded names, unless that is the inbox or taken by
 * another; then its last name is escaped, then its first byte too, then all its names, and at last it goes below `~`, escaped, until it is
 * free. Names in modified UTF-7 choose first, and
 * those of `first` before those of `second`.
 */
export function assignPaths<T extends NamedFile>(first: readonly T[], second: readonly T[]): Map<T, MailboxPath> {
  const taken = new Set<string>();
  const paths = new Map<T, MailboxPath>();
  for (const files of [first, second]) {
    for (const file of [...files].sort(compareFiles)) {
      const path = candidates(file.names).find(
        (candidate) => !isInboxName(candidate) && !taken.has(mailboxKey(candidate)),
      );
      if (path === undefined) throw new TypeError('Two files have one name');
      taken.add(mailboxKey(path));
      paths.set(file, path);
    }
  }
  return paths;
}

/** The path a name has where nothing else wants it. */
export function plainPath(names: readonly Buffer[]): MailboxPath {
  const path = names.map(decodeName);
  return isInboxName(path) ? [escapeName(names[0] as Buffer, true)] : path;
}

/** No server tells `inbox` from `INBOX` (RFC 9051 §5.1), so a file of that name at the top cannot keep it. */
function isInboxName(path: MailboxPath): boolean {
  return path.length === 1 && path[0]?.toUpperCase() === 'INBOX';
}

function candidates(names: readonly Buffer[]): MailboxPath[] {
  const last = names.at(-1) as Buffer;
  const above = names.slice(0, -1);
  return [
    names.map(decodeName),
    [...above.map(decodeName), escapeName(last, false)],
    [...above.map(decodeName), escapeName(last, true)],
    names.map((name) => escapeName(name, false)),
    names.map((name) => escapeName(name, true)),
    [escapeName(Buffer.from('~'), true), ...names.map(decodeName)],
    [escapeName(Buffer.from('~'), true), ...names.map((name) => escapeName(name, true))],
  ];
}

function compareFiles(a: NamedFile, b: NamedFile): number {
  const [rawA, rawB] = [isRaw(a), isRaw(b)];
  if (rawA !== rawB) return rawA ? 1 : -1;
  return Buffer.concat(a.names.flatMap(withSlash)).compare(Buffer.concat(b.names.flatMap(withSlash)));
}

function isRaw({ names }: NamedFile): boolean {
  return names.some((name) => decodeModifiedUtf7(name.toString('latin1')) === undefined);
}

function withSlash(name: Buffer): Buffer[] {
  return [name, Buffer.from('/')];
}
