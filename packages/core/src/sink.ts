import type { Flags } from '@sourdine/core-flags';
import type { Diagnostic } from './diagnostic.ts';
import type { MailError } from './mail-error.ts';
import type { MailboxPath } from './mailbox-path.ts';
import type { Message } from './message.ts';
import type { Source } from './source.ts';

/** What a sink can keep. Documented data, not behaviour. */
export interface SinkCapabilities {
  readonly preservesUid: boolean;
  readonly preservesUidValidity: boolean;
  readonly preservesInternalDate: boolean;
  /** Keywords a mailbox can hold; Infinity where there is no limit. */
  readonly keywordLimit: number;
  /** True where a POP3 UIDL that does not follow from UIDVALIDITY and UID cannot be kept. */
  readonly losesPop3Uidl?: boolean;
}

/** What a path is called on the target. */
export interface PlannedName {
  /** As the store names it (a folder name, a wire name), for people to read. */
  readonly storeName: string;
  /** Why it is not the plain name; absent where it is. */
  readonly mapping?: string;
}

/** A mailbox that exists on the target. */
export interface SinkMailboxInfo {
  readonly path: MailboxPath;
  /** The source token of the last pass that completed, where nothing changed on the target since; else absent. */
  readonly syncedToken?: string;
  /** UIDVALIDITY; absent where the mailbox has none yet. */
  readonly uidValidity?: number;
  /** Whether an earlier pass of ours filled it. A mailbox that is not ours is never removed. */
  readonly ours: boolean;
}

/** Port: where mail goes to. One process at a time: opening takes the target's lock or throws `..._IN_USE`. */
export interface Sink extends AsyncDisposable {
  readonly kind: string;
  readonly capabilities: SinkCapabilities;
  /** The name that a path will have. Pure. Throws a MailError of scope `mailbox` where there is none. */
  nameOf(path: MailboxPath): PlannedName;
  /** Settings that the server must have to read what is written, one `key = value` each; known from the paths alone. */
  requiredSettings(paths: readonly MailboxPath[]): readonly string[];
  /** Ordered as a source's listing. An absent account is an empty list. */
  mailboxes(): Promise<readonly SinkMailboxInfo[]>;
  /** Opens a mailbox to write; it need not exist. Creates nothing that a reader of the target could see before commit. */
  openMailbox(path: MailboxPath): Promise<SinkMailbox>;
  /** Renames a mailbox of ours with all it holds. The new name is free. */
  renameMailbox(from: MailboxPath, to: MailboxPath): Promise<void>;
  /**
   * Removes a mailbox of ours. Messages in it that are not ours stay: then the mailbox stays with them, and false is
   * returned.
   */
  removeMailbox(path: MailboxPath): Promise<boolean>;
  /** The subscribed paths now. */
  subscriptions(): Promise<readonly MailboxPath[]>;
  /** Replaces the subscriptions, at once and on disk. */
  setSubscriptions(paths: readonly MailboxPath[]): Promise<void>;
  /** Opens the same account to read it back, for `verify`. */
  asSource(): Source;
}

/** A message on the target that an earlier pass of ours wrote. */
export interface SinkMessage {
  readonly uid: number;
  /** See Message.uidAssigned, as it was when written. */
  readonly uidAssigned: boolean;
  readonly internalDate: number;
  readonly size: number;
  /** As they are now. */
  readonly flags: Flags;
  /** What the source said at the last pass; absent where not known. */
  readonly syncedFlags?: Flags;
}

/** Port: one mailbox being written. A transaction: nothing shows before `commit`, and commit can be killed anywhere. */
export interface SinkMailbox extends AsyncDisposable {
  /** UIDVALIDITY of what is there; undefined for a mailbox that does not exist or has none. */
  readonly uidValidity: number | undefined;
  /**
   * Messages of ours that are there under that UIDVALIDITY, by UID. Empty for a first fill. What other programs delivered
   * to the mailbox is not listed and never touched.
   */
  readonly messages: ReadonlyMap<number, SinkMessage>;
  /** Other people's messages there. They keep their place; see `commit`. */
  readonly foreignMessages: number;
  /** SHA-256 of the wire form of a message that is there, hex. */
  digest(uid: number): Promise<string>;
  /**
   * Fixes under which UIDVALIDITY the messages are written; call before the first append. Another value than
   * `uidValidity` voids everything of ours that is there: commit replaces it by what is appended.
   */
  begin(uidValidity: number): void;
  /**
   * Takes messages in ascending UID order. Each is written (not necessarily to disk) when the promise resolves; the views
   * may then be used again. A UID that is in `messages` must be expunged in the same transaction: its content is replaced.
   * A message that cannot be written alone is returned; a full disk and the like are thrown.
   */
  append(batch: readonly Message[]): Promise<readonly AppendFailure[]>;
  /** New flags for a message of ours, in place of all it has. */
  setFlags(uid: number, flags: Flags): void;
  /**
   * What the source says now of a message that is kept: the `syncedFlags` of the next pass, whether or not `setFlags` is
   * called as well. An appended message's are those it is appended with.
   */
  noteSourceFlags(uid: number, flags: Flags): void;
  /** Removes a message of ours. */
  expunge(uid: number): void;
  /**
   * Makes it all visible: a first fill at once, later changes under the server's own locks. Everything is on stable storage
   * when the promise resolves. After a kill anywhere inside, the next pass finds a state from which it reaches the same end.
   * Foreign messages keep their UIDs where they can, else they get new ones at `uidNext` or above.
   * Throws MailError `..._BUSY` (retryable) when a lock cannot be had.
   */
  commit(options: CommitOptions): Promise<CommitReport>;
  /** Takes back all that was not committed. Disposing without commit does the same. */
  abort(): Promise<void>;
}

export interface CommitOptions {
  /** UIDNEXT is at least this. */
  readonly uidNext: number;
  /** Keywords to define even if no message has them, in the source's order. */
  readonly keywords: readonly string[];
  /** To be given back as `syncedToken`; absent where the source gave none, or not all was copied. */
  readonly sourceToken?: string;
}

export interface CommitReport {
  readonly diagnostics: readonly Diagnostic[];
}

export interface AppendFailure {
  readonly uid: number;
  readonly error: MailError;
}
