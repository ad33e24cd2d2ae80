import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createStoreContext } from '@sourdine/core';
import { createFlags, SystemFlag } from '@sourdine/core-flags';
import { describe, expect, test } from 'vitest';
import { createMaildirSource } from '../src/index.ts';
import { fill, messageOf, TemporaryAccount } from './temporary-account.ts';

describe.each(['maildir++', 'fs'] as const)('%s', (layout) => {
  test('first fill of INBOX and of a folder', async () => {
    using account = new TemporaryAccount();
    const path = ['Work', 'v1.2 release'];
    {
      await using sink = await account.sink({ layout });
      expect(await sink.mailboxes()).toEqual([]);
      for (const each of [['INBOX'], path]) {
        await fill(
          sink,
          each,
          [
            messageOf(3, { flags: createFlags(SystemFlag.seen | SystemFlag.flagged, ['NonJunk']), pop3Uidl: 'abc' }),
            messageOf(7, { uidAssigned: false, internalDate: -5, text: 'a\r\nb\nc' }),
          ],
          20,
        );
      }
      expect(await sink.mailboxes()).toEqual(
        [['INBOX'], path].map((each) => ({ path: each, ours: true, syncedToken: 'token', uidValidity: 1_190_000_000 })),
      );
    }
    expect(existsSync(`${account.root}/tmp/sourdine-staging`)).toBe(false);
    expect(existsSync(`${account.root}/sourdine.lock`)).toBe(false);
    for (const each of [['INBOX'], path]) {
      const read = await account.read(each, { layout });
      expect(read).toMatchObject({ uidValidity: 1_190_000_000, uidNext: 20, keywords: ['NonJunk'] });
      expect(read.messages).toMatchObject([
        {
          uid: 3,
          uidAssigned: true,
          internalDate: 1_190_721_928,
          pop3Uidl: 'abc',
          flags: { system: 10, keywords: ['NonJunk'] },
        },
        { uid: 7, internalDate: -5, text: 'a\r\nb\nc', size: 7, storedSize: 6 },
      ]);
    }
  });

  test('a later pass adds, flags, replaces and expunges, and keeps what others delivered', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ layout });
    await fill(sink, ['INBOX'], [messageOf(1), messageOf(2), messageOf(3), messageOf(4)]);
    writeFileSync(`${account.root}/new/1200000000.M1P1.host`, 'delivered\n');
    expect((await sink.mailboxes())[0]).not.toHaveProperty('syncedToken');
    {
      await using mailbox = await sink.openMailbox(['INBOX']);
      expect([...mailbox.messages.keys()]).toEqual([1, 2, 3, 4]);
      expect(mailbox.messages.get(2)?.syncedFlags).toEqual(createFlags(0));
      expect(mailbox.foreignMessages).toBe(1);
      mailbox.begin(1_190_000_000);
      mailbox.setFlags(1, createFlags(SystemFlag.answered, ['Junk']));
      mailbox.expunge(2);
      mailbox.expunge(3);
      await mailbox.append([messageOf(3, { text: 'other\n' }), messageOf(9)]);
      await mailbox.commit({ uidNext: 10, keywords: ['Unused'], sourceToken: 'second' });
    }
    expect((await sink.mailboxes())[0]?.syncedToken).toBe('second');
    const { messages, uidNext, keywords } = await account.read(['INBOX'], { layout });
    expect(messages.map(({ uid, text, uidAssigned }) => [uid, text.slice(0, 9), uidAssigned])).toEqual([
      [1, 'Subject: ', true],
      [3, 'other\n', true],
      [4, 'Subject: ', true],
      [9, 'Subject: ', true],
      [10, 'delivered', true],
    ]);
    expect(messages[0]?.flags).toEqual(createFlags(SystemFlag.answered, ['Junk']));
    expect([uidNext, keywords]).toEqual([11, ['Unused', 'Junk']]);
    expect(readdirSync(`${account.root}/cur`).some((name) => name.includes('U3G1.'))).toBe(true);
  });

  test('another UIDVALIDITY replaces all of ours at once', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ layout });
    await fill(sink, ['a'], [messageOf(1), messageOf(2)]);
    const directory = layout === 'fs' ? `${account.root}/a` : `${account.root}/.a`;
    writeFileSync(`${directory}/new/1200000000.M1P1.host`, 'delivered\n');
    {
      await using mailbox = await sink.openMailbox(['a']);
      mailbox.begin(77);
      await mailbox.append([messageOf(1, { text: 'new\n' })]);
      await mailbox.commit({ uidNext: 2, keywords: [] });
    }
    const read = await account.read(['a'], { layout });
    expect(read.uidValidity).toBe(77);
    expect(read.messages.map(({ uid, text }) => [uid, text])).toEqual([
      [1, 'new\n'],
      [2, 'delivered\n'],
    ]);
  });

  test('abort leaves nothing', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ layout });
    await using mailbox = await sink.openMailbox(['a']);
    mailbox.begin(1);
    await mailbox.append([messageOf(1)]);
    await mailbox.abort();
    expect(await sink.mailboxes()).toEqual([]);
    expect(readdirSync(`${account.root}/tmp/sourdine-staging`)).toEqual([]);
  });

  test('renames and removes', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ layout });
    await fill(sink, ['a'], [messageOf(1)]);
    await fill(sink, ['a', 'b'], [messageOf(2)]);
    await sink.renameMailbox(['a'], ['c', 'd']);
    expect((await sink.mailboxes()).map(({ path, ours }) => [path, ours])).toEqual([
      [['a', 'b'], true],
      [['c', 'd'], true],
    ]);
    expect((await account.read(['c', 'd'], { layout })).messages.map(({ uid }) => uid)).toEqual([1]);
    expect(await sink.removeMailbox(['a', 'b'])).toBe(true);
    expect((await sink.mailboxes()).map(({ path }) => path)).toEqual([['c', 'd']]);
    const directory = layout === 'fs' ? `${account.root}/c/d` : `${account.root}/.c.d`;
    writeFileSync(`${directory}/new/1.M1.h`, 'x');
    expect(await sink.removeMailbox(['c', 'd'])).toBe(false);
    expect((await account.read(['c', 'd'], { layout })).messages.map(({ text }) => text)).toEqual(['x']);
  });

  test('subscriptions', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ layout });
    const paths = [['INBOX'], ['é', 'a.b'], ['x\ty']];
    await sink.setSubscriptions(paths);
    expect(await sink.subscriptions()).toEqual(paths);
    writeFileSync(`${account.root}/subscriptions`, layout === 'fs' ? 'INBOX\na/b\n' : 'INBOX\na.b\n');
    expect(await sink.subscriptions()).toEqual([['INBOX'], ['a', 'b']]);
  });
});

