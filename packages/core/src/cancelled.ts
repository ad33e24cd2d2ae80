import { MailError } from './mail-error.ts';

/** What is thrown once a run was cancelled: it reaches no message and no mailbox. */
export function cancelledError(cause?: unknown): MailError {
  return new MailError('Interrupted', {
    code: 'CANCELLED',
    scope: 'cancelled',
    side: 'busy',
    retryable: true,
    hint: 'Nothing is lost: run the same command again and it goes on.',
    cause,
  });
}

/** Throws a MailError of scope `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelledError();
}
