import { mailboxKey, type MailboxPath, type Source, type SourceMailbox, type SourceMailboxInfo } from '@sourdine/core';

/** The listing's entry for a path. Throws where there is none. */
export async function infoAt(source: Source, path: MailboxPath): Promise<SourceMailboxInfo> {
  const { mailboxes } = await source.mailboxes();
  const info = mailboxes.find((candidate) => mailboxKey(candidate.path) === mailboxKey(path));
  if (info === undefined) throw new Error(`The listing has no mailbox ${JSON.stringify(path)}`);
  return info;
}

/** Opens a mailbox by its path. */
export async function openAt(source: Source, path: MailboxPath): Promise<SourceMailbox> {
  return await source.openMailbox(await infoAt(source, path));
}

/** Reads a mailbox to its end without contents; messages good and bad. */
export async function countMessages(mailbox: SourceMailbox): Promise<number> {
  let count = 0;
  for await (const batch of mailbox.messages({ content: false })) count += batch.length;
  return count;
}