test('a run that writes nothing leaves nothing', async () => {
  using account = new TemporaryAccount();
  {
    await using _sink = await account.sink();
    await expect(account.sink()).rejects.toMatchObject({ code: 'MAILDIR_IN_USE', side: 'busy', retryable: true });
  }
  expect(existsSync(account.root)).toBe(false);
});

test('a file whose flags or place changed is still recognised', async () => {
  using account = new TemporaryAccount();
  await using sink = await account.sink();
  await fill(sink, ['INBOX'], [messageOf(1), messageOf(2)]);
  const [one, two] = readdirSync(`${account.root}/cur`);
  renameSync(`${account.root}/cur/${one}`, `${account.root}/cur/${one}SPx,y`);
  renameSync(`${account.root}/cur/${two}`, `${account.root}/new/${two?.split(':')[0]}`);
  await using mailbox = await sink.openMailbox(['INBOX']);
  expect([...mailbox.messages.values()].map(({ uid, flags }) => [uid, flags.system])).toEqual([
    [1, SystemFlag.seen],
    [2, 0],
  ]);
  mailbox.begin(1_190_000_000);
  mailbox.setFlags(1, createFlags(SystemFlag.flagged));
  mailbox.setFlags(2, createFlags(SystemFlag.seen));
  await mailbox.commit({ uidNext: 3, keywords: [] });
  expect(readdirSync(`${account.root}/cur`).map((name) => name.replace(/.*:/, ':'))).toEqual([':2,FP,y', ':2,S']);
});

test('what no keyword letter is left for is told of each message', async () => {
  using account = new TemporaryAccount();
  await using sink = await account.sink();
  await using mailbox = await sink.openMailbox(['many']);
  mailbox.begin(5);
  const names = Array.from({ length: 27 }, (_, i) => `k${String(i).padStart(2, '0')}`);
  const flags = createFlags(0, names);
  await mailbox.append([messageOf(1, { flags }), messageOf(2, { flags }), messageOf(4, { flags })]);
  const { diagnostics } = await mailbox.commit({ uidNext: 5, keywords: ['unused'] });
  expect(diagnostics).toMatchObject([
    { level: 'loss', code: 'MAILDIR_KEYWORD_LIMIT', hint: "doveadm flags add -u USER 'k26' mailbox 'many' uid 1:2,4" },
    { level: 'note', code: 'MAILDIR_KEYWORD_UNUSED' },
  ]);
});

test('modes are the owner alone', async () => {
  using account = new TemporaryAccount();
  await using sink = await account.sink();
  await fill(sink, ['a'], [messageOf(1)]);
  const [file] = readdirSync(`${account.root}/.a/cur`);
  expect(statSync(`${account.root}/.a/cur/${file}`).mode & 0o777).toBe(0o600);
  expect(statSync(`${account.root}/.a/cur`).mode & 0o777).toBe(0o700);
  expect(readFileSync(`${account.root}/.a/dovecot-uidlist`, 'latin1')).toMatch(
    /^3 V1190000000 N2 G[0-9a-f]{32} *\n1 :1190721926\.V1190000000U1\.sourdine,S=22,W=25\n$/,
  );
});

test('a source whose root is not there is empty, and says so', async () => {
  using account = new TemporaryAccount();
  await using source = await createMaildirSource({ root: `${account.root}/none` }).open(createStoreContext());
  expect(await source.mailboxes()).toMatchObject({ mailboxes: [], diagnostics: [{ code: 'MAILDIR_ABSENT' }] });
});
