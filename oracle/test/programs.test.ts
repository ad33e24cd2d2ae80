import { chownSync, copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryHome, testAccount } from '../src/account.ts';
import { corpus } from '../src/corpus.ts';
import { Dovecot } from '../src/dovecot.ts';
import { ImapProbe, ImapRefusal } from '../src/imap-probe.ts';
import { startUwImapd } from '../src/uw-imapd.ts';

const account = testAccount();

/** Writes a file, with its directories, that the account owns. */
function put(home: string, path: string, content: string): void {
  const parts = path.split('/');
  for (let i = 1; i < parts.length; i++) {
    const directory = join(home, ...parts.slice(0, i));
    mkdirSync(directory, { recursive: true });
    chownSync(directory, account.uid, account.gid);
  }
  writeFileSync(join(home, path), content, 'latin1');
  chownSync(join(home, path), account.uid, account.gid);
}

test('uw-imapd lists a home and its subscriptions, and refuses a name that is not there', async () => {
  using home = new TemporaryHome(account);
  put(home.path, 'mail/work', 'not mail\n');
  put(home.path, '.mailboxlist', 'mail/work\nmail/gone\n');
  await using child = startUwImapd(account, home.path);
  const probe = await ImapProbe.open(child);
  const listed = await probe.list('LIST', '*');
  expect(listed.map(({ name }) => name).sort()).toEqual(['.mailboxlist', 'INBOX', 'mail', 'mail/work']);
  expect((await probe.list('LSUB', '*')).map(({ name }) => name)).toEqual(['mail/work', 'mail/gone']);
  await expect(probe.mailbox('SELECT', 'mail/nowhere')).rejects.toThrow(ImapRefusal);
});

test('uw-imapd answers STATUS', async () => {
  using home = new TemporaryHome(account);
  const file = corpus('uw').find((entry) => entry.case.name === 'uid-base');
  copyFileSync(file?.file ?? '', join(home.path, 'box'));
  await using child = startUwImapd(account, home.path);
  const probe = await ImapProbe.open(child);
  expect(await probe.status('box')).toEqual({ MESSAGES: 3, UNSEEN: 3, UIDNEXT: 21, UIDVALIDITY: 725_000_000 });
});

// The rule that no recording can hold, because its answer changes with the season.
test('uw-imapd takes the offset of today for a date without a zone, not that of the date', async () => {
  using home = new TemporaryHome(account);
  const dates = ['Thu Jan  2 05:53:22 1992', 'Thu Jul  2 05:53:22 1992'];
  put(home.path, 'box', dates.map((date) => `From a@example.org ${date}\nSubject: x\n\ntext\n\n`).join(''));
  await using child = startUwImapd(account, home.path, 'Europe/Paris');
  const probe = await ImapProbe.open(child);
  const { messages } = await probe.mailbox('EXAMINE', 'box');
  const paris = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });
  const today = paris
    .format(new Date())
    .replace(/^.*GMT/, '')
    .replace(':', '');
  expect(messages.map(({ internalDate }) => internalDate)).toEqual([
    ` 2-Jan-1992 05:53:22 ${today}`,
    ` 2-Jul-1992 05:53:22 ${today}`,
  ]);
});

test.each(['maildir++', 'fs'] as const)('Dovecot serves a Maildir by hand, layout %s', async (layout) => {
  using home = new TemporaryHome(account);
  const name = '1000000000.a.b,S=18:2,Sa';
  const folder = layout === 'fs' ? 'Maildir/sub/deep' : 'Maildir/.v1\\2e2 release';
  for (const box of ['Maildir', folder]) {
    for (const kind of ['cur', 'new', 'tmp']) put(home.path, `${box}/${kind}/.keep`, '');
    put(home.path, `${box}/dovecot-keywords`, '0 Work\n');
    put(
      home.path,
      `${box}/dovecot-uidlist`,
      '3 V725000000 N21 G0123456789abcdef0123456789abcdef\n7 :1000000000.a.b,S=18\n',
    );
    put(home.path, `${box}/cur/${name}`, 'Subject: x\n\nhello\n');
    utimesSync(join(home.path, box, 'cur', name), 1_000_000_000, 1_000_000_000);
  }
  using dovecot = new Dovecot({ account, maildir: join(home.path, 'Maildir'), layout });
  const expected = {
    uidValidity: 725_000_000,
    uidNext: 21,
    messages: [{ uid: 7, flags: ['Work', '\\Seen'], internalDate: '09-Sep-2001 01:46:40 +0000', size: 21 }],
  };
  expect(await dovecot.mailbox('INBOX')).toMatchObject(expected);
  expect(await dovecot.mailbox(layout === 'fs' ? 'sub/deep' : 'v1.2 release')).toMatchObject(expected);
  expect(await dovecot.uidls()).toEqual(['2b369f4000000007']);
});
