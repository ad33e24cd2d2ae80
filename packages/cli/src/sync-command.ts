import { existsSync } from 'node:fs';
import { MailError } from '@sourdine/core';
import type { MailboxRunner, SyncOptions, SyncPlan, SyncReport } from '@sourdine/sync';
import { refuseSamePlace } from './check-place.ts';
import { type CommandCall, type CommandResult, type CommandScope, runCommand } from './command-run.ts';
import type { ConsoleStreams } from './console-streams.ts';
import { exitCode, exitCodeOfDiagnostics, exitCodeOfError, worstExitCode } from './exit-codes.ts';
import { adviceFor, nextCommand } from './next-step.ts';
import { openSource, openTarget } from './open-stores.ts';
import { parseStorePair } from './parse-store-url.ts';
import type { SyncCommandOptions } from './program.ts';
import { formatPlan, formatPlanProblems } from './report/plan-text.ts';
import { formatSyncProblems, formatSyncReport } from './report/sync-text.ts';
import type { StoreUrl } from './store-url.ts';
import { WorkerPool } from './worker-pool.ts';

type Pair = readonly [source: StoreUrl, target: StoreUrl];

/** `sourdine sync SOURCE TARGET`. Resolves with the exit code. */
export async function runSyncCommand(
  source: string,
  target: string,
  options: SyncCommandOptions,
  streams: ConsoleStreams,
): Promise<number> {
  const call: CommandCall = { name: 'sync', options, streams };
  const parse = (): Pair => parseStorePair(source, target, 'target');
  return await runCommand(call, parse, async (pair, scope) => {
    refuseSamePlace(...pair);
    if (options.dryRun) return planResult(await plan(pair, options, scope), pair, options);
    return await pass(pair, options, scope);
  });
}

async function plan([from, to]: Pair, options: SyncCommandOptions, scope: CommandScope): Promise<SyncPlan> {
  const { planSync } = await import('@sourdine/sync');
  await using source = await openSource(from, scope.context);
  await using sink = await openTarget(to, scope.context);
  return await planSync(source, sink, engineOptions(options, scope));
}

async function pass(pair: Pair, options: SyncCommandOptions, scope: CommandScope): Promise<CommandResult> {
  const [from, to] = pair;
  await using pool = new WorkerPool({ source: from, target: to, size: scope.jobs, signal: scope.signal });
  // A first fill has work for the threads: they load the program while this one reads the home.
  if (!existsSync(to.path)) pool.prepare();
  const { failedMailbox, syncAccount, syncMailbox } = await import('@sourdine/sync');
  await using source = await openSource(from, scope.context);
  await using sink = await openTarget(to, scope.context);
  const runMailbox: MailboxRunner = async (task, given) => {
    if (!pool.worthwhile) return await syncMailbox(source, sink, task, given);
    const { allowEmpty, full } = given;
    const report = await pool.run({ kind: 'sync', task, allowEmpty, full }, given.onProgress);
    return 'failed' in report ? failedMailbox(task, MailError.fromJSON(report.failed)) : report;
  };
  const onProgress = pool.watch(scope.onProgress);
  const given = { ...engineOptions(options, scope), onProgress, jobs: scope.jobs, runMailbox };
  return syncResult(await syncAccount(source, sink, given), pair, options);
}

function engineOptions({ allowEmpty, full }: SyncCommandOptions, scope: CommandScope): SyncOptions {
  return { allowEmpty: allowEmpty ?? false, full: full ?? false, signal: scope.signal };
}

function planResult(made: SyncPlan, pair: Pair, options: SyncCommandOptions): CommandResult {
  const code = worstExitCode([...made.errors.map(exitCodeOfError), exitCodeOfDiagnostics(made.diagnostics)]);
  const { dryRun: _, ...others } = options;
  const next = adviceFor(code) ?? `Next: ${nextCommand('sync', pair, others)}`;
  return {
    exitCode: code,
    document: { dryRun: true, source: pair[0].text, target: pair[1].text, ...made },
    text: (style) => formatPlan(made, next, style),
    problems: (style) => formatPlanProblems(made, style),
  };
}

function syncResult(report: SyncReport, pair: Pair, options: SyncCommandOptions): CommandResult {
  const code = exitCodeOfSync(report);
  const next = adviceFor(code) ?? `Next: ${nextCommand('verify', pair, { as: options.as })}`;
  return {
    exitCode: code,
    document: { dryRun: false, source: pair[0].text, target: pair[1].text, ...report },
    text: (style) => formatSyncReport(report, next, style),
    problems: (style) => formatSyncProblems(report, style),
  };
}

function exitCodeOfSync(report: SyncReport): number {
  return worstExitCode([
    ...report.errors.map(exitCodeOfError),
    exitCodeOfDiagnostics(report.diagnostics),
    ...report.mailboxes.flatMap((mailbox) => [
      mailbox.error ? exitCodeOfError(mailbox.error) : 0,
      mailbox.quarantined.length > 0 ? exitCode('differences') : 0,
      exitCodeOfDiagnostics(mailbox.diagnostics),
    ]),
  ]);
}
