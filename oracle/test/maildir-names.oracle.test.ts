import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createStoreContext, type MailboxPath, type Sink } from '@sourdine/core';
import { createMaildirSink } from '@sourdine/maildir';
import { Dovecot, ImapProbe, TemporaryHome, testAccount } from '@sourdine/oracle';
import { describe, expect, test } from 'vitest';

const account = testAccount();
const long = 'x'.repeat(250);

/** Paths, and the names under which an IMAP client must find them. */
const names: readonly (readonly [MailboxPath, string])[] = [
  [['INBOX'], 'INBOX'],
  [['INBOX', 'below'], 'INBOX/below'],
  [['inbox'], '{69}nbox'],
  [['Inbox', 'below'], '{49}nbox/below'],
  [['plain'], 'plain'],
  [['PLAIN'], 'PLAIN'],
  [['with space '], 'with space '],
  [['v1.2 release'], 'v1.2 release'],
  [['.'], '.'],
  [['..'], '..'],
  [['.hidden'], '.hidden'],
  [['a..b', '.c.'], 'a..b/.c.'],
  [['a\\b'], 'a\\b'],
  [['a\\2eb'], 'a\\2eb'],
  [['~tilde'], '~tilde'],
  [['a', '~tilde'], 'a/~tilde'],
  [['a~b'], 'a~b'],
  [['Entwürfe'], 'Entw&APw-rfe'],
  [['Reçus', 'été'], 'Re&AOc-us/&AOk-t&AOk-'],
  [['日本語'], '&ZeVnLIqe-'],
  [['😀'], '&2D3eAA-'],
  [['R&D'], 'R&-D'],
  [['&AOk-'], '&-AOk-'],
  [['slash/inside'], 'slash{2f}inside'],
  [['{2f}'], '{7b}2f}'],
  [['{}', ''], '{7b}}/{}'],
  [[''], '{}'],
  [['half \udce9'], 'half {dce9}'],
  [['star*percent%'], 'star*percent%'],
  [['quote"paren()'], 'quote"paren()'],
  [['tab\there'], 'tab&AAk-here'],
  [['line\nbreak'], 'line&AAo-break'],
  [['cur'], 'cur'],
  [['new', 'tmp'], 'new/tmp'],
  [['dovecot-uidlist'], 'dovecot-uidlist'],
  [['dovecot.index.log'], 'dovecot.index.log'],
  [['subscriptions'], 'subscriptions'],
  [['maildirfolder'], 'maildirfolder'],
  [['sourdine.lock'], 'sourdine.lock'],
  [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'], 'a/b/c/d/e/f/g/h/i/j'],
  [[long], long],
];

/** With LAYOUT=fs these would be files or directories of Maildir and Dovecot. */
const fsNames: Readonly<Record<string, string>> = {
  cur: '{63}ur',
  'new/tmp': '{6e}ew/{74}mp',
  'dovecot-uidlist': '{64}ovecot-uidlist',
  'dovecot.index.log': '{64}ovecot.index.log',
  subscriptions: '{73}ubscriptions',
  maildirfolder: '{6d}aildirfolder',
  'sourdine.lock': '{73}ourdine.lock',
};

describe.each(['maildir++', 'fs'] as const)('names, %s', (layout) => {
  const expected = names.map(([path, wire], i) => ({
    path,
    wire: (layout === 'fs' && fsNames[wire]) || wire,
    uid: i + 1,
  }));

  test('Dovecot lists and opens each mailbox under the name that the plan tells', async () => {
    using home = new TemporaryHome(account);
    const maildir = `${home.path}/Maildir`;
    await using sink = await createMaildirSink({ root: maildir, layout }).open(createStoreContext());
    for (const { path, uid } of expected) await writeOne(sink, path, uid);
    // Staging must not show either.
    await using open = await sink.openMailbox(['not committed']);
    open.begin(5);
    await open.append([message(1)]);
    execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, maildir]);
    using dovecot = new Dovecot({ account, maildir, layout, listescape: true });
    await using child = dovecot.startImap();
    const imap = await ImapProbe.open(child);
    const all = await imap.list('LIST', '*');
    expect(all.filter(({ name }) => /staging|not committed|tmp$/.test(name) && !/new/.test(name))).toEqual([]);
    const listed = all.filter(({ attributes }) => !attributes.some((each) => /NoSelect|NonExistent/i.test(each)));
    expect(listed.map(({ name }) => name).sort()).toEqual(expected.map(({ wire }) => wire).sort());
    for (const { wire, uid } of expected) {
      const { messages, uidValidity, uidNext } = await imap.mailbox('SELECT', wire);
      expect([wire, uidValidity, uidNext, messages.map((each) => each.uid)]).toEqual([
        wire,
        1_000_000 + uid,
        uid + 1,
        [uid],
      ]);
    }
    await imap.logout();
  });

  test('what the sink subscribes, Dovecot says is subscribed, and the other way round', async () => {
    using home = new TemporaryHome(account);
    const maildir = `${home.path}/Maildir`;
    await using sink = await createMaildirSink({ root: maildir, layout }).open(createStoreContext());
    for (const { path, uid } of expected) await writeOne(sink, path, uid);
    await sink.setSubscriptions(expected.map(({ path }) => path));
    const ours = readFileSync(`${maildir}/subscriptions`, 'latin1');
    execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, maildir]);
    using dovecot = new Dovecot({ account, maildir, layout, listescape: true });
    {
      await using child = dovecot.startImap();
      const imap = await ImapProbe.open(child);
      const listed = (await imap.list('LSUB', '*')).map(({ name }) => name);
      expect(listed.sort()).toEqual(expected.map(({ wire }) => wire).sort());
      rmSync(`${maildir}/subscriptions`);
      for (const { wire } of expected) await imap.command(`SUBSCRIBE "${wire.replace(/["\\]/g, '\\$&')}"`);
      await imap.logout();
    }
    expect(readFileSync(`${maildir}/subscriptions`, 'latin1')).toBe(ours);
    expect(await sink.subscriptions()).toEqual(expected.map(({ path }) => path));
  });
});

