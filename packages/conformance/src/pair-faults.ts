import { MailError } from '@sourdine/core';
import type { SyncReport } from '@sourdine/sync';
import { describe, expect, it } from 'vitest';
import type { PairSuite, SinkFixture, SourceFixture } from './fixture.ts';
import { expectWhole } from './pair-visible.ts';
import { expectSame, readTarget, runCleanPass, runPass } from './pair-pass.ts';
import { pairScenarios, type PairScenario } from './pair-scenarios.ts';

const killed = new Error('killed');

const errors = [
  new MailError('the disk is full', { code: 'TEST_FULL', scope: 'account', side: 'target' }),
  new MailError('this one is locked', { code: 'TEST_BUSY', scope: 'mailbox', side: 'busy', retryable: true }),
  new MailError('the mailbox changed', { code: 'MAILBOX_CHANGED', scope: 'mailbox', side: 'source', retryable: true }),
  new MailError('Interrupted', { code: 'CANCELLED', scope: 'cancelled', side: 'busy' }),
];

/** Passes in which one step fails, for stores that count their steps. */
export function describePairFaults({ makeSource, makeSink }: PairSuite): void {
  describe('a pass that fails or dies at any of its steps', () => {
    it.each(pairScenarios)('loses nothing, and the next one ends it: $name', async (scenario) => {
      for (const side of ['source', 'sink'] as const) await failAtEachStep(scenario, side);
    });
  });

  async function failAtEachStep(scenario: PairScenario, side: 'source' | 'sink'): Promise<void> {
    for (let step = 1; ; step++) {
      let reached = true;
      for (const error of [killed, ...errors]) {
        await using source = await makeSource(scenario.before);
        await using sink = await makeSink();
        const { faults } = side === 'source' ? source : sink;
        if (faults === undefined) throw new Error(`The ${side} counts no steps`);
        await runCleanPass(source, sink);
        const before = await readTarget(sink);
        await source.write(scenario.after);
        faults.reset();
        if (error === killed) faults.dieAt(step, error);
        else faults.failAt(step, error);
        const report = await tryPass(source, sink);
        reached = faults.steps.length >= step;
        faults.reset();
        if (error === killed) sink.revive?.();
        await expectWhole(sink, before, source);
        if (reached && error.message === 'the disk is full' && report) expect(tellsOf(report, error)).toBe(true);
        await runCleanPass(source, sink);
        await expectSame(source, sink);
      }
      if (!reached) return;
    }
  }
}

/** One pass that may throw. */
async function tryPass(source: SourceFixture, sink: SinkFixture): Promise<SyncReport | undefined> {
  try {
    return await runPass(source, sink);
  } catch {
    return undefined;
  }
}

/** An error that a pass met is in its report. */
function tellsOf(report: SyncReport, error: Error): boolean {
  return JSON.stringify(report).includes(error.message);
}
