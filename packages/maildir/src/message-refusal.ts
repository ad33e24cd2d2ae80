import { MailError, type Message } from '@sourdine/core';
import { isUidlistValue, maxUid } from './uidlist.ts';

/** mtime fits 34 bits of seconds on ext4 (1901 to 2446); other file systems hold more. */
const [oldestDate, newestDate] = [-0x8000_0000, 0x3_7fff_ffff];

/** Why a Maildir cannot hold the message; undefined where it can. */
export function refusalOf(message: Message): MailError | undefined {
  if (!(message.uid >= 1 && message.uid <= maxUid))
    return refusal('MAILDIR_BAD_UID', `UID ${message.uid} is out of range`);
  const date = message.internalDate;
  if (!(date >= oldestDate && date <= newestDate))
    return refusal('MAILDIR_BAD_DATE', `The date ${date} is out of range`);
  const { pop3Uidl } = message;
  if (pop3Uidl !== undefined && !isUidlistValue(pop3Uidl))
    return refusal('MAILDIR_BAD_UIDL', 'The POP3 UIDL holds a character that none may hold');
  return undefined;
}

export function sizeMismatch(message: Message): MailError {
  return refusal('MAILDIR_SIZE_MISMATCH', `The content of UID ${message.uid} is not as long as it was said to be`);
}

function refusal(code: string, message: string): MailError {
  return new MailError(message, { code, scope: 'message', side: 'target' });
}
