import { MailError } from '@sourdine/core';

/** The command line is wrong. `hint` says what to write instead. */
export function usageError(code: string, message: string, hint?: string): MailError {
  return new MailError(message, { code, scope: 'account', side: 'usage', ...(hint !== undefined && { hint }) });
}
