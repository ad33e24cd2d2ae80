import type { VerifyReport, VerifyRunner } from '@sourdine/sync';
import { type CommandCall, type CommandResult, type CommandScope, runCommand } from './command-run.ts';
import type { ConsoleStreams } from './console-streams.ts';
import { exitCode, exitCodeOfError, worstExitCode } from './exit-codes.ts';
import { adviceFor, nextCommand } from './next-step.ts';
import { openSource } from './open-stores.ts';
import { parseStorePair } from './parse-store-url.ts';
import type { CommonOptions } from './program.ts';
import { formatVerifyProblems, formatVerifyReport } from './report/verify-text.ts';
import type { StoreUrl } from './store-url.ts';
import { WorkerPool } from './worker-pool.ts';

type Pair = readonly [source: StoreUrl, target: StoreUrl];

/** `sourdine verify SOURCE TARGET`. Resolves with the exit code. */
export async function runVerifyCommand(
  source: string,
  target: string,
  options: CommonOptions,
  streams: ConsoleStreams,
): Promise<number> {
  const call: CommandCall = { name: 'verify', options, streams };
  // Both sides are read: the target is opened as a source as well.
  const parse = (): Pair => parseStorePair(source, target, 'source');
  return await runCommand(call, parse, async (pair, scope) => verifyResult(await compare(pair, scope), pair, options));
}

async function compare([from, to]: Pair, scope: CommandScope): Promise<VerifyReport> {
  const { verifyAccount, verifyMailbox } = await import('@sourdine/sync');
  await using pool = new WorkerPool({ source: from, target: to, size: scope.jobs, signal: scope.signal });
  await using source = await openSource(from, scope.context);
  await using target = await openSource(to, scope.context);
  const runMailbox: VerifyRunner = async (pair, given) => {
    if (!pool.worthwhile) return await verifyMailbox(source, target, pair, given);
    const found = await pool.run({ kind: 'verify', pair }, given.onProgress);
    if (!('failed' in found)) return found;
    const mailbox = { path: pair.path, messages: 0, bytes: 0, differences: 0 };
    return { mailbox, differences: [], error: found.failed };
  };
  const onProgress = pool.watch(scope.onProgress);
  return await verifyAccount(source, target, { onProgress, signal: scope.signal, jobs: scope.jobs, runMailbox });
}

function verifyResult(report: VerifyReport, pair: Pair, options: CommonOptions): CommandResult {
  const differs = report.differences.length > 0;
  const code = worstExitCode([...report.errors.map(exitCodeOfError), differs ? exitCode('differences') : 0]);
  const next = adviceAfter(code, pair, options);
  return {
    exitCode: code,
    document: { source: pair[0].text, target: pair[1].text, ...report },
    text: (style) => formatVerifyReport(report, next, style),
    problems: (style) => formatVerifyProblems(report, style),
  };
}

function adviceAfter(code: number, pair: Pair, { as }: CommonOptions): string {
  if (code === exitCode('done')) return 'Both sides are the same: no mail client can tell.';
  if (code !== exitCode('differences')) return adviceFor(code) ?? '';
  return `Next: ${nextCommand('sync', pair, { as })}\nWith --full it also undoes what was changed on the target.`;
}
