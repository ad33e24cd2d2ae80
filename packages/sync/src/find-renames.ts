import {
  isInbox,
  mailboxKey,
  MailError,
  type MailboxPath,
  type SinkMailboxInfo,
  type Source,
  type SourceMailboxInfo,
} from '@sourdine/core';

/**
 * Tells folders that the source renamed: one that is new there and one that is gone share a UIDVALIDITY that no other new or
 * gone folder has. Answers the old path by the new path's key. A guess that is wrong costs time and no mail: after a rename
 * the contents are compared.
 */
export async function findRenames(
  source: Source,
  fresh: readonly SourceMailboxInfo[],
  gone: readonly SinkMailboxInfo[],
): Promise<ReadonlyMap<string, MailboxPath>> {
  const goneBy = groupByValidity(
    gone.filter((mailbox) => !isInbox(mailbox.path)).map((mailbox) => [mailbox.uidValidity, mailbox.path]),
  );
  if (goneBy.size === 0) return new Map();
  const freshBy = groupByValidity(
    await Promise.all(fresh.map(async (info) => [await uidValidityOf(source, info), info.path])),
  );
  const renames = new Map<string, MailboxPath>();
  for (const [uidValidity, [to, ...others]] of freshBy) {
    const [from, ...rivals] = goneBy.get(uidValidity) ?? [];
    if (to && from && others.length === 0 && rivals.length === 0) renames.set(mailboxKey(to), from);
  }
  return renames;
}

function groupByValidity(pairs: readonly (readonly [number | undefined, MailboxPath])[]): Map<number, MailboxPath[]> {
  const groups = new Map<number, MailboxPath[]>();
  for (const [uidValidity, path] of pairs) {
    if (uidValidity === undefined) continue;
    const group = groups.get(uidValidity);
    if (group) group.push(path);
    else groups.set(uidValidity, [path]);
  }
  return groups;
}

/** Undefined where the mailbox has none or cannot be opened now; the pass itself will say why. */
async function uidValidityOf(source: Source, info: SourceMailboxInfo): Promise<number | undefined> {
  try {
    await using mailbox = await source.openMailbox(info);
    return mailbox.uidValidity;
  } catch (error) {
    if (error instanceof MailError && error.scope === 'mailbox') return undefined;
    throw error;
  }
}
