import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A Maildir++ as plain data, read from its files alone and not by the code under test. */
export interface MaildirState {
  readonly folders: Record<string, FolderState>;
  readonly subscriptions: readonly string[];
}

interface FolderState {
  readonly uidValidity: string;
  readonly uidNext: string;
  /** By UID: flag letters with keywords by name, date, digest of the file. */
  readonly messages: Record<string, string>;
}

/** What a reader of the Maildir sees in the end; two equal states serve the same. */
export function readMaildirState(root: string): MaildirState {
  const folders = Object.fromEntries(visibleFolders(root).map((name) => [name, readFolder(path.join(root, name))]));
  return { folders, subscriptions: readLines(path.join(root, 'subscriptions')).sort() };
}

/**
 * What no reader may ever see, whatever the moment: a message file that is not whole, a message twice, a file of a folder
 * that is in the list of UIDs but not there while others are.
 */
export function findVisibleFaults(root: string): readonly string[] {
  return visibleFolders(root).flatMap((name) => {
    const folder = path.join(root, name);
    const files = messageFiles(folder);
    const bases = files.map((file) => path.basename(file).replace(/:2,.*$/, ''));
    const twice = bases.filter((base, i) => bases.indexOf(base) !== i);
    const partial = files.filter((file) => Number(/,S=(\d+)/.exec(file)?.[1]) !== sizeOf(file));
    return [...twice.map((base) => `${name}: twice: ${base}`), ...partial.map((file) => `${name}: not whole: ${file}`)];
  });
}

function visibleFolders(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('.'))
    .map((entry) => entry.name);
  return ['', ...folders.sort()];
}

function messageFiles(folder: string): readonly string[] {
  return ['cur', 'new']
    .map((name) => path.join(folder, name))
    .filter((directory) => existsSync(directory))
    .flatMap((directory) => readdirSync(directory).map((name) => path.join(directory, name)));
}

function readFolder(folder: string): FolderState {
  const [header = '', ...records] = readLines(path.join(folder, 'dovecot-uidlist'));
  const keywords = Object.fromEntries(
    readLines(path.join(folder, 'dovecot-keywords')).map((line) => [
      String.fromCharCode(97 + Number(line.split(' ')[0])),
      line.slice(line.indexOf(' ') + 1),
    ]),
  );
  const byBase = new Map(messageFiles(folder).map((file) => [path.basename(file).replace(/:2,.*$/, ''), file]));
  const messages = records.map((record) => {
    const uid = record.slice(0, record.indexOf(' '));
    const base = record.slice(record.indexOf(' :') + 2);
    const file = byBase.get(base.replace(/:2,.*$/, ''));
    byBase.delete(base.replace(/:2,.*$/, ''));
    return [uid, file ? describeMessage(file, keywords) : 'missing'];
  });
  const strangers = [...byBase.values()].map((file) => [`not in the list: ${path.basename(file)}`, '']);
  return {
    uidValidity: / V(\d+)/.exec(header)?.[1] ?? '',
    uidNext: String(Number(/ N(\d+)/.exec(header)?.[1])),
    messages: Object.fromEntries([...messages, ...strangers]) as Record<string, string>,
  };
}

function describeMessage(file: string, keywords: Record<string, string>): string {
  const letters = /:2,([A-Za-z]*)/.exec(file)?.[1] ?? '';
  const names = [...letters].map((letter) => keywords[letter] ?? letter).sort();
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  return `${names.join(' ')} ${Math.floor(statSync(file).mtimeMs / 1000)} ${digest}`;
}

function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function sizeOf(file: string): number {
  return statSync(file).size;
}
