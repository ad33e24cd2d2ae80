import { formatMailboxPath, mailboxKey, type MailboxPath } from '@sourdine/core';
import { expect } from 'vitest';
import type { SinkFixture, SourceFixture } from './fixture.ts';
import { readTarget } from './pair-pass.ts';
import { type AccountSnapshot, readAccount } from './read-account.ts';

/**
 * After a pass that was broken off, whatever the target shows is a message as it was before or as the source has it now:
 * none is half-written, none is there twice under one UID, and none is missing from a mailbox that held it and shall hold it.
 */
export async function expectWhole(sink: SinkFixture, before: AccountSnapshot, source: SourceFixture): Promise<void> {
  await using opened = await source.open();
  const after = await readAccount(opened);
  const now = await readTarget(sink);
  const known = new Set([...digestsOf(before), ...digestsOf(after)]);
  for (const mailbox of now.mailboxes) {
    const uids = mailbox.messages.map((message) => message.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(mailbox.messages.filter((message) => !known.has(message.digest))).toEqual([]);
  }
  for (const { path } of before.mailboxes) {
    const there = new Set(digestsOf(now, path));
    const stay = new Set(digestsOf(after, path));
    const missing = digestsOf(before, path).filter((digest) => stay.has(digest) && !there.has(digest));
    expect(missing, formatMailboxPath(path)).toEqual([]);
  }
}

/** Of one mailbox, or of all. */
function digestsOf(account: AccountSnapshot, path?: MailboxPath): readonly string[] {
  return account.mailboxes
    .filter((mailbox) => path === undefined || mailboxKey(mailbox.path) === mailboxKey(path))
    .flatMap((mailbox) => mailbox.messages.map((message) => message.digest));
}
