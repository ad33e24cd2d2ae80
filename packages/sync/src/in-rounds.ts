import { MailError } from '@sourdine/core';

/** How often a mailbox is read before it counts as busy. */
const maxRounds = 5;

/**
 * What the call answers, made anew each time it throws MAILBOX_CHANGED. The fifth time that becomes MAILBOX_BUSY, which is
 * retryable; `locator` is named in it. Any other error is thrown as it is.
 */
export async function inRounds<T>(locator: string, readMailbox: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await readMailbox();
    } catch (error) {
      if (!isMailboxChanged(error)) throw error;
      if (round === maxRounds) throw mailboxBusy(locator, error);
    }
  }
}

export function isMailboxChanged(error: unknown): boolean {
  return error instanceof MailError && error.code === 'MAILBOX_CHANGED';
}

function mailboxBusy(locator: string, cause: unknown): MailError {
  return new MailError(`The mailbox changed each of the ${maxRounds} times it was read`, {
    code: 'MAILBOX_BUSY',
    scope: 'mailbox',
    side: 'busy',
    retryable: true,
    at: { file: locator },
    hint: 'Run the same command again when less mail arrives.',
    cause,
  });
}
