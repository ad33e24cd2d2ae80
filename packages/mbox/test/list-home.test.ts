import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStoreContext, defaultLimits, type Limits, type SourceListing } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import { createMboxSource, type MboxSourceOptions } from '../src/index.ts';
import { fromLine, mail, TestHome } from './home.ts';
import { readMailbox } from './read-mailbox.ts';

type Options = Omit<MboxSourceOptions, 'home'>;

async function list(home: TestHome, options: Options = {}, limits: Partial<Limits> = {}): Promise<SourceListing> {
  const context = createStoreContext({ limits: { ...defaultLimits, ...limits } });
  await using source = await createMboxSource({ home: home.path, ...options }).open(context);
  return await source.mailboxes();
}

const names = ({ mailboxes }: SourceListing) => mailboxes.map(({ path }) => path.join('/'));
const reasons = ({ leftOut }: SourceListing) => Object.fromEntries(leftOut.map(({ name, reason }) => [name, reason]));
const codes = ({ diagnostics }: SourceListing) => diagnostics.map(({ code }) => code);

/** Nothing is unreadable to root, so root asks as nobody. Others ask as themselves. */
async function asNobody<T>(ask: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await ask();
  process.seteuid?.(65_534);
  try {
    return await ask();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the whole home', () => {
  it('is searched for mailboxes, and says of every other file what it is', async () => {
    using home = new TestHome();
    home.write('Sent', mail('x'));
    home.write('src/hello.c', 'int main(void) { return 0; }\n');
    home.write('thesis.tex', 'From the beginning\n');
    home.write('lists/gnus', mail('x'));
    home.write('lists/empty', '');
    home.write('.bashrc', mail('x'));
    home.write('Sent.lock', '12');
    home.write('old.mmdf', '\x01\x01\x01\x01\nSubject: x\n\nx\n\x01\x01\x01\x01\n');
    home.fifo('pipe');
    mkdirSync(join(home.path, 'Maildir/cur'), { recursive: true });
    mkdirSync(join(home.path, 'Maildir/new'));
    mkdirSync(join(home.path, 'Maildir/tmp'));
    writeFileSync(join(home.path, 'Maildir/cur/1'), mail('x'));
    mkdirSync(join(home.path, 'begun'));
    writeFileSync(join(home.path, 'begun/sourdine.lock'), '{}');
    const listing = await list(home);
    expect(names(listing)).toEqual(['Sent', 'lists/gnus']);
    expect(reasons(listing)).toEqual({
      'src/hello.c': 'not-a-mailbox',
      'thesis.tex': 'not-a-mailbox',
      'lists/empty': 'empty-file',
      '.bashrc': 'hidden',
      'Sent.lock': 'lock-file',
      'old.mmdf': 'unsupported-format',
      pipe: 'special-file',
      Maildir: 'maildir',
      begun: 'maildir',
    });
    expect(listing.errors).toMatchObject([{ code: 'MBOX_FORMAT_UNSUPPORTED', scope: 'mailbox' }]);
  });

  it('tells that the folder of folders is not there', async () => {
    using home = new TestHome();
    home.write('mail/Sent', mail('x'));
    expect(codes(await list(home, { folders: 'mial' }))).toEqual(['MBOX_FOLDERS_ABSENT']);
    expect(codes(await list(home, { folders: 'mail/Old' }))).toEqual(['MBOX_FOLDERS_ABSENT']);
    expect(codes(await list(home, { folders: 'mail' }))).toEqual([]);
  });

  it('is not left by symbolic links, in any place', async () => {
    using home = new TestHome();
    using other = new TestHome();
    other.write('secret', mail('x'));
    symlinkSync(join(other.path, 'secret'), join(home.path, 'file'));
    symlinkSync(other.path, join(home.path, 'folder'));
    symlinkSync(join(other.path, 'secret'), join(home.path, '.hidden'));
    home.write('.mailboxlist', 'file\nfolder/secret\n.hidden\n');
    const listing = await list(home, { mailboxes: ['folder/secret', 'file'] });
    expect(listing.mailboxes).toEqual([]);
    expect(listing.errors.map(({ code }) => code)).toEqual(['MBOX_SYMBOLIC_LINK', 'MBOX_NOT_FOUND']);
    expect(reasons(listing)).toMatchObject({ file: 'symbolic-link', folder: 'symbolic-link' });
    await using source = await createMboxSource({ home: home.path }).open(createStoreContext());
    for (const locator of ['file:file', 'file:folder/secret', 'file:.hidden']) {
      await expect(source.openMailbox({ path: ['x'], locator })).rejects.toMatchObject({ scope: 'mailbox' });
    }
    for (const locator of ['file:../u/x', 'file:/etc/passwd', 'file:', 'x', 'file:a/%2e%2e/b', 'file:a%2fb']) {
      await expect(source.openMailbox({ path: ['x'], locator })).rejects.toMatchObject({ code: 'MBOX_NOT_FOUND' });
    }
  });

  it('is not searched beyond the limits', async () => {
    using home = new TestHome();
    home.write('a/b/c/box', mail('x'));
    home.write('a/box', mail('x'));
    const deep = await list(home, {}, { folderDepth: 1 });
    expect(names(deep)).toEqual(['a/box']);
    expect(deep.errors).toMatchObject([{ code: 'MBOX_TOO_DEEP' }]);
    await expect(list(home, {}, { filesPerHome: 3 })).rejects.toMatchObject({
      code: 'MBOX_TOO_MANY_FILES',
      scope: 'account',
    });
    await expect(list(home, {}, { mailboxes: 1 })).rejects.toMatchObject({
      code: 'MBOX_TOO_MANY_MAILBOXES',
      scope: 'account',
    });
  });

  it('tells of what it cannot look into', async () => {
    using home = new TestHome();
    home.write('folder/box', mail('x'));
    home.write('box', mail('x'));
    home.write('other', mail('x'));
    chmodSync(join(home.path, 'folder'), 0);
    chmodSync(join(home.path, 'box'), 0);
    const listing = await asNobody(async () => await list(home));
    chmodSync(join(home.path, 'folder'), 0o700);
    expect(names(listing)).toEqual(['other']);
    expect(reasons(listing)).toEqual({ box: 'unreadable', folder: 'unreadable' });
    expect(listing.errors).toMatchObject([{ code: 'MBOX_UNREADABLE' }, { code: 'MBOX_UNREADABLE' }]);
  });

  it('must be there', async () => {
    await expect(list({ path: '/nowhere' } as TestHome)).rejects.toMatchObject({
      code: 'MBOX_HOME_UNREADABLE',
      scope: 'account',
    });
  });
});

