import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { MailError } from '@sourdine/core';
import { describe, expect, test } from 'vitest';
import { fill, messageOf, TemporaryAccount } from './temporary-account.ts';

describe('links that an account may hold', () => {
  test.each(['.a', '.a/cur', '.a/new', '.a/tmp'])('%s is not followed', async (link) => {
    using account = new TemporaryAccount();
    await using sink = await account.sink();
    await fill(sink, ['a'], [messageOf(1)]);
    renameSync(`${account.root}/${link}`, `${account.folder}/elsewhere`);
    symlinkSync(`${account.folder}/elsewhere`, `${account.root}/${link}`);
    const before = readdirSync(`${account.folder}/elsewhere`, { recursive: true });
    await expect(sink.openMailbox(['a'])).rejects.toMatchObject({
      code: 'MAILDIR_SYMBOLIC_LINK',
      side: 'target',
      scope: 'mailbox',
    });
    expect(readdirSync(`${account.folder}/elsewhere`, { recursive: true })).toEqual(before);
  });

  test.each(['sourdine-state', 'sourdine-flags', 'dovecot-uidlist', 'dovecot-keywords'])(
    '%s is not read through',
    async (name) => {
      using account = new TemporaryAccount();
      await using sink = await account.sink();
      await fill(sink, ['a'], [messageOf(1)]);
      writeFileSync(`${account.folder}/secret`, 'secret');
      rmSync(`${account.root}/.a/${name}`, { force: true });
      symlinkSync(`${account.folder}/secret`, `${account.root}/.a/${name}`);
      await sink
        .openMailbox(['a'])
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'MAILDIR_SYMBOLIC_LINK' }));
      expect(readFileSync(`${account.folder}/secret`, 'utf8')).toBe('secret');
    },
  );

  test.each(['sourdine-state', 'dovecot-uidlist'])('a folder called %s holds up no other mailbox', async (name) => {
    using account = new TemporaryAccount();
    await using sink = await account.sink();
    for (const mailbox of ['a', 'b']) await fill(sink, [mailbox], [messageOf(1)]);
    rmSync(`${account.root}/.a/${name}`);
    mkdirSync(`${account.root}/.a/${name}`);
    expect((await sink.mailboxes()).map(({ path }) => path)).toEqual([['a'], ['b']]);
    await expect(sink.openMailbox(['a'])).rejects.toMatchObject({ code: 'MAILDIR_NOT_A_FILE', scope: 'mailbox' });
  });

  test('subscriptions that are a link are an error of theirs alone', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink();
    symlinkSync('/dev/null', `${account.root}/subscriptions`);
    await expect(sink.subscriptions()).rejects.toMatchObject({ code: 'MAILDIR_SYMBOLIC_LINK', scope: 'mailbox' });
  });

  test('staging is not led elsewhere', async () => {
    using account = new TemporaryAccount();
    mkdirSync(`${account.root}/tmp`, { recursive: true });
    mkdirSync(`${account.folder}/elsewhere`);
    writeFileSync(`${account.folder}/elsewhere/kept`, '');
    symlinkSync(`${account.folder}/elsewhere`, `${account.root}/tmp/sourdine-staging`);
    await using sink = await account.sink();
    await fill(sink, ['a'], [messageOf(1)]);
    expect(readdirSync(`${account.folder}/elsewhere`)).toEqual(['kept']);
    rmSync(`${account.root}/tmp`, { recursive: true });
    symlinkSync(`${account.folder}/elsewhere`, `${account.root}/tmp`);
    await expect(fill(sink, ['b'], [messageOf(1)])).rejects.toMatchObject({ code: 'MAILDIR_SYMBOLIC_LINK' });
    expect(readdirSync(`${account.folder}/elsewhere`)).toEqual(['kept']);
  });

  test('a source passes over them and tells', async () => {
    using account = new TemporaryAccount();
    {
      await using sink = await account.sink();
      await fill(sink, ['INBOX'], [messageOf(1)]);
    }
    symlinkSync('/etc/passwd', `${account.root}/cur/9.evil:2,`);
    symlinkSync('/etc', `${account.root}/.etc`);
    expect((await account.read(['INBOX'])).messages).toHaveLength(1);
    await using sink = await account.sink();
    await using source = sink.asSource();
    expect((await source.mailboxes()).leftOut).toEqual([{ name: '.etc', reason: 'symbolic-link' }]);
  });
});

