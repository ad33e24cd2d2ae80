import { asMailError, type MailError, type Sink, type Source } from '@sourdine/core';
import { inRounds, isMailboxChanged } from './in-rounds.ts';
import { MailboxPass } from './mailbox-pass.ts';
import type { MailboxOptions } from './options.ts';
import type { MailboxReport, PlannedMailbox } from './report.ts';

/**
 * Brings one mailbox of the target to what the source has: a first fill or a delta. The target changes at the end, all at
 * once, or not at all.
 *
 * Never rejects but with a MailError of scope `cancelled`; any other error is in the report.
 */
export async function syncMailbox(
  source: Source,
  sink: Sink,
  task: PlannedMailbox,
  options: MailboxOptions,
): Promise<MailboxReport> {
  options.onProgress({ type: 'mailbox-start', path: task.path, bytes: task.bytes });
  const report = await passOrReport(source, sink, task, options);
  const outcome = report.outcome === 'failed' || report.outcome === 'unchanged' ? report.outcome : 'done';
  options.onProgress({ type: 'mailbox-end', path: task.path, outcome });
  return report;
}

async function passOrReport(
  source: Source,
  sink: Sink,
  task: PlannedMailbox,
  options: MailboxOptions,
): Promise<MailboxReport> {
  try {
    await using reader = await source.openMailbox(task);
    return await inRounds(task.locator, async () => {
      await using writer = await sink.openMailbox(task.path);
      try {
        return await new MailboxPass(reader, writer, task, options).run();
      } catch (error) {
        if (isMailboxChanged(error)) await writer.abort();
        throw error;
      }
    });
  } catch (error) {
    const mailError = asMailError(error, { code: 'SYNC_MAILBOX_FAILED', scope: 'mailbox', side: 'internal' });
    if (mailError.scope === 'cancelled') throw mailError;
    return failedMailbox(task, mailError);
  }
}

/** The report of a mailbox that nothing was done to. */
export function failedMailbox(task: Pick<PlannedMailbox, 'path'>, error: MailError): MailboxReport {
  return { ...emptyMailboxReport(task, 'failed'), error: error.toJSON() };
}

/** A report with nothing in it yet. */
export function emptyMailboxReport(
  task: Pick<PlannedMailbox, 'path'>,
  outcome: MailboxReport['outcome'],
): MailboxReport {
  return {
    path: task.path,
    outcome,
    copied: 0,
    copiedBytes: 0,
    reflagged: 0,
    expunged: 0,
    quarantined: [],
    diagnostics: [],
  };
}