describe('a folder of folders', () => {
  it('makes the names; mailboxes elsewhere are taken when subscribed or asked for', async () => {
    using home = new TestHome();
    home.write('mail/Work/2003', mail('x'));
    home.write('mail/Drafts', '');
    home.write('mail/notes.txt', 'not mail\n');
    home.write('old/archive', mail('x'));
    home.write('lists', mail('x'));
    home.write('other', mail('x'));
    home.write('notes', 'not mail\n');
    home.write('.pine-sent', mail('x'));
    home.write(
      '.mailboxlist',
      'INBOX\nmail/Work/2003\nmail/gone\nlists\nnotes\n~/mail/Drafts\n{imap.example.org}x\n/etc/passwd\n#news.x\n../other/x\nINBOX\n',
    );
    const listing = await list(home, { folders: 'mail', mailboxes: ['old/archive', '.pine-sent'] });
    expect(names(listing)).toEqual(['.pine-sent', 'Drafts', 'Work/2003', 'lists', 'notes', 'old/archive']);
    expect(reasons(listing)).toEqual({
      'mail/notes.txt': 'not-a-mailbox',
      other: 'not-subscribed',
      '.mailboxlist': 'hidden',
    });
    expect(listing.subscriptions).toEqual([['INBOX'], ['Work', '2003'], ['gone'], ['lists'], ['notes'], ['Drafts']]);
    expect(codes(listing)).toEqual(Array.from({ length: 4 }, () => 'MBOX_SUBSCRIPTION_OUTSIDE'));
  });

  it('is an error when it is a symbolic link, and no error when it is not there', async () => {
    using home = new TestHome();
    expect((await list(home, { folders: 'var/mail' })).errors).toEqual([]);
    mkdirSync(join(home.path, 'var'));
    home.write('elsewhere/box', mail('x'));
    symlinkSync('../elsewhere', join(home.path, 'var/mail'));
    const listing = await list(home, { folders: 'var/mail' });
    expect(listing.mailboxes).toEqual([]);
    expect(listing.errors).toMatchObject([{ code: 'MBOX_SYMBOLIC_LINK', at: { file: join(home.path, 'var/mail') } }]);
  });

  it('keeps names apart: modified UTF-7, raw bytes, the inbox, and the same name elsewhere', async () => {
    using home = new TestHome();
    mkdirSync(join(home.path, 'mail'));
    home.write('mail/Entw&APw-rfe', mail('x'));
    home.write(Buffer.from('mail/Entw\xfcrfe', 'latin1'), mail('x'));
    home.write('mail/Entwürfe', mail('x'));
    home.write('mail/inbox', mail('x'));
    home.write('mail/Archive', mail('x'));
    home.write('Archive', mail('x'));
    home.write('.mailboxlist', 'Archive\nmail/inbox\nmail/Entw&APw-rfe\n');
    const listing = await list(home, { folders: 'mail', inbox: home.spool });
    expect(names(listing)).toEqual([
      'INBOX',
      '%41rchive',
      '%69nbox',
      'Archive',
      'Entw%C3%BCrfe',
      'Entw%FCrfe',
      'Entwürfe',
    ]);
    expect(listing.subscriptions).toEqual([['%41rchive'], ['%69nbox'], ['Entwürfe']]);
    expect(codes(listing)).toEqual(['MBOX_SPOOL_ABSENT', ...Array.from({ length: 4 }, () => 'MBOX_NAME_MAPPED')]);
    await using source = await createMboxSource({ home: home.path, folders: 'mail' }).open(createStoreContext());
    for (const info of listing.mailboxes.slice(1)) {
      await using mailbox = await source.openMailbox(info);
      expect((await readMailbox(mailbox)).messages).toHaveLength(1);
    }
  });
});