describe('the lock of an account', () => {
  const lockOf = (account: TemporaryAccount): string => `${account.root}/sourdine.lock`;

  test('of a process that is gone, or whose PID another has now, is taken over', async () => {
    using account = new TemporaryAccount();
    mkdirSync(account.root);
    const gone = spawn('true');
    await once(gone, 'exit');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stale = [
      { pid: gone.pid, started: '1', boot, host: hostname() },
      { pid: process.pid, started: '1', boot, host: hostname() },
      { pid: process.pid, started: '1', boot: 'an earlier boot', host: hostname() },
    ].map((holder) => JSON.stringify(holder));
    for (const text of [...stale, '', '{"pid":']) {
      writeFileSync(lockOf(account), text);
      await using _sink = await account.sink();
      expect(readFileSync(lockOf(account), 'utf8')).toContain(`"pid":${process.pid}`);
    }
    expect(existsSync(lockOf(account))).toBe(false);
  });

  test.each(['pipe', 'link'])('that is a %s is neither read nor waited for', async (kind) => {
    using account = new TemporaryAccount();
    mkdirSync(account.root);
    const held = JSON.stringify({ pid: 1, started: '1', boot: '', host: 'elsewhere' });
    writeFileSync(`${account.folder}/held`, held);
    if (kind === 'pipe') execFileSync('mkfifo', [lockOf(account)]);
    else symlinkSync(`${account.folder}/held`, lockOf(account));
    await using _sink = await account.sink();
    expect(readFileSync(lockOf(account), 'utf8')).toContain(`"pid":${process.pid}`);
    expect(readFileSync(`${account.folder}/held`, 'utf8')).toBe(held);
  });

  test('of another host is not, and the hint says what to do', async () => {
    using account = new TemporaryAccount();
    mkdirSync(account.root);
    writeFileSync(lockOf(account), JSON.stringify({ pid: 1, started: '1', boot: '', host: 'elsewhere' }));
    const error = await account.sink().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({
      code: 'MAILDIR_IN_USE',
      side: 'busy',
      retryable: true,
      hint: expect.stringContaining('remove'),
    });
  });

  test('is not taken where another thread has it', async () => {
    using account = new TemporaryAccount();
    await using _first = await account.sink();
    await using second = await account.sink({}, { accountLocked: true });
    await fill(second, ['a'], [messageOf(1)]);
  });
});

describe("the server's lock of a mailbox", () => {
  test('of a living process is waited for, then the mailbox is busy', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ lockTimeout: 50 });
    await fill(sink, ['a'], [messageOf(1)]);
    const lock = `${account.root}/.a/dovecot-uidlist.lock`;
    writeFileSync(lock, `${process.ppid}:${hostname()}`);
    utimesSync(lock, 1, 1);
    await expect(fill(sink, ['a'], [])).rejects.toMatchObject({ code: 'MAILDIR_BUSY', side: 'busy', retryable: true });
    expect(readFileSync(lock, 'latin1')).toBe(`${process.ppid}:${hostname()}`);
    expect(readdirSync(`${account.root}/tmp/sourdine-staging`)).toEqual([]);
  });

  test('that is a pipe is not waited for longer than any other', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ lockTimeout: 2500 });
    await fill(sink, ['a'], [messageOf(1)]);
    execFileSync('mkfifo', [`${account.root}/.a/dovecot-uidlist.lock`]);
    await expect(fill(sink, ['a'], [])).rejects.toMatchObject({ code: 'MAILDIR_BUSY' });
  });

  test('of a process that is gone is overridden after two seconds', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink({ lockTimeout: 10_000 });
    await fill(sink, ['a'], [messageOf(1)]);
    const gone = spawn('true');
    await once(gone, 'exit');
    writeFileSync(`${account.root}/.a/dovecot-uidlist.lock`, `${gone.pid}:${hostname()}`);
    const began = performance.now();
    await using mailbox = await sink.openMailbox(['a']);
    mailbox.begin(1_190_000_000);
    await mailbox.commit({ uidNext: 2, keywords: [] });
    expect(performance.now() - began).toBeGreaterThan(1000);
  });
});

