import {
  asMailError,
  checkpoint,
  type Diagnostic,
  type MailboxPath,
  type MailErrorJson,
  type Source,
  type SourceMailbox,
  type SourceMailboxInfo,
} from '@sourdine/core';
import type { MailboxOptions, QuarantinedMessage } from '@sourdine/sync';

/** What `inspect` tells of one mailbox. Plain data. */
export interface MailboxInspection {
  readonly path: MailboxPath;
  /** Absent where the old server has assigned none yet. */
  readonly uidValidity?: number;
  readonly uidNext?: number;
  readonly messages: number;
  /** Wire form. */
  readonly bytes: number;
  readonly keywords: readonly string[];
  /** Messages that could not be moved. */
  readonly unreadable: readonly QuarantinedMessage[];
  readonly diagnostics: readonly Diagnostic[];
  readonly error?: MailErrorJson;
}

/** Reads one mailbox without its messages' content. Rejects only with a MailError of scope `cancelled`. */
export async function inspectMailbox(
  source: Source,
  info: SourceMailboxInfo,
  options: Pick<MailboxOptions, 'onProgress' | 'signal'>,
): Promise<MailboxInspection> {
  options.onProgress({ type: 'mailbox-start', path: info.path, bytes: info.bytes });
  const inspection = await readOrReport(source, info, options);
  options.onProgress({ type: 'mailbox-end', path: info.path, outcome: inspection.error ? 'failed' : 'done' });
  return inspection;
}

async function readOrReport(
  source: Source,
  info: SourceMailboxInfo,
  options: Pick<MailboxOptions, 'onProgress' | 'signal'>,
): Promise<MailboxInspection> {
  const { inRounds } = await import('@sourdine/sync');
  try {
    await using mailbox = await source.openMailbox(info);
    return await inRounds(info.locator, () => readMailbox(mailbox, info.path, options));
  } catch (error) {
    const mailError = asMailError(error, { code: 'INSPECT_FAILED', scope: 'mailbox', side: 'internal' });
    if (mailError.scope === 'cancelled') throw mailError;
    return failedInspection(info.path, mailError.toJSON());
  }
}

/** A mailbox of which nothing could be told. */
export function failedInspection(path: MailboxPath, error: MailErrorJson): MailboxInspection {
  return { path, messages: 0, bytes: 0, keywords: [], unreadable: [], diagnostics: [], error };
}

async function readMailbox(
  mailbox: SourceMailbox,
  path: MailboxPath,
  { onProgress, signal }: Pick<MailboxOptions, 'onProgress' | 'signal'>,
): Promise<MailboxInspection> {
  let messages = 0;
  let bytes = 0;
  const unreadable: QuarantinedMessage[] = [];
  for await (const batch of mailbox.messages({ content: false })) {
    for (const result of batch) {
      if (result.ok) {
        messages++;
        bytes += result.message.size;
      } else {
        unreadable.push({ ...(result.uid !== undefined && { uid: result.uid }), error: result.error.toJSON() });
      }
    }
    onProgress({ type: 'mailbox-progress', path, messages, bytes });
    await checkpoint(signal);
  }
  const { uidNext, diagnostics } = mailbox.summary();
  const { uidValidity, keywords } = mailbox;
  return {
    path,
    ...(uidValidity !== undefined && { uidValidity }),
    uidNext,
    messages,
    bytes,
    keywords,
    unreadable,
    diagnostics,
  };
}
