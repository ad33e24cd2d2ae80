import { asMailError, type ErrorScope, type ErrorSide, MailError } from '@sourdine/core';

/** Errors of a whole disk or account: going on with the next mailbox helps nobody. */
const accountErrors: Readonly<Record<string, string>> = {
  ENOSPC: 'MAILDIR_NO_SPACE',
  EDQUOT: 'MAILDIR_NO_SPACE',
  EROFS: 'MAILDIR_READ_ONLY',
  EIO: 'MAILDIR_IO_ERROR',
};

const mailboxErrors: Readonly<Record<string, string>> = {
  EACCES: 'MAILDIR_DENIED',
  EPERM: 'MAILDIR_DENIED',
  ELOOP: 'MAILDIR_SYMBOLIC_LINK',
  ENAMETOOLONG: 'MAILDIR_NAME_TOO_LONG',
  EMFILE: 'MAILDIR_TOO_MANY_OPEN_FILES',
  ENFILE: 'MAILDIR_TOO_MANY_OPEN_FILES',
};

/** Makes a MailError of whatever a file system call threw. */
export function maildirError(error: unknown, side: ErrorSide, file: string, scope: ErrorScope = 'mailbox'): MailError {
  if (error instanceof MailError) return error;
  const errno = errnoOf(error);
  const ofAccount = accountErrors[errno];
  return asMailError(error, {
    code: ofAccount ?? mailboxErrors[errno] ?? 'MAILDIR_SYSTEM_ERROR',
    scope: ofAccount === undefined ? scope : 'account',
    side,
    at: { file },
  });
}

/** `ENOENT` and the like; '' for what is no system error. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The call's result, or undefined where it fails with one of the errnos. */
export function unlessErrno<Result>(errnos: readonly string[], call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (errnos.includes(errnoOf(error))) return undefined;
    throw error;
  }
}

/** The caller broke the contract of a port: a bug, not a state of the store. */
export function contractBroken(message: string): MailError {
  return new MailError(message, { code: 'MAILDIR_CONTRACT', scope: 'mailbox', side: 'internal' });
}

/** Lets a system error pass: the caller has a more important one, or none. */
export function removeQuietly(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (errnoOf(error) === '') throw error;
  }
}
