import type { MailboxChanges } from './mailbox-changes.ts';
import { newGuid } from './mailbox-guid.ts';
import type { MailboxSnapshot, OurFile } from './mailbox-snapshot.ts';
import { maxUid, type Uidlist, type UidlistRecord } from './uidlist.ts';

/** What a commit does to a mailbox that holds messages. */
export interface DeltaPlan {
  /** Of ours, by UID. */
  readonly kept: ReadonlyMap<number, OurFile>;
  /** Files of ours that go. */
  readonly going: readonly OurFile[];
  /** UIDs of ours afterwards, ascending. */
  readonly ourUids: readonly number[];
  /** The uidlist afterwards, by UID. */
  readonly uidlist: Omit<Uidlist, 'records'>;
  readonly records: ReadonlyMap<number, UidlistRecord>;
  /** Lines of files that go and whose UIDs nothing else takes: they stay until the files are gone. */
  readonly goingRecords: readonly UidlistRecord[];
  readonly uidlistChanges: boolean;
  /** Whether a UID that a server has seen comes to mean another message, or one below its UIDNEXT is new. */
  readonly voidsIndexes: boolean;
  /** Files of ours with their new suffixes; filled later. */
  readonly suffixes: [OurFile, string][];
}

export function planDelta(
  changes: MailboxChanges,
  snapshot: MailboxSnapshot,
  staged: readonly UidlistRecord[],
  uidNext: number,
): DeltaPlan {
  const { uidValidity, expunged } = changes;
  const sameValidity = snapshot.uidValidity === uidValidity;
  const coming = new Set(staged.map((record) => record.uid));
  const stays = (uid: number): boolean => sameValidity && !expunged.has(uid) && !coming.has(uid);
  const kept = new Map([...snapshot.ours].filter(([uid]) => stays(uid)));
  const going = [...snapshot.leftovers, ...[...snapshot.ours].filter(([uid]) => !stays(uid)).map(([, file]) => file)];
  const records = new Map<number, UidlistRecord>();
  for (const [uid, file] of kept)
    records.set(uid, { uid, base: file.base, extensions: snapshot.recordsByBase.get(file.base)?.extensions ?? [] });
  for (const record of staged) records.set(record.uid, record);
  const ourUids = [...records.keys()].sort((a, b) => a - b);
  const before = snapshot.uidlist?.uidValidity === uidValidity ? snapshot.uidlist : undefined;
  const placed = placeForeign(snapshot, records, Math.max(uidNext, before?.uidNext ?? 1, (ourUids.at(-1) ?? 0) + 1));
  const goingRecords = going
    .map((file) => snapshot.recordsByBase.get(file.base))
    .filter((record) => record !== undefined && before !== undefined && !records.has(record.uid)) as UidlistRecord[];
  const { uidlist } = snapshot;
  return {
    kept,
    going,
    ourUids,
    uidlist: { uidValidity, uidNext: placed, guid: uidlist?.guid ?? newGuid(), extensions: uidlist?.extensions ?? [] },
    records,
    goingRecords,
    uidlistChanges: before === undefined || before.uidNext !== placed || !sameRecords(before, records),
    voidsIndexes: before === undefined || changesMeaning(before, records, coming),
    suffixes: [],
  };
}

/** Messages of others keep their UIDs where ours leave them free, else they get new ones. Returns the new UIDNEXT. */
function placeForeign(snapshot: MailboxSnapshot, records: Map<number, UidlistRecord>, atLeast: number): number {
  let uidNext = atLeast;
  const homeless: UidlistRecord[] = [];
  for (const { base, record } of snapshot.foreign) {
    if (record === undefined || records.has(record.uid))
      homeless.push({ uid: 0, base, extensions: record?.extensions ?? [] });
    else {
      records.set(record.uid, record);
      uidNext = Math.max(uidNext, record.uid + 1);
    }
  }
  for (const record of homeless) {
    if (uidNext > maxUid) throw new Error('no UID is left for a message that somebody else delivered');
    records.set(uidNext, { ...record, uid: uidNext });
    uidNext++;
  }
  return uidNext;
}

function sameRecords(before: Uidlist, records: ReadonlyMap<number, UidlistRecord>): boolean {
  return (
    before.records.length === records.size &&
    before.records.every((record) => records.get(record.uid)?.base === record.base)
  );
}

/**
 * A line of the uidlist whose file is not there tells nothing of what servers have seen: a pass was killed between the two.
 * So whatever comes under a UID below UIDNEXT counts as a change.
 */
function changesMeaning(
  before: Uidlist,
  records: ReadonlyMap<number, UidlistRecord>,
  coming: ReadonlySet<number>,
): boolean {
  const bases = new Map(before.records.map(({ uid, base }) => [uid, base]));
  const seen = Math.max(before.uidNext, (before.records.at(-1)?.uid ?? 0) + 1);
  for (const { uid, base } of records.values()) {
    if (uid < seen && (coming.has(uid) || bases.get(uid) !== base)) return true;
  }
  return false;
}
