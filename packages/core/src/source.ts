import type { Diagnostic } from './diagnostic.ts';
import type { MailError } from './mail-error.ts';
import type { MailboxPath } from './mailbox-path.ts';
import type { MessageResult } from './message.ts';

/** What a source can say of its mail. Documented data, not behaviour. */
export interface SourceCapabilities {
  /** UIDs are those clients saw. */
  readonly uids: boolean;
  /** Keywords, not system flags alone. */
  readonly keywords: boolean;
  /** Two equal change tokens mean that nothing changed in between. */
  readonly changeTokens: boolean;
  /** True where every UID has been assigned by the time it is told: no message has `uidAssigned` false. */
  readonly assignsAllUids?: boolean;
}

/** One mailbox of a source, as the listing found it. */
export interface SourceMailboxInfo {
  readonly path: MailboxPath;
  /** How the source finds it again: opaque, printable, the same in another thread that opened the same source. */
  readonly locator: string;
  /** Bytes to be read, for progress and for sharing out work; an estimate. */
  readonly bytes: number;
  /** Equal tokens mean that nothing changed in between; absent where the source can't tell. */
  readonly changeToken?: string;
}

/** Something in the account that is not a mailbox, and why. */
export interface LeftOut {
  /** As the store names it, for people to read. */
  readonly name: string;
  /** Stable: `not-a-mailbox`, `symbolic-link`, `special-file`, `unreadable`, `lock-file` ... */
  readonly reason: string;
  readonly detail?: string;
}

/** What an account holds. */
export interface SourceListing {
  /** INBOX first, then ordered by path. No two share a path. */
  readonly mailboxes: readonly SourceMailboxInfo[];
  /** Subscribed paths, in the source's order. A path need not exist. */
  readonly subscriptions: readonly MailboxPath[];
  /** True where the source has no record of subscriptions: then an empty list says nothing. */
  readonly subscriptionsUnknown?: boolean;
  readonly leftOut: readonly LeftOut[];
  /**
   * Errors that hide mailboxes: an unreadable folder, a file that vanished. While there are any, nothing is removed from
   * a target.
   */
  readonly errors: readonly MailError[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Port: where mail comes from. Reading changes nothing on the old side. */
export interface Source extends AsyncDisposable {
  /** `mbox`, `maildir`, `memory` ... */
  readonly kind: string;
  readonly capabilities: SourceCapabilities;
  /** Throws a MailError of scope `account` where the account cannot be read at all. */
  mailboxes(): Promise<SourceListing>;
  /**
   * Opens one mailbox by a path and locator of a listing, this thread's or another's. Does not need `mailboxes()` first.
   * Throws MailError of scope `mailbox`: `..._NOT_FOUND`, `..._UNREADABLE`, `..._BUSY` (retryable).
   */
  openMailbox(mailbox: Pick<SourceMailboxInfo, 'path' | 'locator'>): Promise<SourceMailbox>;
}

/** How messages are asked for. */
export interface MessagesOptions {
  /** Whether `Message.content` is wanted. */
  readonly content: boolean;
}

/** Port: one open mailbox of a source. */
export interface SourceMailbox extends AsyncDisposable {
  /** Undefined where the old server has not assigned one yet: it will take the time of the next opening. */
  readonly uidValidity: number | undefined;
  /** Keyword names that the mailbox has defined, in its order, used or not. */
  readonly keywords: readonly string[];
  /**
   * All messages in ascending UID order, in batches of any size (not empty). The views of a batch are valid until the next
   * batch is asked for.
   *
   * Throws a MailError `MAILBOX_CHANGED` (retryable, scope `mailbox`) when what was told so far no longer holds: the file
   * was rewritten or grew, or a later message voids the UIDs of earlier ones. The caller forgets what it was told and calls
   * again; `uidValidity` and `keywords` may then differ. A source gives up with `MAILBOX_BUSY` after a few such rounds.
   */
  messages(options: MessagesOptions): AsyncIterable<readonly MessageResult[]>;
  /** What is known at the end. Valid once `messages()` has ended without a throw. */
  summary(): SourceMailboxSummary;
}

export interface SourceMailboxSummary {
  /** UIDNEXT as the old server would say. */
  readonly uidNext: number;
  /** Messages yielded, good and bad. */
  readonly messages: number;
  /** The token for just what was yielded. */
  readonly changeToken?: string;
  /**
   * Whether the mailbox is empty beyond doubt: it holds no message and the store's own record says so (uw's pseudo message,
   * a uidlist). An empty or missing file is no proof.
   */
  readonly provenEmpty: boolean;
  readonly diagnostics: readonly Diagnostic[];
}