describe('the inbox', () => {
  async function readInbox(home: TestHome) {
    await using source = await createMboxSource({ home: home.path, inbox: home.spool }).open(createStoreContext());
    const listing = await source.mailboxes();
    const info = listing.mailboxes[0];
    if (info?.path[0] !== 'INBOX') throw new Error('no inbox');
    await using mailbox = await source.openMailbox(info);
    const { uidValidity, messages, summary } = await readMailbox(mailbox);
    expect(summary.changeToken).toBe(info.changeToken);
    const told = messages.map(({ message, bytes }) => [
      message.uid,
      /Subject: (.*)/.exec(bytes.toString())?.[1],
      message.flags.keywords.join(' '),
    ]);
    return { listing, uidValidity, uidNext: summary.uidNext, told };
  }

  it('is empty where the spool file is not there', async () => {
    using home = new TestHome();
    expect(await readInbox(home)).toMatchObject({ uidValidity: undefined, uidNext: 1, told: [] });
  });

  it('is the spool file', async () => {
    using home = new TestHome();
    writeFileSync(home.spool, mail('one', 'X-IMAPbase: 700 9', 'X-UID: 3') + mail('two'));
    expect(await readInbox(home)).toMatchObject({
      uidValidity: 700,
      uidNext: 11,
      told: [
        [3, 'one', ''],
        [10, 'two', ''],
      ],
    });
  });

  // Each as the real uw-imapd told it on SELECT.
  it.each([
    ['both with bases', mail('one', 'X-IMAPbase: 700 9 Work', 'X-UID: 3', 'X-Keywords: Work') + mail('two', 'X-UID: 9'),
      mail('three', 'X-IMAPbase: 800 5', 'X-UID: 5', 'X-Keywords: work') + mail('four', 'X-UID: 20'),
      { uidValidity: undefined, uidNext: 12, told: [[3, 'one', 'Work'], [9, 'two', ''], [10, 'three', 'Work'], [11, 'four', '']] }],
    ['only the spool with a base', mail('one'), mail('three', 'X-IMAPbase: 800 5', 'X-UID: 5') + mail('four', 'X-UID: 20'),
      { uidValidity: undefined, uidNext: 21, told: [[1, 'one', ''], [5, 'three', ''], [20, 'four', '']] }],
    ['an empty ~/mbox', '', mail('three', 'X-IMAPbase: 800 5 Key', 'X-UID: 5', 'X-Keywords: Key'),
      { uidValidity: 800, uidNext: 6, told: [[5, 'three', 'Key']] }],
    ['a pseudo message', mail('pseudo', 'X-IMAP: 700 9 Work'), mail('three', 'X-UID: 12') + mail('y'),
      { uidValidity: 700, uidNext: 14, told: [[12, 'three', ''], [13, 'y', '']] }],
    ['a ~/mbox that is none', 'not a mailbox\n', mail('three', 'X-UID: 12') + mail('y'),
      { uidValidity: undefined, uidNext: 3, told: [[1, 'three', ''], [2, 'y', '']] }],
  ])('is ~/mbox and then the spool file: %s', async (_, mbox, spool, expected) => {
    using home = new TestHome();
    home.write('mbox', mbox);
    writeFileSync(home.spool, spool);
    const { listing, ...told } = await readInbox(home);
    expect(told).toEqual(expected);
    expect(listing.mailboxes).toHaveLength(1);
  }); // prettier-ignore

  it('is an mbx file in ~/INBOX and then the spool file, without its keywords', async () => {
    using home = new TestHome();
    const text = 'Subject: one\r\n\r\nx\r\n';
    const header = `*mbx*\r\n2b36aec000000014\r\nWork\r\n`.padEnd(2048, '\0');
    home.write('INBOX', `${header} 2-Dec-1992 05:53:22 +0100,${text.length};000000010000-00000003\r\n${text}`);
    writeFileSync(
      home.spool,
      mail('three', 'X-IMAPbase: 800 5 Key', 'X-UID: 5', 'X-Keywords: Key') + mail('four', 'X-UID: 20'),
    );
    const { listing, ...told } = await readInbox(home);
    expect(told).toEqual({
      uidValidity: 0x2b36aec0,
      uidNext: 23,
      told: [
        [3, 'one', 'Work'],
        [21, 'three', ''],
        [22, 'four', ''],
      ],
    });
    expect(listing.mailboxes).toHaveLength(1);
  });

  it('is an error where ~/mbox is a symbolic link: whose mail it is cannot be told', async () => {
    using home = new TestHome();
    symlinkSync('/nowhere', join(home.path, 'mbox'));
    writeFileSync(home.spool, mail('x'));
    const listing = await list(home, { inbox: home.spool });
    expect(listing.mailboxes).toEqual([]);
    expect(listing.errors).toMatchObject([{ code: 'MBOX_SYMBOLIC_LINK' }]);
  });
});

