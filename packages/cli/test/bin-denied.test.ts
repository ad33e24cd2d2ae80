import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CopiedProgram } from './copied-program.ts';
import { mbox, OldSide } from './old-side.ts';
import { runBin } from './run-bin.ts';
import { messageFiles, readTree } from './tree.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65534;
if (!isRoot) console.warn('NOT RUN, for they need root: the tests of --as and of a full file system.');

/** Hands everything to nobody, as whose home it then is. */
function giveToNobody(old: OldSide): void {
  execFileSync('chown', ['-R', '-h', `${nobody}:${nobody}`, old.folder]);
}

/** A file system in memory of 1 MiB. */
function mountSmallDisk(folder: string): Disposable {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  return { [Symbol.dispose]: () => void execFileSync('umount', [folder]) };
}

/** Denials mean nothing to root: as root these run as nobody. */
const asSomebody = isRoot ? ['--as', 'nobody'] : [];

let program: CopiedProgram | undefined;
beforeAll(() => {
  if (isRoot) program = new CopiedProgram(0o755);
});
afterAll(() => program?.[Symbol.dispose]());

describe('permission denied', () => {
  test('on a mailbox: exit code 3, the others are moved', async () => {
    using old = new OldSide();
    const closed = old.write('mail/closed', mbox(1_200_000_000, 2));
    if (isRoot) giveToNobody(old);
    chmodSync(closed, 0);
    const run = await runBin(['sync', ...asSomebody, ...old.both], { program });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(closed);
    expect(messageFiles(old.maildir)).toHaveLength(9);
    chmodSync(closed, 0o600);
    expect((await runBin(['sync', ...asSomebody, ...old.both], { program })).code).toBe(0);
    expect((await runBin(['verify', ...asSomebody, ...old.both], { program })).code).toBe(0);
    expect(messageFiles(old.maildir)).toHaveLength(11);
  });

  test('on the target: exit code 4, nothing written', async () => {
    using old = new OldSide();
    const folder = join(old.folder, 'closed');
    mkdirSync(folder);
    if (isRoot) giveToNobody(old);
    chmodSync(folder, 0o500);
    const run = await runBin(['sync', ...asSomebody, old.source, `maildir:${folder}/Maildir`], { program });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain(folder);
    expect(run.stderr).toMatch(/owner and mode/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.runIf(isRoot)('as root', () => {
  test('--as USER works as the user: what is made is theirs', async () => {
    using old = new OldSide();
    giveToNobody(old);
    const run = await runBin(['sync', '--json', '--as', 'nobody', ...old.both], { program });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const path of readTree(old.maildir).keys()) {
      const { uid, gid, mode } = lstatSync(path);
      expect({ path, uid, gid, others: mode & 0o077 }).toEqual({ path, uid: nobody, gid: nobody, others: 0 });
    }
  });

  test('--as USER gives up root for good, in every thread', async () => {
    using old = new OldSide();
    old.write('mail/large', mbox(1_200_000_000, 200, 50_000));
    giveToNobody(old);
    // What the kernel says of the thread; `/proc/thread-self` is that of the one that asks.
    const preload =
      'import fs from "node:fs"; process.on("exit", () => fs.writeSync(2, ' +
      'fs.readFileSync("/proc/thread-self/status", "utf8").split("\\n").filter((l) => /^(Uid|Gid|Groups|CapEff|CapPrm)/.test(l)).join("\\n") + "\\n"));';
    const run = await runBin(['sync', '--json', '--as', 'nobody', ...old.both], { program, preload });
    expect(run.code).toBe(0);
    const said = run.stderr
      .replace(/[\t ]+/g, ' ')
      .trim()
      .split('\n');
    const expected = [
      'Uid: N N N N',
      'Gid: N N N N',
      'Groups: N',
      'CapPrm: 0000000000000000',
      'CapEff: 0000000000000000',
    ];
    expect(new Set(said.map((line) => line.trim()))).toEqual(
      new Set(expected.map((line) => line.replaceAll('N', String(nobody)))),
    );
    const owners = new Set([...readTree(old.maildir).keys()].map((path) => lstatSync(path).uid));
    expect(owners).toEqual(new Set([nobody]));
  });

  test('a link out of the home leads to nothing that root alone can read', async () => {
    using old = new OldSide();
    const secret = join(old.folder, 'secret');
    mkdirSync(secret, { mode: 0o700 });
    writeFileSync(join(secret, 'mail'), mbox(1_300_000_000, 1), { mode: 0o600 });
    symlinkSync(join(secret, 'mail'), join(old.home, 'mail', 'link'));
    giveToNobody(old);
    execFileSync('chown', ['-R', 'root:root', secret]);
    const run = await runBin(['sync', '--json', '--as', 'nobody', ...old.both], { program });
    expect(run.code).toBe(0);
    expect(messageFiles(old.maildir)).toHaveLength(9);
  });

  test('without --as it is refused on what is somebody else’s, before anything is opened', async () => {
    using old = new OldSide();
    giveToNobody(old);
    const before = readTree(old.folder);
    for (const command of [
      ['inspect', old.source],
      ['sync', ...old.both],
      ['verify', ...old.both],
    ]) {
      const run = await runBin(command);
      expect(run.code).toBe(2);
      expect(run.stderr).toMatch(/belongs to user id 65534[^]*--as USER/);
    }
    expect(readTree(old.folder)).toEqual(before);
    chownSync(old.folder, 0, 0);
    chownSync(old.home, 0, 0);
    expect((await runBin(['inspect', old.source])).stderr).toContain(`${old.inbox} belongs to`);
    // A folder of root's that somebody's link leads to.
    mkdirSync(join(old.folder, 'of-root', 'Maildir'), { recursive: true });
    symlinkSync(join(old.folder, 'of-root'), join(old.home, 'link'));
    lchownSync(join(old.home, 'link'), nobody, nobody);
    const led = await runBin(['inspect', `maildir:${join(old.home, 'link', 'Maildir')}`]);
    expect(led).toMatchObject({ code: 2, stderr: expect.stringContaining('belongs to user id 65534') });
  });

  test('--as root says that root is meant', async () => {
    using old = new OldSide();
    giveToNobody(old);
    expect((await runBin(['sync', '--as', 'root', ...old.both])).code).toBe(0);
  });

  test('--as is refused where the user cannot read the program', async () => {
    using old = new OldSide();
    using hidden = new CopiedProgram(0o700);
    giveToNobody(old);
    const before = readTree(old.folder);
    const run = await runBin(['sync', '--as', 'nobody', ...old.both], { program: hidden });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/nobody cannot read the program itself[^]*Install sourdine where everybody/);
    expect(readTree(old.folder)).toEqual(before);
  });

  test('--as of a user that is not there is refused', async () => {
    using old = new OldSide();
    const run = await runBin(['sync', '--as', 'no-such-user', ...old.both]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('There is no user "no-such-user"');
  });

  test('somebody else cannot become a user', async () => {
    using old = new OldSide();
    const under = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
    const run = await runBin(['inspect', '--as', 'root', old.source], { program, under });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Only root can work as "root"');
    expect((await runBin(['inspect', '--as', 'nobody', old.source], { program, under })).code).toBe(0);
  });

  test('a full file system: exit code 4, and the next run finishes', async () => {
    using old = new OldSide();
    const disk = join(old.folder, 'disk');
    mkdirSync(disk);
    using _ = mountSmallDisk(disk);
    old.write('mail/large', mbox(1_200_000_000, 40, 50_000));
    const target = `maildir:${disk}/Maildir`;
    const full = await runBin(['sync', old.source, target]);
    expect(full.code).toBe(4);
    expect(`${full.stdout}${full.stderr}`).toMatch(/ENOSPC[^]*Free some space/);
    execFileSync('mount', ['-o', 'remount,size=16m', disk]);
    expect((await runBin(['sync', old.source, target])).code).toBe(0);
    expect((await runBin(['verify', old.source, target])).code).toBe(0);
  });
});

test('a limit on the size of files: exit code 4, and the next run finishes', async () => {
  using old = new OldSide();
  old.write('mail/large', mbox(1_200_000_000, 3, 2_000_000));
  // ulimit counts blocks of 512 bytes; SIGXFSZ is ignored, so that the write fails instead.
  const under = ['sh', '-c', 'ulimit -f 1000; trap "" XFSZ; "$@"', 'sh'];
  const limited = await runBin(['sync', ...old.both], { under });
  expect(limited.code).toBe(4);
  expect(`${limited.stdout}${limited.stderr}`).toMatch(/EFBIG/);
  expect((await runBin(['sync', ...old.both])).code).toBe(0);
  expect((await runBin(['verify', ...old.both])).code).toBe(0);
});
