import type { LeftOut } from '@sourdine/core';
import type { FoundFile } from './home-walk.ts';

/** Where a file stands in its account. */
export interface Standing {
  /** Subscribed or asked for. */
  readonly wanted: boolean;
  readonly inFolders: boolean;
  /** In the folder of folders, or anywhere where there is none. */
  readonly inScope: boolean;
  /** Read as part of the inbox. */
  readonly inInbox: boolean;
}

/** Why a file is no mailbox of the account; undefined for a mailbox. */
export function leaveOutReason(file: FoundFile, at: Standing): Omit<LeftOut, 'name'> | undefined {
  if (at.inInbox) return { reason: 'part-of-inbox', detail: 'its mail is in INBOX' };
  switch (file.format) {
    case 'uw':
    case 'mbx':
      if (at.inScope || at.wanted) return undefined;
      return {
        reason: 'not-subscribed',
        detail: 'a mailbox outside the folder of folders, neither subscribed nor asked for',
      };
    case 'empty':
      return at.inFolders || at.wanted
        ? undefined
        : { reason: 'empty-file', detail: 'nothing tells that it is a mailbox' };
    case 'mmdf':
    case 'tenex':
      if (at.inScope || at.wanted)
        return { reason: 'unsupported-format', detail: `a mailbox in ${file.format} format` };
      return { reason: 'not-subscribed', detail: `a mailbox in ${file.format} format outside the folder of folders` };
    case 'other':
      if (at.wanted) return undefined;
      if (file.parts.at(-1)?.toString().endsWith('.lock') === true) return { reason: 'lock-file' };
      return { reason: 'not-a-mailbox', detail: 'its first line is no From_ line' };
  }
}
