import type { Diagnostic, LeftOut, MailboxPath, MailErrorJson, SourceMailboxInfo } from '@sourdine/core';

/** What one pass did to one mailbox. Plain data: it crosses threads and is printed as JSON. */
export interface MailboxReport {
  readonly path: MailboxPath;
  /**
   * `filled`: first fill. `updated`: something changed. `unchanged`: nothing to do. `failed`: see `error`; the target's
   * mailbox is as it was.
   */
  readonly outcome: 'filled' | 'updated' | 'unchanged' | 'failed';
  /** UIDVALIDITY now on the target. */
  readonly uidValidity?: number;
  /** Messages the source has. Absent where it was not read, because its change token said that nothing changed. */
  readonly messages?: number;
  /** Messages written, and their bytes in wire form. */
  readonly copied: number;
  readonly copiedBytes: number;
  /** Messages whose flags were changed on the target. */
  readonly reflagged: number;
  readonly expunged: number;
  /** Messages that could not be moved, with the reason. They are on the old side still. */
  readonly quarantined: readonly QuarantinedMessage[];
  readonly diagnostics: readonly Diagnostic[];
  readonly error?: MailErrorJson;
}

export interface QuarantinedMessage {
  readonly uid?: number;
  readonly error: MailErrorJson;
}

/** What one pass over an account would do. Plain data. */
export interface SyncPlan {
  readonly mailboxes: readonly PlannedMailbox[];
  /** Mailboxes of ours on the target that the source no longer has. */
  readonly removals: readonly MailboxPath[];
  /** Null where the target's subscriptions are the source's already. */
  readonly subscriptions: readonly MailboxPath[] | null;
  readonly leftOut: readonly LeftOut[];
  readonly requiredSettings: readonly string[];
  readonly errors: readonly MailErrorJson[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlannedMailbox {
  readonly path: MailboxPath;
  readonly locator: string;
  readonly bytes: number;
  readonly changeToken?: string;
  /** `fill`: not on the target yet. `skip`: its change token says that nothing changed. */
  readonly action: 'fill' | 'delta' | 'skip';
  readonly storeName: string;
  readonly mapping?: string;
  /** The target's mailbox to be renamed first: the source renamed its folder. */
  readonly renamedFrom?: MailboxPath;
}

/** What one pass over an account did. Plain data. */
export interface SyncReport {
  readonly mailboxes: readonly MailboxReport[];
  readonly renamed: readonly { readonly from: MailboxPath; readonly to: MailboxPath }[];
  readonly removed: readonly MailboxPath[];
  /** Mailboxes gone from the source but kept, and why. */
  readonly kept: readonly { readonly path: MailboxPath; readonly reason: string }[];
  readonly subscriptionsChanged: boolean;
  readonly leftOut: readonly LeftOut[];
  readonly requiredSettings: readonly string[];
  readonly errors: readonly MailErrorJson[];
  readonly diagnostics: readonly Diagnostic[];
  /** Wall time of the pass, milliseconds. */
  readonly elapsedMs: number;
}

/** One thing that is not the same on both sides. */
export interface Difference {
  readonly path: MailboxPath;
  readonly uid?: number;
  readonly what:
    | 'mailbox-missing'
    | 'mailbox-extra'
    | 'subscription'
    | 'uidvalidity'
    | 'uidnext'
    | 'message-missing'
    | 'message-extra'
    | 'flags'
    | 'keywords'
    | 'internaldate'
    | 'size'
    | 'content'
    | 'pop3-uidl'
    | 'unreadable';
  readonly source?: string;
  readonly target?: string;
}

/** What `verify` found. Plain data. */
export interface VerifyReport {
  readonly mailboxes: readonly VerifiedMailbox[];
  /** At most 100 for each mailbox; `VerifiedMailbox.differences` counts them all. */
  readonly differences: readonly Difference[];
  /** Errors that kept something from being compared. */
  readonly errors: readonly MailErrorJson[];
  readonly elapsedMs: number;
}

export interface VerifiedMailbox {
  readonly path: MailboxPath;
  readonly messages: number;
  readonly bytes: number;
  readonly differences: number;
}

/** A mailbox that both sides have. Plain data. */
export interface MailboxPair {
  readonly path: MailboxPath;
  readonly source: Pick<SourceMailboxInfo, 'path' | 'locator'>;
  readonly target: Pick<SourceMailboxInfo, 'path' | 'locator'>;
  /** Estimate of the source's bytes, for progress. */
  readonly bytes: number;
}

/** Plain data: it crosses threads. */
export interface MailboxVerification {
  readonly mailbox: VerifiedMailbox;
  readonly differences: readonly Difference[];
  readonly error?: MailErrorJson;
}
