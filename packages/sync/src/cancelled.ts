import { MailError } from '@sourdine/core';

/** Throws a MailError of scope `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new MailError('Interrupted', {
    code: 'CANCELLED',
    scope: 'cancelled',
    side: 'busy',
    retryable: true,
    hint: 'Nothing is lost: run the same command again and it goes on.',
  });
}
