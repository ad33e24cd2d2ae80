import type { Source, SourceListing } from '@sourdine/core';
import { type CommandCall, type CommandResult, type CommandScope, runCommand } from './command-run.ts';
import type { ConsoleStreams } from './console-streams.ts';
import { exitCode, exitCodeOfDiagnostics, exitCodeOfError, worstExitCode } from './exit-codes.ts';
import { failedInspection, inspectMailbox, type MailboxInspection } from './inspect-mailbox.ts';
import { adviceFor } from './next-step.ts';
import { openSource } from './open-stores.ts';
import { parseStoreUrl } from './parse-store-url.ts';
import type { CommonOptions } from './program.ts';
import { formatInspection, formatInspectionProblems, type Inspection } from './report/inspect-text.ts';
import type { StoreUrl } from './store-url.ts';
import { WorkerPool } from './worker-pool.ts';

/** `sourdine inspect URL`. Resolves with the exit code. */
export async function runInspectCommand(url: string, options: CommonOptions, streams: ConsoleStreams): Promise<number> {
  const call: CommandCall = { name: 'inspect', options, streams };
  const parse = (): readonly [StoreUrl] => [parseStoreUrl(url, 'source')];
  return await runCommand(call, parse, async ([store], scope) => inspectResult(await inspect(store, scope), store));
}

async function inspect(store: StoreUrl, scope: CommandScope): Promise<Inspection> {
  await using pool = new WorkerPool({ source: store, size: scope.jobs, signal: scope.signal });
  await using source = await openSource(store, scope.context);
  const listing = await source.mailboxes();
  return { listing, mailboxes: await inspectMailboxes(source, listing, pool, scope) };
}

async function inspectMailboxes(
  source: Source,
  listing: SourceListing,
  pool: WorkerPool,
  { onProgress: tell, signal }: CommandScope,
): Promise<readonly MailboxInspection[]> {
  const onProgress = pool.watch(tell);
  const bytes = listing.mailboxes.reduce((sum, mailbox) => sum + mailbox.bytes, 0);
  onProgress({ type: 'account', mailboxes: listing.mailboxes.length, bytes });
  if (pool.worthwhile) {
    // The pool does them as its threads come free.
    const jobs = listing.mailboxes.map(async (mailbox) => {
      const found = await pool.run({ kind: 'inspect', mailbox }, onProgress);
      return 'failed' in found ? failedInspection(mailbox.path, found.failed) : found;
    });
    return await Promise.all(jobs);
  }
  const mailboxes: MailboxInspection[] = [];
  for (const mailbox of listing.mailboxes)
    mailboxes.push(await inspectMailbox(source, mailbox, { onProgress, signal }));
  return mailboxes;
}

function inspectResult(inspection: Inspection, store: StoreUrl): CommandResult {
  const { listing, mailboxes } = inspection;
  const code = worstExitCode([
    ...listing.errors.map(exitCodeOfError),
    exitCodeOfDiagnostics(listing.diagnostics),
    ...mailboxes.flatMap((mailbox) => [
      mailbox.error ? exitCodeOfError(mailbox.error) : 0,
      mailbox.unreadable.length > 0 ? exitCode('differences') : 0,
      exitCodeOfDiagnostics(mailbox.diagnostics),
    ]),
  ]);
  const { subscriptions, leftOut, diagnostics, errors } = listing;
  const next = adviceFor(code) ?? 'No trouble found.';
  return {
    exitCode: code,
    document: { url: store.text, mailboxes, subscriptions, leftOut, diagnostics, errors },
    text: (style) => formatInspection(inspection, next, style),
    problems: (style) => formatInspectionProblems(inspection, style),
  };
}
