import { appendFileSync, existsSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mbox, OldSide } from './old-side.ts';
import { runBin } from './run-bin.ts';
import { slowDisk } from './slow-disk.ts';
import { messageFiles, readTree } from './tree.ts';

describe('an account', () => {
  test('is inspected, moved, moved again, verified', async () => {
    using old = new OldSide();
    const before = readTree(old.home);

    const inspected = await runBin(['inspect', old.source]);
    expect(inspected).toMatchObject({ code: 0, stderr: '' });
    expect(inspected.stdout).toContain('v1.2 release');
    expect(inspected.stdout).toMatch(/thesis\.tex +not a mailbox/);

    const first = await runBin(['sync', ...old.both]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/9 messages copied/);
    expect(first.stdout.trimEnd().split('\n').at(-1)).toBe(`Next: sourdine verify '${old.source}' ${old.target}`);
    expect(messageFiles(old.maildir)).toHaveLength(9);

    const second = await runBin(['sync', ...old.both]);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toMatch(/3 mailboxes, 3 unchanged · nothing to copy · 2 left out/);

    const verified = await runBin(['verify', ...old.both]);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(verified.stdout).toContain('9 messages compared');
    const outside = [...readTree(old.home)].filter(([path]) => !path.startsWith(old.maildir));
    expect(new Map(outside)).toEqual(before);
  });

  test('is not moved onto itself, by whatever name', async () => {
    using old = new OldSide();
    symlinkSync(old.home, join(old.folder, 'link'));
    const before = readTree(old.folder);
    for (const place of [`${old.home}/.`, `${old.home}/mail`, `${old.home}/mail/../mail/`, `${old.folder}/link`]) {
      const refused = await runBin(['sync', old.source, `maildir:${place}`]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('a folder of its own') });
    }
    expect(readTree(old.folder)).toEqual(before);
  });

  test('is planned without a change', async () => {
    using old = new OldSide();
    const before = readTree(old.folder);
    const planned = await runBin(['sync', '--dry-run', ...old.both]);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toContain('nothing was changed');
    expect(planned.stdout).toContain('new');
    expect(readTree(old.folder)).toEqual(before);

    await runBin(['sync', ...old.both]);
    appendFileSync(old.inbox, mbox(1, 1).replace(/X-IMAPbase.*\n|X-UID.*\n/g, ''));
    const synced = readTree(old.folder);
    const again = await runBin(['sync', '--dry-run', ...old.both]);
    expect(again.stdout).toMatch(/INBOX .*look for changes/);
    expect(again.stdout).toMatch(/v1\.2 release .*unchanged/);
    expect(readTree(old.folder)).toEqual(synced);
  });

  test('is moved in threads when it is large', async () => {
    using old = new OldSide();
    for (const name of ['a', 'b', 'c', 'd']) old.write(`mail/${name}`, mbox(1_200_000_000, 60, 50_000));
    const preload = 'import { isMainThread } from "node:worker_threads"; if (!isMainThread) console.error("a thread");';
    const synced = await runBin(['sync', '--json', '--jobs', '2', ...old.both], { preload });
    expect(synced).toMatchObject({ code: 0, stderr: 'a thread\na thread\n' });
    expect(messageFiles(old.maildir)).toHaveLength(249);
    const unchanged = await runBin(['sync', '--json', '--jobs', '2', ...old.both], { preload });
    expect(unchanged).toMatchObject({ code: 0, stderr: '' });
    const verified = await runBin(['verify', '--json', '--jobs', '3', ...old.both]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ exitCode: 0, differences: [], errors: [] });
    const inspected = await runBin(['inspect', '--json', old.target]);
    const { mailboxes } = JSON.parse(inspected.stdout) as { mailboxes: { messages: number }[] };
    expect(mailboxes.reduce((sum, mailbox) => sum + mailbox.messages, 0)).toBe(249);
  });

  test('is moved to the fs layout', async () => {
    using old = new OldSide();
    const target = `${old.target}?layout=fs`;
    expect((await runBin(['sync', old.source, target])).code).toBe(0);
    expect((await runBin(['verify', old.source, target])).code).toBe(0);
    expect(messageFiles(join(old.maildir, 'lists', 'dev'))).toHaveLength(4);
  });
});

