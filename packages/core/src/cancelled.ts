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

/** Longest time, in milliseconds, that a loop with checkpoints keeps signals and timers waiting. */
const longestHold = 50;

let lastPause = 0;

/**
 * `throwIfCancelled`, now and then after a turn of the event loop: where a loop awaits nothing but promises that are kept
 * already, no signal handler would run and no timer, so that nobody could cancel.
 */
export async function checkpoint(signal: AbortSignal): Promise<void> {
  const now = performance.now();
  if (now - lastPause > longestHold) {
    await new Promise((resolve) => setImmediate(resolve));
    lastPause = performance.now();
  }
  throwIfCancelled(signal);
}