test('a name that is too long is shortened, shown and found again', async () => {
  using home = new TemporaryHome(account);
  const maildir = `${home.path}/Maildir`;
  await using sink = await createMaildirSink({ root: maildir }).open(createStoreContext());
  const paths = [['é'.repeat(200)], ['a', `${long}-long1`], ['a', `${long}-long2`], ['b'.repeat(240), 'c'.repeat(240)]];
  for (const [i, path] of paths.entries()) await writeOne(sink, path, i + 1);
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, maildir]);
  using dovecot = new Dovecot({ account, maildir });
  await using child = dovecot.startImap();
  const imap = await ImapProbe.open(child);
  const listed = (await imap.list('LIST', '*')).map(({ name }) => name).filter((name) => name.includes('{#'));
  expect(listed).toHaveLength(paths.length);
  for (const name of listed) expect((await imap.mailbox('SELECT', name)).messages).toHaveLength(1);
  expect((await sink.mailboxes()).map(({ path }) => path.join('/')).sort()).toEqual(
    paths.map((path) => path.join('/')).sort(),
  );
});

async function writeOne(sink: Sink, path: MailboxPath, uid: number): Promise<void> {
  await using mailbox = await sink.openMailbox(path);
  mailbox.begin(1_000_000 + uid);
  await mailbox.append([message(uid)]);
  await mailbox.commit({ uidNext: uid + 1, keywords: [] });
}

function message(uid: number): Parameters<Awaited<ReturnType<Sink['openMailbox']>>['append']>[0][number] {
  const bytes = Buffer.from(`Subject: ${uid}\n\ntext\n`);
  return {
    uid,
    uidAssigned: true,
    internalDate: 1_190_721_925,
    flags: { system: 0, keywords: [] },
    size: bytes.length + 3,
    storedSize: bytes.length,
    content: { views: [bytes] },
  };
}
