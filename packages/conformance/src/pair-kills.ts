import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PairSuite, SinkFixture, SourceFixture, StoreOpener } from './fixture.ts';
import { expectWhole } from './pair-visible.ts';
import { expectSame, readTarget, runCleanPass } from './pair-pass.ts';
import { pairScenarios, type PairScenario } from './pair-scenarios.ts';
import { smallAccount } from './standard-seeds.ts';

/** Processes at work at once: they wait more than they work, for the lock of the one that was killed. */
const lanes = 4;

/**
 * Passes in a process of its own that kills itself at one of its file system calls. Of each scenario 12 calls, evenly spread,
 * or as many as the environment variable SOURDINE_KILL_STEPS says: `Infinity` for every one.
 */
export function describePairKills({ makeSource, makeSink }: PairSuite): void {
  const fill: PairScenario = { name: 'a first fill', before: { mailboxes: [] }, after: smallAccount };
  const killedScenarios = [
    fill,
    ...pairScenarios.filter(({ name }) => /at once|renamed folder with|UIDVALIDITY of/.test(name)),
  ];

  describe('a process killed at one of its changes to the file system', () => {
    it.each(killedScenarios)(
      'leaves what the next pass finishes: $name',
      async (scenario) => {
        const steps = await countSteps(scenario);
        const queue = chooseSteps(steps, Number(process.env['SOURDINE_KILL_STEPS'] ?? 12)).values();
        const lane = async (): Promise<void> => {
          for (const step of queue) await killAt(scenario, step);
        };
        await Promise.all(Array.from({ length: lanes }, lane));
      },
      600_000,
    );
  });

  /** How many steps an undisturbed pass takes. */
  async function countSteps(scenario: PairScenario): Promise<number> {
    await using source = await makeSource(scenario.before);
    await using sink = await makeSink();
    await prepare(source, sink, scenario);
    const { output, signal } = await runProcess(source, sink, 0);
    expect(signal).toBeNull();
    await expectSame(source, sink);
    return Number(output);
  }

  async function killAt(scenario: PairScenario, step: number): Promise<void> {
    await using source = await makeSource(scenario.before);
    await using sink = await makeSink();
    await prepare(source, sink, scenario);
    const before = await readTarget(sink);
    const { signal } = await runProcess(source, sink, step);
    expect(signal, `at step ${step}`).toBe('SIGKILL');
    await expectWhole(sink, before, source);
    await runCleanPass(source, sink);
    await expectSame(source, sink);
  }
}

/** As many steps as are asked for, evenly spread; all where there are no more. */
function chooseSteps(steps: number, wanted: number): readonly number[] {
  const count = Math.min(steps, wanted);
  return Array.from({ length: count }, (_, i) => 1 + Math.floor(((i + 0.5) * steps) / count));
}

async function prepare(source: SourceFixture, sink: SinkFixture, scenario: PairScenario): Promise<void> {
  if (scenario.before.mailboxes.length > 0) await runCleanPass(source, sink);
  await source.write(scenario.after);
}

interface ProcessEnd {
  readonly output: string;
  readonly signal: string | null;
}

/** Runs one pass in a new process, which kills itself at a step; 0 for never. */
function runProcess(source: SourceFixture, sink: SinkFixture, killAt: number): Promise<ProcessEnd> {
  const script = new URL(import.meta.url.endsWith('.ts') ? './killed-pass.ts' : './killed-pass.js', import.meta.url);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(script)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 || signal !== null) resolve({ output: Buffer.concat(output).toString(), signal });
      else reject(new Error(`The pass ended with exit code ${code}: ${Buffer.concat(output).toString()}`));
    });
    child.stdin.on('error', () => {
      // Its end is told by 'close'.
    });
    child.stdin.end(JSON.stringify({ source: openerOf(source), sink: openerOf(sink), killAt }));
  });
}

function openerOf(fixture: SourceFixture | SinkFixture): StoreOpener {
  if (fixture.opener === undefined) throw new Error('No other process can open one of these stores');
  return fixture.opener;
}
