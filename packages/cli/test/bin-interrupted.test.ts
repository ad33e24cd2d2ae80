import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mbox, OldSide } from './old-side.ts';
import { type Finished, runBin, type RunOptions } from './run-bin.ts';
import { slowDisk } from './slow-disk.ts';
import { messageFiles } from './tree.ts';

/** Large enough for threads, and slow enough to be met in the middle. */
function largeOldSide(): OldSide {
  const old = new OldSide();
  for (const name of ['a', 'b', 'c']) old.write(`mail/${name}`, mbox(1_200_000_000, 200, 30_000));
  return old;
}

/** Sends signals once the first mailbox is being written, the second when the first one was understood. */
async function interrupt(
  old: OldSide,
  signals: readonly NodeJS.Signals[],
  args: readonly string[] = [],
): Promise<Finished> {
  const onStart: RunOptions['onStart'] = (child) => {
    const timer = setInterval(() => {
      if (!existsSync(old.maildir)) return;
      clearInterval(timer);
      setTimeout(() => child.kill(signals[0]), 200);
    }, 5);
    child.stderr?.once('data', () => signals[1] && child.kill(signals[1]));
    child.once('exit', () => clearInterval(timer));
  };
  return await runBin(['sync', '--jobs', '2', ...args, ...old.both], { preload: slowDisk(5), onStart });
}

async function finish(old: OldSide): Promise<void> {
  expect(await runBin(['sync', ...old.both])).toMatchObject({ code: 0, stderr: '' });
  expect((await runBin(['verify', ...old.both])).code).toBe(0);
  expect(messageFiles(old.maildir)).toHaveLength(609);
}

describe('interrupted in the middle', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s stops at a safe point, and the same command goes on', async ([signal, code]) => {
    using old = largeOldSide();
    const stopped = await interrupt(old, [signal]);
    expect(stopped).toMatchObject({ code, stdout: '' });
    expect(stopped.stderr).toContain('Nothing is lost: run the same command again');
    expect(messageFiles(old.maildir).length).toBeLessThan(609);
    await finish(old);
  });

  test('with --json there is a document', async () => {
    using old = largeOldSide();
    const stopped = await interrupt(old, ['SIGINT'], ['--json']);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ version: 1, exitCode: 130, errors: [{ scope: 'cancelled' }] });
  });

  test('a second one stops at once, and loses nothing either', async () => {
    using old = largeOldSide();
    const stopped = await interrupt(old, ['SIGINT', 'SIGINT']);
    expect(stopped.code).toBe(130);
    await finish(old);
  });
});

describe('a thread that dies', () => {
  test('costs its mailbox that pass, and no other', async () => {
    using old = largeOldSide();
    const dies =
      'import { parentPort } from "node:worker_threads";' +
      'parentPort?.on("message", (job) => job.task.path.at(-1) === "b" && process.exit(7));';
    const run = await runBin(['sync', '--json', '--jobs', '2', ...old.both], { preload: dies });
    expect(run.code).toBe(70);
    const { mailboxes } = JSON.parse(run.stdout) as {
      mailboxes: { path: string[]; outcome: string; error?: object }[];
    };
    expect(mailboxes.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { path: ['b'], error: { code: 'WORKER_DIED', side: 'internal' } },
    ]);
    expect(mailboxes.filter(({ outcome }) => outcome === 'filled')).toHaveLength(5);
    await finish(old);
  });
});
