import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AccountSeed, digestFolder, type MailboxSeed, type SourceFixture } from '@sourdine/conformance';
import { encodeModifiedUtf7, isInbox, type MailboxPath } from '@sourdine/core';
import { formatUwMbox } from './format-uw-mbox.ts';
import { type AccountFolders, openAccount } from './open-account.ts';

/** A home and a spool file in a folder of their own, written as uw-imap would have left them. */
export async function makeMboxSource(seed: AccountSeed): Promise<SourceFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'sourdine-mbox-'));
  const folders = { home: join(folder, 'home'), inbox: join(folder, 'spool') };
  mkdirSync(folders.home);
  writeAccount(folders, seed);
  const argument = JSON.stringify(folders);
  return await Promise.resolve({
    open: (context) => openAccount(argument, context),
    write: async (next) => {
      writeAccount(folders, next);
      await Promise.resolve();
    },
    fingerprint: async () => await Promise.resolve(digestFolder(folder)),
    opener: { module: new URL('./open-account.ts', import.meta.url).href, export: 'openAccount', argument },
    [Symbol.asyncDispose]: async () => {
      rmSync(folder, { recursive: true });
      await Promise.resolve();
    },
  });
}

/** Files are rewritten where they lie, as c-client does, and only where they change. */
function writeAccount(folders: AccountFolders, seed: AccountSeed): void {
  const wanted = new Map(seed.mailboxes.map((mailbox) => [fileOf(folders, mailbox.path), mailbox]));
  removeOthers(folders.home, wanted);
  if (!wanted.has(folders.inbox)) rmSync(folders.inbox, { force: true });
  for (const [file, mailbox] of wanted) {
    mkdirSync(dirname(file), { recursive: true });
    writeChanged(file, formatUwMbox(mailbox));
  }
  const list = (seed.subscriptions ?? []).map((path) => `${nameOf(path)}\n`).join('');
  writeChanged(join(folders.home, '.mailboxlist'), Buffer.from(list));
}

function nameOf(path: MailboxPath): string {
  return path.map(encodeModifiedUtf7).join('/');
}

function fileOf({ home, inbox }: AccountFolders, path: MailboxPath): string {
  return isInbox(path) ? inbox : join(home, nameOf(path));
}

/** Removes files that are not wanted, and folders that are empty then. */
function removeOthers(folder: string, wanted: ReadonlyMap<string, MailboxSeed>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      if (!wanted.has(path)) rmSync(path);
      continue;
    }
    removeOthers(path, wanted);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}

function writeChanged(file: string, content: Buffer): void {
  const now = statSync(file, { throwIfNoEntry: false });
  if (now && readFileSync(file).equals(content)) return;
  writeFileSync(file, content);
}
