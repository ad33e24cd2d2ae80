import { describe, expect, it } from 'vitest';
import { expectSame, runCleanPass, totalsOf } from './pair-pass.ts';
import { pairScenarios, type PairScenario, predictedScenarios } from './pair-scenarios.ts';
import type { AccountSeed } from './seed.ts';
import { smallAccount, unopenedAccount } from './standard-seeds.ts';
import type { PairSuite } from './fixture.ts';

/** First fill and second passes. */
export function describePairDeltas({ makeSource, makeSink }: PairSuite): void {
  describe('a first pass', () => {
    it.each([
      ['an account', smallAccount],
      ['mail that no server has seen', unopenedAccount],
      ['an empty account', { mailboxes: [] }],
    ])('copies %s', async (_, seed) => {
      await using source = await makeSource(seed);
      await using sink = await makeSink();
      const report = await runCleanPass(source, sink);
      const count = seed.mailboxes.reduce((sum, mailbox) => sum + mailbox.messages.length, 0);
      expect(totalsOf(report)).toEqual({ copied: count, reflagged: 0, expunged: 0 });
      await expectSame(source, sink);
    });
  });

  describe('a second pass', () => {
    it('reads no message where change tokens say that nothing changed', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      await using opened = await source.open();
      if (!opened.capabilities.changeTokens) return;
      const report = await runCleanPass(source, sink);
      expect(report.mailboxes.map(({ outcome, messages }) => ({ outcome, messages }))).toEqual(
        smallAccount.mailboxes.map(() => ({ outcome: 'unchanged', messages: undefined })),
      );
      expect(report.subscriptionsChanged).toBe(false);
    });

    it.each(pairScenarios)('brings over: $name', async (scenario) => {
      await runScenario(scenario);
    });

    it.each(predictedScenarios)('copes with predicted UIDs that turn out $name', async (scenario) => {
      await runScenario(scenario);
    });

    it('brings every scenario over in one long chain', async () => {
      await using source = await makeSource({ mailboxes: [] });
      await using sink = await makeSink();
      const seeds = pairScenarios.flatMap(({ before, after }, i) => [withValidity(before, i), withValidity(after, i)]);
      for (const seed of seeds) {
        await source.write(seed);
        await runCleanPass(source, sink);
        await expectSame(source, sink);
      }
    });

    it('brings over with full what a plain pass finds unchanged', async () => {
      await using source = await makeSource(smallAccount);
      await using sink = await makeSink();
      await runCleanPass(source, sink);
      const report = await runCleanPass(source, sink, { full: true });
      expect(totalsOf(report)).toEqual({ copied: 0, reflagged: 0, expunged: 0 });
      await expectSame(source, sink);
    });
  });

  async function runScenario({ before, after, report }: PairScenario): Promise<void> {
    await using source = await makeSource(before);
    await using sink = await makeSink();
    await runCleanPass(source, sink);
    await source.write(after);
    const done = await runCleanPass(source, sink);
    if (report) expect(totalsOf(done)).toMatchObject(report);
    await expectSame(source, sink);
    expect(totalsOf(await runCleanPass(source, sink))).toEqual({ copied: 0, reflagged: 0, expunged: 0 });
  }
}

/** UIDs of one scenario start low again in the next: that takes another UIDVALIDITY. */
function withValidity(seed: AccountSeed, scenario: number): AccountSeed {
  const shift = (uidValidity: number): number => ((uidValidity + scenario * 100_000 - 1) % 0xffff_ffff) + 1;
  const mailboxes = seed.mailboxes.map((mailbox) =>
    mailbox.uidValidity === undefined ? mailbox : { ...mailbox, uidValidity: shift(mailbox.uidValidity) },
  );
  return { ...seed, mailboxes };
}
