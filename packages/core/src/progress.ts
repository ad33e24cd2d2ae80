import type { MailboxPath } from './mailbox-path.ts';

/** What happens, told as it happens. Counts are totals of the mailbox so far, bytes are of the wire form. */
export type ProgressEvent =
  | { readonly type: 'account'; readonly mailboxes: number; readonly bytes: number }
  | { readonly type: 'mailbox-start'; readonly path: MailboxPath; readonly bytes: number }
  | { readonly type: 'mailbox-progress'; readonly path: MailboxPath; readonly messages: number; readonly bytes: number }
  | { readonly type: 'mailbox-end'; readonly path: MailboxPath; readonly outcome: 'done' | 'unchanged' | 'failed' };

export type ProgressListener = (event: ProgressEvent) => void;
