/** What a mailbox name of uw-imap refers to, seen from a home. */
export type NamedMailbox =
  | { readonly kind: 'inbox' }
  /** A file below the home. */
  | { readonly kind: 'file'; readonly parts: readonly Buffer[] }
  /** Another user's, another server's, a namespace, or a path that leaves the home. */
  | { readonly kind: 'outside' };

/**
 * Lines of a `.mailboxlist`: one name a line, as the client sent it. Empty lines are left out. c-client env_unix.c and
 * dummy.c: names are looked up as any mailbox name.
 */
export function parseMailboxList(content: Buffer): Buffer[] {
  return content
    .toString('latin1')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'latin1'));
}

/** What a name refers to. `home` is an absolute path. c-client env_unix.c, mailboxfile(). */
export function resolveMailboxName(name: Buffer, home: string): NamedMailbox {
  let text = name.toString('latin1');
  if (text.toUpperCase() === 'INBOX') return { kind: 'inbox' };
  const absoluteHome = `${Buffer.from(home).toString('latin1').replace(/\/+$/, '')}/`;
  if (text.startsWith('~/')) text = text.slice(2);
  else if (text.startsWith(absoluteHome)) text = text.slice(absoluteHome.length);
  if (/^[{#/~]/.test(text)) return { kind: 'outside' };
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..') || text.includes('\0')) return { kind: 'outside' };
  return { kind: 'file', parts: parts.map((part) => Buffer.from(part, 'latin1')) };
}