describe('options', () => {
  it.each([
    { home: 'relative' },
    { home: '/h', inbox: 'relative' },
    { home: '/h', folders: '../x' },
    { home: '/h', folders: '/x' },
    { home: '/h', timeZone: 'Nowhere/Atall' },
  ])('are checked at once: %j', (options) => {
    expect(() => createMboxSource(options)).toThrow(
      expect.objectContaining({ code: 'MBOX_BAD_OPTION', side: 'usage' }),
    );
  });

  it('ask for mailboxes of this account only', async () => {
    using home = new TestHome();
    await expect(list(home, { mailboxes: ['/etc/passwd'] })).rejects.toMatchObject({
      code: 'MBOX_BAD_OPTION',
      side: 'usage',
    });
  });

  it('give dates without a zone the offset that the zone has now, and not then', async () => {
    using home = new TestHome();
    home.write('box', mail('x'));
    const context = createStoreContext({ now: () => Date.UTC(2026, 6, 1) });
    await using source = await createMboxSource({ home: home.path, timeZone: 'Europe/Paris' }).open(context);
    await using mailbox = await source.openMailbox({ path: ['box'], locator: 'file:box' });
    const { messages } = await readMailbox(mailbox);
    expect(fromLine).toContain('Dec  2 05:53:22 1992');
    expect(messages[0]?.message.internalDate).toBe(Date.UTC(1992, 11, 2, 3, 53, 22) / 1000);
  });
});