describe('what cannot be trusted on the target', () => {
  test.each(['', 'noise', 'sourdine-state 1\n{}', 'sourdine-state 9\n'])(
    'a state of %j means that all is compared',
    async (text) => {
      using account = new TemporaryAccount();
      await using sink = await account.sink();
      await fill(sink, ['a'], [messageOf(1)]);
      writeFileSync(`${account.root}/.a/sourdine-state`, text);
      expect(await sink.mailboxes()).toEqual([{ path: ['a'], ours: true, uidValidity: 1_190_000_000 }]);
      await using mailbox = await sink.openMailbox(['a']);
      expect([...mailbox.messages.keys()]).toEqual([1]);
      expect(mailbox.messages.get(1)).not.toHaveProperty('syncedFlags');
    },
  );

  test('a uidlist that is gone or broken: the names tell the UIDs, and the next pass writes it anew', async () => {
    for (const text of [undefined, 'noise', '3 V1190000000 N9\n5 :x\n4 :y\n']) {
      using account = new TemporaryAccount();
      await using sink = await account.sink();
      await fill(sink, ['a'], [messageOf(3), messageOf(4)], 9);
      const uidlist = `${account.root}/.a/dovecot-uidlist`;
      if (text === undefined) rmSync(uidlist);
      else writeFileSync(uidlist, text);
      await using mailbox = await sink.openMailbox(['a']);
      expect([mailbox.uidValidity, [...mailbox.messages.keys()]]).toEqual([1_190_000_000, [3, 4]]);
      mailbox.begin(1_190_000_000);
      await mailbox.commit({ uidNext: 9, keywords: [] });
      expect(await account.read(['a'])).toMatchObject({
        uidValidity: 1_190_000_000,
        uidNext: 9,
        messages: [{ uid: 3 }, { uid: 4 }],
      });
    }
  });

  test('a message of ours that its owner moved to another mailbox is his', async () => {
    using account = new TemporaryAccount();
    await using sink = await account.sink();
    await fill(sink, ['a'], [messageOf(1), messageOf(2)]);
    {
      await using other = await sink.openMailbox(['b']);
      other.begin(77);
      await other.append([messageOf(1, { text: 'of b\n' })]);
      await other.commit({ uidNext: 2, keywords: [] });
    }
    const [moved] = readdirSync(`${account.root}/.a/cur`);
    renameSync(`${account.root}/.a/cur/${moved}`, `${account.root}/.b/cur/${moved}`);
    await using mailbox = await sink.openMailbox(['b']);
    expect([mailbox.messages.size, mailbox.foreignMessages]).toEqual([1, 1]);
    mailbox.begin(78);
    await mailbox.commit({ uidNext: 1, keywords: [] });
    expect((await account.read(['b'])).messages).toHaveLength(1);
  });
});

test('a message that cannot be written is returned, the others are written', async () => {
  using account = new TemporaryAccount();
  await using sink = await account.sink();
  await using mailbox = await sink.openMailbox(['a']);
  mailbox.begin(5);
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new MailError('bad', { code: 'BAD', scope: 'message', side: 'source' });
  };
  const failures = await mailbox.append([
    messageOf(1, { internalDate: 1e12 }),
    messageOf(2, { pop3Uidl: 'a b' }),
    messageOf(3, { storedSize: 5 }),
    messageOf(4, { content: { open: stream } }),
    messageOf(5),
    messageOf(0xffff_ffff),
  ]);
  expect(failures.map(({ uid, error }) => [uid, error.code])).toEqual([
    [1, 'MAILDIR_BAD_DATE'],
    [2, 'MAILDIR_BAD_UIDL'],
    [3, 'MAILDIR_SIZE_MISMATCH'],
    [4, 'BAD'],
    [0xffff_ffff, 'MAILDIR_BAD_UID'],
  ]);
  await mailbox.commit({ uidNext: 6, keywords: [] });
  expect((await account.read(['a'])).messages.map(({ uid }) => uid)).toEqual([5]);
});
