import { randomBytes } from 'node:crypto';

/** A mailbox's GUID as Dovecot makes one: 16 bytes that nothing else has, as hexadecimal digits (guid.h). */
export function newGuid(): string {
  return randomBytes(16).toString('hex');
}
