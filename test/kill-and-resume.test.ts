import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFirstHome, writeLaterHome } from './kill/homes.ts';
import { runSync } from './kill/killed-process.ts';
import { findVisibleFaults, type MaildirState, readMaildirState } from './kill/maildir-state.ts';

/** SIGKILLs in all, half of them in first fills, half in delta passes. CI sets 500; a developer's run has fewer. */
const kills = Number(process.env['SOURDINE_KILLS'] ?? 30);
/** Lanes that kill at the same time. */
const lanes = 2;

const folder = mkdtempSync(path.join(tmpdir(), 'sourdine-kill-'));
const first = path.join(folder, 'first');
const later = path.join(folder, 'later');
const filled = path.join(folder, 'filled');

/** What an undisturbed run makes, and how long it takes. */
let firstState: MaildirState;
let laterState: MaildirState;
let fillMs = 0;
let deltaMs = 0;

beforeAll(async () => {
  writeFirstHome(first);
  writeLaterHome(later);
  fillMs = await undisturbed(first, filled);
  firstState = readMaildirState(filled);
  const target = path.join(folder, 'undisturbed');
  cpSync(filled, target, { recursive: true, preserveTimestamps: true });
  deltaMs = await undisturbed(later, target);
  laterState = readMaildirState(target);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function undisturbed(account: string, target: string): Promise<number> {
  const { code, ms, output } = await runSync(account, target);
  expect(output).toBe('');
  expect(code).toBe(0);
  return ms;
}

/** Kills until its share is used up; each target is killed up to three times, then finished and compared. */
async function killLane(
  name: string,
  share: number,
  start: (target: string) => void,
  account: string,
): Promise<number> {
  const [ms, state] = account === first ? [fillMs, firstState] : [deltaMs, laterState];
  let done = 0;
  for (let round = 0; done < share; round++) {
    const target = path.join(folder, `${name}-${round}`);
    start(target);
    for (let attempt = 0; attempt < 3 && done < share; attempt++) {
      // Node's own start is of no interest: the earliest moment is well into it.
      const { killed, code } = await runSync(account, target, ms * (0.3 + Math.random() * 0.75));
      expect(findVisibleFaults(target)).toEqual([]);
      if (!killed) {
        expect(code).toBe(0);
        break;
      }
      done++;
    }
    const last = await runSync(account, target);
    expect(last).toMatchObject({ code: 0, output: '' });
    expect(readMaildirState(target)).toEqual(state);
    rmSync(target, { recursive: true });
  }
  return done;
}

function inLanes(name: string, start: (target: string) => void, account: string): Promise<number[]> {
  const share = Math.ceil(kills / 2 / lanes);
  return Promise.all(Array.from({ length: lanes }, (_, i) => killLane(`${name}-${i}`, share, start, account)));
}

describe(`killed at ${kills} random moments`, () => {
  it('the undisturbed runs hold what was written', () => {
    const counts = (state: MaildirState): number[] =>
      Object.values(state.folders).map((f) => Object.keys(f.messages).length);
    expect(counts(firstState).reduce((a, b) => a + b)).toBe(220 + 160 + 200 + 20 + 60 + 15 + 60);
    expect(counts(laterState).reduce((a, b) => a + b)).toBe(220 - 31 + 100 + 160 + 200 + 20 + 60 + 80 + 50);
    expect(JSON.stringify([firstState, laterState])).not.toMatch(/missing|not in the list/);
  });

  it('a first fill ends as if undisturbed', { timeout: 40_000 * kills }, async () => {
    const done = await inLanes('fill', (target) => mkdirSync(path.dirname(target), { recursive: true }), first);
    expect(done.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(kills / 2);
  });

  it('a delta pass ends as if undisturbed', { timeout: 40_000 * kills }, async () => {
    const start = (target: string): void => cpSync(filled, target, { recursive: true, preserveTimestamps: true });
    const done = await inLanes('delta', start, later);
    expect(done.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(kills / 2);
  });
});
