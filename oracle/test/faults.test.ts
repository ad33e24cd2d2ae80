import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFirstHome, writeLaterHome } from '../../test/kill/homes.ts';
import { runSync, syncCommand } from '../../test/kill/killed-process.ts';
import { findVisibleFaults, type MaildirState, readMaildirState } from '../../test/kill/maildir-state.ts';
import { buildFailIo, type Fault, type FaultyRun, runWithFault } from '../src/failing-io.ts';

/*
 * System calls of a pass that change the target fail one by one, as on a full disk, a bad disk, or by a kill just before
 * them; every read of the source fails once. After each: nothing half-written is visible, the exit code and the words fit, and
 * the next run ends as if nothing had happened.
 */

const folder = mkdtempSync(join(tmpdir(), 'sourdine-faults-'));
const first = join(folder, 'first');
const later = join(folder, 'later');
const filled = join(folder, 'filled');
const scale = 0.02;
/** Processes at the same time. */
const lanes = 2;
/** Of the calls that change the target every so many fail in a run; SOURDINE_FAULT_STEP=1 takes half an hour and all of them. */
const changeStep = Number(process.env['SOURDINE_FAULT_STEP'] ?? 7);

let library = '';
let firstState: MaildirState;
let laterState: MaildirState;

beforeAll(async () => {
  library = buildFailIo(folder);
  writeFirstHome(first, scale);
  writeLaterHome(later, scale);
  await finish(first, filled);
  firstState = readMaildirState(filled);
  await finish(later, startDelta('undisturbed'));
  laterState = readMaildirState(join(folder, 'undisturbed', 'Maildir'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function finish(account: string, target: string): Promise<void> {
  expect(await runSync(account, target)).toMatchObject({ code: 0, output: '' });
}

/** A folder of its own, so that a lock or staging beside the Maildir is inside it as well. */
function startFill(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, 'Maildir');
}

function startDelta(name: string): string {
  const target = startFill(name);
  cpSync(filled, target, { recursive: true, preserveTimestamps: true });
  return target;
}

interface Sweep {
  readonly title: string;
  readonly start: (name: string) => string;
  readonly account: string;
  readonly state: () => MaildirState;
  readonly how: Fault['how'];
  readonly calls: Fault['calls'];
  readonly stays?: boolean;
}

const fill = { title: 'first fill', start: startFill, account: first, state: () => firstState };
const delta = { title: 'delta pass', start: startDelta, account: later, state: () => laterState };
const sweeps: readonly Sweep[] = [fill, delta].flatMap((pass) => [
  { ...pass, how: 'SIGKILL' as const, calls: 'change' as const },
  { ...pass, how: 'ENOSPC' as const, calls: 'change' as const, stays: true },
  { ...pass, how: 'EIO' as const, calls: 'change' as const },
  { ...pass, how: 'EIO' as const, calls: 'read' as const },
]);

/** Runs one pass with a fault at one call and finishes it. Answers false once there is no such call. */
async function disturb(sweep: Sweep, at: number): Promise<boolean> {
  const name = `${sweep.title}-${sweep.how}-${sweep.calls}-${at}`.replaceAll(' ', '-');
  const target = sweep.start(name);
  const place = join(folder, name);
  const under = sweep.calls === 'read' ? sweep.account : place;
  const fault = { under, calls: sweep.calls, at, how: sweep.how, stays: sweep.stays ?? false };
  const run = await runWithFault(library, syncCommand(sweep.account, target, 1), fault, join(folder, `${name}.calls`));
  const where = `${name}: ${run.stdout}${run.stderr}`;
  expect(findVisibleFaults(target), where).toEqual([]);
  checkOutcome(sweep, run, where);
  expect(await runSync(sweep.account, target), where).toMatchObject({ code: 0, output: '' });
  expect(readMaildirState(target), where).toEqual(sweep.state());
  rmSync(place, { recursive: true });
  return run.signal !== null || run.calls >= at;
}

/** A fault in what only helps, as the removal of a left-over, may be survived: then all must be done. */
function checkOutcome({ how, calls }: Sweep, run: FaultyRun, where: string): void {
  if (how === 'SIGKILL') {
    expect([null, 0], where).toContain(run.code);
    return;
  }
  // 0 done, 1 quarantined, 3 source, 4 target; never 70, an internal error, nor a crash.
  expect(calls === 'read' ? [0, 1, 3] : [0, 4], where).toContain(run.code);
  if (run.code !== 0) expect(run.stdout + run.stderr, where).toContain(how);
}

describe.each(sweeps)('$title, $how at each call ($calls)', (sweep) => {
  it('ends as if undisturbed after the next run', { timeout: 900_000 }, async () => {
    const step = sweep.calls === 'read' ? 1 : changeStep;
    let at = 1 - step;
    let more = true;
    const lane = async (): Promise<void> => {
      while (more) more = (await disturb(sweep, (at += step))) && more;
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    expect(at).toBeGreaterThan(sweep.calls === 'read' ? 8 : 300);
  });
});
