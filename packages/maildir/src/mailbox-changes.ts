import type { MailboxPath } from '@sourdine/core';
import type { Flags, MaildirKeywords } from '@sourdine/core-flags';
import type { MaildirAccount } from './maildir-account.ts';
import type { StoredName } from './mailbox-name.ts';
import type { StagedMessages } from './staged-messages.ts';
import type { SyncedFlags } from './synced-flags.ts';

/** What a transaction gathered. */
export interface MailboxChanges {
  readonly account: MaildirAccount;
  readonly path: MailboxPath;
  readonly name: StoredName;
  readonly directory: string;
  /** Whether the directory was there when the transaction began. */
  readonly existed: boolean;
  readonly uidValidity: number;
  readonly keywords: MaildirKeywords;
  readonly synced: SyncedFlags;
  readonly newFlags: ReadonlyMap<number, Flags>;
  readonly sourceFlags: ReadonlyMap<number, Flags>;
  readonly expunged: ReadonlySet<number>;
  readonly staged: StagedMessages;
}
