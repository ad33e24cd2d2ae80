import { MailError, type MailboxPath } from '@sourdine/core';

export function mailboxNotFound(locator: string): MailError {
  return new MailError('There is no such mailbox', {
    code: 'MEMORY_NOT_FOUND',
    scope: 'mailbox',
    side: 'source',
    at: { file: locator },
  });
}

export function mailboxChanged(path: MailboxPath): MailError {
  return new MailError('The mailbox changed while it was read', {
    code: 'MAILBOX_CHANGED',
    scope: 'mailbox',
    side: 'source',
    retryable: true,
    at: { file: JSON.stringify(path) },
  });
}

export function accountInUse(): MailError {
  return new MailError('The account is being written by somebody else', {
    code: 'MEMORY_IN_USE',
    scope: 'account',
    side: 'busy',
    retryable: true,
  });
}

/** The caller broke the contract of the port: a defect in it, not in the mail. */
export function contractBroken(what: string): MailError {
  return new MailError(what, { code: 'MEMORY_CONTRACT_BROKEN', scope: 'account', side: 'internal' });
}