describe('exit code 1', () => {
  test('says which message differs, and in what', async () => {
    using old = new OldSide();
    await runBin(['sync', ...old.both]);
    const [first = '', second = '', third = ''] = messageFiles(join(old.maildir, 'cur'));
    rmSync(first);
    renameSync(second, second.replace(/:2,.*/, ':2,T'));
    utimesSync(third, 0, 0);
    const verified = await runBin(['verify', ...old.both]);
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(/INBOX UID \d: missing on the target/);
    expect(verified.stdout).toMatch(/INBOX UID \d: flags/);
    expect(verified.stdout).toMatch(/INBOX UID \d: INTERNALDATE/);
    expect(verified.stdout).toContain(`Next: sourdine sync '${old.source}' ${old.target}`);
    const quiet = await runBin(['verify', '--quiet', ...old.both]);
    expect(quiet).toMatchObject({ code: 1, stdout: '' });
    expect(quiet.stderr).toContain('missing on the target');
  });

  test('tells of keywords that the target cannot hold', async () => {
    using old = new OldSide();
    const names = Array.from({ length: 30 }, (_, i) => `key${i}`);
    const many = mbox(1_200_000_000, 30)
      .replace(/\$Label1\n/, `${names.join(' ')}\n`)
      .replace(/X-Keywords:.*\nX-UID: (\d+)/g, (_, uid: string) => `X-Keywords: key${Number(uid) - 1}\nX-UID: ${uid}`);
    old.write('mail/many', many);
    const synced = await runBin(['sync', ...old.both]);
    expect(synced.code).toBe(1);
    expect(synced.stdout).toContain('What the target cannot hold');
  });
});

describe('exit code 2', () => {
  test.for([
    [[], /Usage: sourdine/],
    [['sink'], /unknown command 'sink'.*\n?.*sync/],
    [['sync', 'mbox:/home/u'], /missing required argument 'target'/],
    [['sync', '--job', '2', 'mbox:/a', 'maildir:/b'], /unknown option '--job'\n.*--jobs/],
    [['sync', '--jobs', '0', 'mbox:/a', 'maildir:/b'], /number from 1 to 64/],
    [['inspect', 'mbox:home/u'], /relative\n.*Write it from the root on/],
    [['inspect', 'imap://ada:s3cret@old'], /holds a password/],
    [['sync', 'mbox:/a', 'mbox:/b'], /cannot be the target/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
  ] as const)('%o', async ([args, message]) => {
    const { code, stdout, stderr } = await runBin(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('s3cret');
  });

  test('is JSON too, once the command line is understood', async () => {
    const { code, stdout } = await runBin(['inspect', '--json', 'mbox:home/u']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'inspect',
      exitCode: 2,
      errors: [{ code: 'URL_PATH_RELATIVE', side: 'usage' }],
    });
  });
});

test('exit code 3 where the source is not there', async () => {
  using old = new OldSide();
  const { code, stderr } = await runBin(['sync', `mbox:${old.folder}/nobody`, old.target]);
  expect(code).toBe(3);
  expect(stderr).toContain(`${old.folder}/nobody`);
  expect(readTree(old.maildir).size).toBe(0);
});

test('exit code 4 where the target cannot be made', async () => {
  using old = new OldSide();
  const { code, stderr } = await runBin(['sync', old.source, `maildir:${old.inbox}/Maildir`]);
  expect(code).toBe(4);
  expect(stderr).toContain(old.inbox);
});

test('exit code 5 while another run is at work', async () => {
  using old = new OldSide();
  for (const name of ['a', 'b']) old.write(`mail/${name}`, mbox(1_200_000_000, 200, 30_000));
  const first = runBin(['sync', '--json', ...old.both], { preload: slowDisk(4) });
  await expect.poll(() => existsSync(join(old.maildir, 'sourdine.lock')), { timeout: 20_000 }).toBe(true);
  const second = await runBin(['sync', ...old.both]);
  expect(second.code).toBe(5);
  expect(second.stderr).toMatch(/Another run/);
  expect((await first).code).toBe(0);
  expect((await runBin(['verify', ...old.both])).code).toBe(0);
});

test('exit code 6 where the source looks empty, unless that is allowed', async () => {
  using old = new OldSide();
  await runBin(['sync', ...old.both]);
  writeFileSync(old.inbox, '');
  const refused = await runBin(['sync', ...old.both]);
  expect(refused.code).toBe(6);
  expect(`${refused.stdout}${refused.stderr}`).toContain('--allow-empty');
  expect(messageFiles(join(old.maildir, 'cur'))).toHaveLength(3);
  const allowed = await runBin(['sync', '--allow-empty', ...old.both]);
  expect(allowed.code).toBe(0);
  expect(messageFiles(join(old.maildir, 'cur'))).toHaveLength(0);
});

test('help and version are no errors', async () => {
  const help = await runBin(['help', 'sync']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toMatch(/--allow-empty[^]*Examples:[^]*Exit codes:/);
  const version = await runBin(['--version']);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const completion = await runBin(['completion', 'bash']);
  expect(completion.stdout).toContain('complete -F _sourdine sourdine');
});
