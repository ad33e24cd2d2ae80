import type { Flags } from '@sourdine/core-flags';
import type { MailError } from './mail-error.ts';

/**
 * One message as a client of its server sees it.
 *
 * The content is held in *stored form*. Its *wire form*, the one that counts for size and digest, is the stored form with
 * each LF that no CR precedes turned into CRLF; nothing else differs. A store that can keep the stored form copies it
 * straight; others call {@link wireForm}.
 */
export interface Message {
  /** 1 to 2^32-2. Ascending within a mailbox. */
  readonly uid: number;
  /**
   * False where the old server has not written the UID down yet and this is the one that it will assign when the mailbox is
   * next opened. Such a UID may come to mean another message: compare contents, not UIDs.
   */
  readonly uidAssigned: boolean;
  /** INTERNALDATE in whole seconds since 1970-01-01T00:00Z; may be negative. */
  readonly internalDate: number;
  readonly flags: Flags;
  /** RFC822.SIZE: bytes of the wire form. */
  readonly size: number;
  /** Bytes of the stored form. Equal to `size` where the stored form is the wire form. */
  readonly storedSize: number;
  /** Set where a POP3 client saw a UIDL that does not follow from UIDVALIDITY and UID. */
  readonly pop3Uidl?: string;
  /** Absent when the messages were asked for without content. */
  readonly content?: MessageContent;
}

/**
 * The stored form, either whole as views (joined in order they are the message), or, for a large message, as a stream.
 * Views lie in a buffer that the source uses again: they are valid until the next batch is asked for. `open` may be called
 * any number of times until then; it throws `MAILBOX_CHANGED` if the bytes are no longer those announced.
 */
export type MessageContent =
  | { readonly views: readonly Uint8Array[] }
  | { readonly open: () => AsyncIterable<Uint8Array> };

/** A message, or why there is none. A bad message never ends a mailbox. */
export type MessageResult =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly error: MailError; readonly uid?: number };
