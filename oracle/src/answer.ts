import { createHash } from 'node:crypto';

/** Strings hold the server's bytes, one a character (Latin-1). */

/** One message as a server showed it to a client. */
export interface MessageAnswer {
  /** c-client computes UIDs in 64 bits and serves what it computed, above 2^32 included. */
  uid: number;
  /** Sorted, without \Recent. */
  flags: string[];
  /** The server's own string, RFC 3501 date-time: a one-digit day is padded with a space. */
  internalDate: string;
  /** RFC822.SIZE in bytes, as the server claims it. */
  size: number;
  /** Length of BODY[], only where it differs from `size`. */
  bodyLength?: number;
  /** SHA-256 of BODY[], hex. */
  sha256: string;
}

/** One mailbox as a server showed it to a client. */
export interface MailboxAnswer {
  /** The word stands for a value the server made from the clock during the session; null: it named none. */
  uidValidity: number | 'assigned' | null;
  /** Null where the server named none. */
  uidNext: number | null;
  /** In the server's order: uw-imapd's keywords in the order of its slots, then the system flags. Of a SELECT. */
  permanentFlags: string[];
  /** In sequence-number order. */
  messages: MessageAnswer[];
  /** Untagged NO and BAD texts, in order. */
  warnings: string[];
}

/** The server would not open the mailbox, or gave up while it was open. */
export interface Refusal {
  error: string;
  warnings: string[];
}

export type Answer = MailboxAnswer | Refusal;

/** A message with its bytes, before they are reduced to a digest. */
export interface FetchedMessage extends Omit<MessageAnswer, 'bodyLength' | 'sha256'> {
  body: Buffer;
}

export interface FetchedMailbox extends Omit<MailboxAnswer, 'messages' | 'uidValidity'> {
  uidValidity: number | null;
  messages: FetchedMessage[];
}

export function digestMessage({ body, ...message }: FetchedMessage): MessageAnswer {
  return {
    ...message,
    ...(body.length === message.size ? {} : { bodyLength: body.length }),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
}
