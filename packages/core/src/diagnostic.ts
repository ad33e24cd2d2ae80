import type { ErrorPosition } from './mail-error.ts';

/**
 * Something odd that a parser or a store met and dealt with, by a documented rule. Nothing is lost unless `level` is
 * `loss`: then the target cannot hold what the message says, and the command ends with exit code 1.
 */
export interface Diagnostic {
  readonly level: 'note' | 'loss';
  /** Stable, upper snake case: `MBOX_UID_NOT_ASCENDING`. Documented. */
  readonly code: string;
  readonly message: string;
  readonly at?: ErrorPosition;
  /** Where it concerns one message. */
  readonly uid?: number;
  readonly hint?: string;
}
