import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountSeed, digestFolder, type SinkFixture, type SourceFixture, seedBytes } from '@sourdine/conformance';
import { isInbox, mailboxKey, type MailboxPath } from '@sourdine/core';
import type { MaildirOptions } from '../src/index.ts';
import { deliverFile, directoryOf, setFileFlags, writeMailbox } from './dovecot-files.ts';
import { openSource, openTarget } from './open-account.ts';

type Layout = MaildirOptions['layout'];

const openers = new URL('./open-account.ts', import.meta.url).href;

/** A Maildir written as Dovecot would have left it. */
export async function makeMaildirSource(seed: AccountSeed, layout: Layout = 'maildir++'): Promise<SourceFixture> {
  const { options, argument, remove } = makeFolder(layout);
  mkdirSync(options.root);
  let written: AccountSeed = { mailboxes: [] };
  const write = async (next: AccountSeed): Promise<void> => {
    writeAccount(options, written, next);
    written = next;
    await Promise.resolve();
  };
  await write(seed);
  return {
    open: (context) => openSource(argument, context),
    write,
    fingerprint: async () => await Promise.resolve(digestFolder(options.root)),
    opener: { module: openers, export: 'openSource', argument },
    [Symbol.asyncDispose]: remove,
  };
}

/** An empty target, which Dovecot and a delivery agent work on as well. */
export async function makeMaildirSink(layout: Layout = 'maildir++'): Promise<SinkFixture> {
  const { options, argument, remove } = makeFolder(layout);
  let delivered = 0;
  return await Promise.resolve({
    open: (context) => openTarget(argument, context),
    deliver: async (path, message) => {
      const directory = directoryOf(options, path);
      for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(directory, name), { recursive: true });
      const file = `new/1200000000.M${++delivered}P2.mda`;
      deliverFile(directory, file, seedBytes({ ...message, uid: 1 }), message.internalDate);
      await Promise.resolve();
    },
    setFlags: async (path, uid, flags) => {
      setFileFlags(directoryOf(options, path), uid, flags);
      await Promise.resolve();
    },
    opener: { module: openers, export: 'openTarget', argument },
    [Symbol.asyncDispose]: remove,
  });
}

interface Folder {
  readonly options: MaildirOptions;
  /** The options as JSON. */
  readonly argument: string;
  readonly remove: () => Promise<void>;
}

function makeFolder(layout: Layout): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'sourdine-maildir-'));
  const options = { root: join(folder, 'Maildir'), ...(layout && { layout }) };
  const remove = async (): Promise<void> => {
    rmSync(folder, { recursive: true });
    await Promise.resolve();
  };
  return { options, argument: JSON.stringify(options), remove };
}

/** Mailboxes that stay as they are are left alone. */
function writeAccount(options: MaildirOptions, before: AccountSeed, after: AccountSeed): void {
  const wanted = new Map(after.mailboxes.map((mailbox) => [mailboxKey(mailbox.path), mailbox]));
  const written = new Map(before.mailboxes.map((mailbox) => [mailboxKey(mailbox.path), mailbox]));
  for (const { path } of before.mailboxes) if (!wanted.has(mailboxKey(path))) removeMailbox(options, path);
  for (const [key, mailbox] of wanted) {
    const directory = directoryOf(options, mailbox.path);
    if (written.has(key) && existsSync(directory) && written.get(key) === mailbox) continue;
    writeMailbox(directory, mailbox);
    if (!isInbox(mailbox.path)) writeFileSync(join(directory, 'maildirfolder'), '');
  }
  const lines = (after.subscriptions ?? []).map((path) => `${path.join('\t')}\n`).join('');
  writeFileSync(join(options.root, 'subscriptions'), `V\t2\n\n${lines}`);
}

function removeMailbox(options: MaildirOptions, path: MailboxPath): void {
  const directory = directoryOf(options, path);
  for (const name of ['cur', 'new', 'tmp', 'maildirfolder', 'dovecot-uidlist', 'dovecot-keywords']) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  if (!isInbox(path) && readdirSync(directory).length === 0) rmSync(directory, { recursive: true });
}
