/** Every length, depth and count that a parser or a store accepts. A site may lower or raise them in its configuration. */
export interface Limits {
  /** Bytes of one message, stored form. */
  readonly messageBytes: number;
  /** Bytes of one message's header that are looked at for internal header lines. */
  readonly headerBytes: number;
  /** Bytes of one line that must be looked at whole, as a From_ line. */
  readonly lineBytes: number;
  /** Bytes from which a message is streamed and no longer held in memory whole. */
  readonly streamedMessageBytes: number;
  /** Messages of one mailbox. */
  readonly messagesPerMailbox: number;
  /** Mailboxes of one account. */
  readonly mailboxes: number;
  /** Files and folders looked at in one home. */
  readonly filesPerHome: number;
  /** Depth of folders. */
  readonly folderDepth: number;
  /** Bytes of one mailbox name component as stored. */
  readonly nameBytes: number;
  /** Bytes of a control file read whole (subscriptions, dovecot-keywords). */
  readonly controlFileBytes: number;
}

export const defaultLimits: Limits = Object.freeze({
  messageBytes: 4 * 1024 ** 3,
  headerBytes: 16 * 1024 ** 2,
  lineBytes: 64 * 1024,
  streamedMessageBytes: 4 * 1024 ** 2,
  messagesPerMailbox: 10_000_000,
  mailboxes: 100_000,
  filesPerHome: 2_000_000,
  folderDepth: 64,
  nameBytes: 255,
  controlFileBytes: 16 * 1024 ** 2,
});
