import {
  isInbox,
  MailError,
  type ErrorScope,
  type MailboxPath,
  type SinkMailboxInfo,
  type SourceListing,
} from '@sourdine/core';

/*
 * A source that shows nothing is more often a file system that is not mounted than a wish. See docs/decisions/0009.
 */

/** Throws where the source shows no mailbox at all and the target has some of ours. */
export function refuseEmptyAccount(
  listing: SourceListing,
  existing: readonly SinkMailboxInfo[],
  allowEmpty: boolean,
): void {
  const ours = existing.filter((mailbox) => mailbox.ours).length;
  if (listing.mailboxes.length > 0 || ours === 0 || allowEmpty) return;
  throw looksEmpty(`The source shows no mailbox where the target has ${ours} of an earlier pass`, 'account');
}

/** An error where every folder went at once; one folder among others is a folder that somebody removed. */
export function doubtFolders(
  listing: SourceListing,
  removals: readonly MailboxPath[],
  allowEmpty: boolean,
): readonly MailError[] {
  if (removals.length === 0 || allowEmpty || listing.mailboxes.some(({ path }) => !isInbox(path))) return [];
  return [
    looksEmpty(`The source shows no folder where the target has ${removals.length} of an earlier pass`, 'mailbox'),
  ];
}

/** An error where the inbox went, which no user can remove. */
export function doubtInbox(gone: readonly SinkMailboxInfo[]): readonly MailError[] {
  if (!gone.some((mailbox) => isInbox(mailbox.path))) return [];
  return [looksEmpty('The source has no INBOX where the target has one of an earlier pass', 'mailbox')];
}

function looksEmpty(text: string, scope: ErrorScope): MailError {
  return new MailError(text, {
    code: 'SOURCE_LOOKS_EMPTY',
    scope,
    side: 'source',
    hint: 'Is its file system mounted? If it really is so, run again with --allow-empty.',
  });
}
