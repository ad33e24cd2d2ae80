/** How mailbox files are read. */
export interface ReadOptions {
  /** IANA zone of dates that name none; the zone of this process when left out. */
  readonly timeZone?: string;
  /** Whether a dotlock is taken for as long as a mailbox is open. It writes beside the mailbox file. */
  readonly lock?: boolean;
  /** Milliseconds to wait for another program's dotlock. 10,000 when left out. */
  readonly lockWaitMs?: number;
  /** Bytes read at once; for tests. */
  readonly windowBytes?: number;
  /** What the made-up header of a file that is no mailbox says. */
  readonly phile?: PhileNames;
}

/** Names in the header that uw-imapd makes for a file that is no mailbox; from the system where left out. */
export interface PhileNames {
  readonly owner?: string;
  readonly host?: string;
  readonly path?: string;
}
