import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type MailboxSeed,
  type MessageSeed,
  seedBytes,
  seedFlags,
  seedKeywords,
  seedLastUid,
} from '@sourdine/conformance';
import { isInbox, type MailboxPath, WireFormEncoder } from '@sourdine/core';
import { type Flags, foldKeyword, hasSystemFlag, SystemFlag } from '@sourdine/core-flags';
import type { MaildirOptions } from '../src/index.ts';

/** Where Dovecot keeps a mailbox, with the separator `/` and listescape. For names that need no more than that. */
export function directoryOf({ root, layout }: MaildirOptions, path: MailboxPath): string {
  if (isInbox(path)) return root;
  const names = path.map(encodeName);
  if (layout === 'fs') return join(root, ...names);
  return join(root, `.${names.map((name) => name.replaceAll('.', '\\2e')).join('.')}`);
}

/** Modified UTF-7 (RFC 3501 §5.1.3). */
function encodeName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (part) => {
    if (part === '&') return '&-';
    const base64 = Buffer.from(part, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** Brings the files of a mailbox to what a seed says, as Dovecot would: messages are replaced, never written to. */
export function writeMailbox(directory: string, mailbox: MailboxSeed): void {
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(directory, name), { recursive: true });
  const wanted = new Map(mailbox.messages.map((message) => [fileName(mailbox, message), message]));
  for (const file of ['cur', 'new'].flatMap((name) => listFiles(directory, name))) {
    if (!wanted.has(file)) rmSync(join(directory, file));
  }
  for (const [file, message] of wanted) deliverFile(directory, file, seedBytes(message), message.internalDate);
  replaceFile(
    directory,
    'dovecot-keywords',
    seedKeywords(mailbox)
      .map((name, i) => `${i} ${name}\n`)
      .join(''),
  );
  if (mailbox.uidValidity === undefined) rmSync(join(directory, 'dovecot-uidlist'), { force: true });
  else replaceFile(directory, 'dovecot-uidlist', formatUidlist(mailbox, mailbox.uidValidity));
}

/** Writes a message to `tmp` and moves it to its place. */
export function deliverFile(directory: string, file: string, content: Uint8Array, internalDate: number): void {
  const temporary = join(directory, 'tmp', 'delivery');
  writeFileSync(temporary, content);
  utimesSync(temporary, internalDate, internalDate);
  renameSync(temporary, join(directory, file));
}

/** Gives the message of a UID the system flags of `flags` and no other. */
export function setFileFlags(directory: string, uid: number, flags: Flags): void {
  const line = new RegExp(`^${uid} .*?:(.*)$`, 'm').exec(readFileSync(join(directory, 'dovecot-uidlist'), 'utf8'));
  const base = line?.[1] ?? '';
  const file = ['cur', 'new']
    .flatMap((name) => listFiles(directory, name))
    .find((name) => name.slice(4).startsWith(base));
  if (base === '' || file === undefined) throw new Error(`${directory} has no message ${uid}`);
  renameSync(join(directory, file), join(directory, 'cur', `${base}:2,${systemLetters(flags)}`));
}

function listFiles(directory: string, name: string): readonly string[] {
  return readdirSync(join(directory, name)).map((file) => `${name}/${file}`);
}

function replaceFile(directory: string, name: string, content: string): void {
  writeFileSync(join(directory, 'tmp', name), content);
  renameSync(join(directory, 'tmp', name), join(directory, name));
}

/** Mail without a UID is in `new`, as it was delivered. */
function fileName(mailbox: MailboxSeed, message: MessageSeed): string {
  const flags = seedFlags(message);
  const letters = systemLetters(flags) + keywordLetters(mailbox, flags);
  if (message.uidAssigned === false && letters === '') return `new/${baseName(message)}`;
  return `cur/${baseName(message)}:2,${letters}`;
}

function baseName(message: MessageSeed): string {
  const stored = seedBytes(message);
  const wire = new WireFormEncoder().encode(stored).length;
  return `${message.internalDate}.M${message.uid}P1.host,S=${stored.length},W=${wire}`;
}

function systemLetters(flags: Flags): string {
  const letter = (bit: number, name: string): string => (hasSystemFlag(flags, bit) ? name : '');
  return (
    letter(SystemFlag.draft, 'D') +
    letter(SystemFlag.flagged, 'F') +
    letter(SystemFlag.answered, 'R') +
    letter(SystemFlag.seen, 'S') +
    letter(SystemFlag.deleted, 'T')
  );
}

function keywordLetters(mailbox: MailboxSeed, flags: Flags): string {
  const table = seedKeywords(mailbox).map(foldKeyword);
  const indexes = flags.keywords.map((name) => table.indexOf(foldKeyword(name)));
  return indexes
    .sort((a, b) => a - b)
    .map((index) => String.fromCharCode(97 + index))
    .join('');
}

function formatUidlist(mailbox: MailboxSeed, uidValidity: number): string {
  const assigned = mailbox.messages.filter((message) => message.uidAssigned !== false);
  const lines = assigned.map((message) => `${message.uid} :${baseName(message)}\n`);
  return `3 V${uidValidity} N${seedLastUid(mailbox) + 1} G${'0123456789abcdef'.repeat(2)}\n${lines.join('')}`;
}
