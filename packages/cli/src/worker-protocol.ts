import type { MailErrorJson, ProgressEvent, SourceMailboxInfo } from '@sourdine/core';
import type { MailboxPair, MailboxReport, MailboxVerification, PlannedMailbox } from '@sourdine/sync';
import type { MailboxInspection } from './inspect-mailbox.ts';
import type { StoreUrl } from './store-url.ts';

/** What a thread is started with. Each opens the stores for itself. */
export interface WorkerSetup {
  readonly source: StoreUrl;
  readonly target?: StoreUrl;
  /** One Int32: not 0 once the run is interrupted. A message would wait until a mailbox is done. */
  readonly stop: SharedArrayBuffer;
}

/** One mailbox's work. Plain data. */
export type MailboxJob =
  | { readonly kind: 'sync'; readonly task: PlannedMailbox; readonly allowEmpty: boolean; readonly full: boolean }
  | { readonly kind: 'verify'; readonly pair: MailboxPair }
  | { readonly kind: 'inspect'; readonly mailbox: SourceMailboxInfo };

export interface JobResults {
  readonly sync: MailboxReport;
  readonly verify: MailboxVerification;
  readonly inspect: MailboxInspection;
}

/** What a thread says. `cancelled` and `failed` end a job as `result` does. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly event: ProgressEvent }
  | { readonly type: 'result'; readonly result: JobResults[MailboxJob['kind']] }
  | { readonly type: 'failed'; readonly error: MailErrorJson };
