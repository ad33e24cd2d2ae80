/**
 * The name of a mailbox as its decoded components, outermost first: `['Work', 'v1.2 release']`. Never a joined string:
 * separators, prefixes, modified UTF-7 and Maildir dots are the business of each store's own codec.
 * `['INBOX']` is the inbox, spelled so, whatever the store calls it.
 */
export type MailboxPath = readonly string[];

/** The inbox (RFC 9051 §5.1). */
export const inboxPath: MailboxPath = Object.freeze(['INBOX']);

/** Whether the path names the inbox. */
export function isInbox(path: MailboxPath): boolean {
  return path.length === 1 && path[0] === 'INBOX';
}

/**
 * A string that is equal for equal paths alone, for maps and sets. Components cannot hold NUL, which joins them.
 */
export function mailboxKey(path: MailboxPath): string {
  return path.join('\0');
}

/** For people to read: components joined with `/`. Not for parsing: a component may hold a slash. */
export function formatMailboxPath(path: MailboxPath): string {
  // eslint-disable-next-line no-control-regex -- a name must not be able to drive the reader's terminal
  return path.join('/').replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** Orders INBOX first, then by components in code unit order. */
export function compareMailboxPaths(a: MailboxPath, b: MailboxPath): number {
  if (isInbox(a) !== isInbox(b)) return isInbox(a) ? -1 : 1;
  const keyA = mailboxKey(a);
  const keyB = mailboxKey(b);
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}
