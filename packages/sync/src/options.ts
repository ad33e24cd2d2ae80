import type { ProgressListener } from '@sourdine/core';
import type { MailboxPair, MailboxReport, MailboxVerification, PlannedMailbox } from './report.ts';

/** How a pass is made. */
export interface SyncOptions {
  /** Lets a pass empty a mailbox of the target because the source's looks empty. */
  readonly allowEmpty?: boolean;
  /** Compares everything even where the change token says that nothing changed, and undoes changes made on the target. */
  readonly full?: boolean;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
  /** Mailboxes in work at once; 1 when left out. With `runMailbox` it bounds the calls of it. */
  readonly jobs?: number;
  /** Does one mailbox's work somewhere else, as in a worker thread; `syncMailbox` here when left out. */
  readonly runMailbox?: MailboxRunner;
}

/** Must resolve with a report, `failed` in case of an error; rejects only if cancelled. */
export type MailboxRunner = (task: PlannedMailbox, options: MailboxOptions) => Promise<MailboxReport>;

/** The part of the options that one mailbox's work needs. Plain data but for the last two. */
export interface MailboxOptions {
  readonly allowEmpty: boolean;
  readonly full: boolean;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
}

/** How two accounts are compared. */
export interface VerifyOptions {
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
  /** Mailboxes in work at once; 1 when left out. */
  readonly jobs?: number;
  /** Compares one mailbox somewhere else, as in a worker thread; `verifyMailbox` here when left out. */
  readonly runMailbox?: VerifyRunner;
}

/** Must resolve with a verification, with `error` in case of one; rejects only if cancelled. */
export type VerifyRunner = (
  pair: MailboxPair,
  options: Pick<MailboxOptions, 'onProgress' | 'signal'>,
) => Promise<MailboxVerification>;
