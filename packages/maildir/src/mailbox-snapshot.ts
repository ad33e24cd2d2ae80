import type { Diagnostic, Limits } from '@sourdine/core';
import { MaildirKeywords } from '@sourdine/core-flags';
import { flagsFile, type MailboxState, readState } from './mailbox-state.ts';
import { compareDeliveryOrder, type MessageIdentity, parseBaseName } from './message-name.ts';
import { readControlFile } from './safe-fs.ts';
import { type MaildirFile, scanMailbox } from './scan.ts';
import { SyncedFlags } from './synced-flags.ts';
import { parseUidlist, type Uidlist, type UidlistRecord } from './uidlist.ts';

/** A message that an earlier pass wrote. */
export interface OurFile extends MaildirFile {
  readonly identity: MessageIdentity;
}

/** A message that somebody else delivered. */
export interface ForeignFile extends MaildirFile {
  /** Its line in the uidlist, if it has one. */
  readonly record: UidlistRecord | undefined;
}

/** A mailbox of the target at one moment, sorted into what is ours and what is not. */
export interface MailboxSnapshot {
  readonly state: MailboxState | undefined;
  readonly uidlist: Uidlist | undefined;
  readonly recordsByBase: ReadonlyMap<string, UidlistRecord>;
  /**
   * UIDVALIDITY of our messages. What a pass of ours fixed counts before what the uidlist says: Dovecot makes up another
   * when its uidlist is lost.
   */
  readonly uidValidity: number | undefined;
  /** By UID, those under `uidValidity` alone. */
  readonly ours: ReadonlyMap<number, OurFile>;
  /** Ours that are to go: replaced by a later generation, or written under a UIDVALIDITY that was voided. */
  readonly leftovers: readonly OurFile[];
  /** In the order in which they keep or get UIDs. */
  readonly foreign: readonly ForeignFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export function takeSnapshot(directory: string, limits: Limits): MailboxSnapshot {
  const state = readState(directory, limits);
  // A line of the uidlist takes less than 400 bytes.
  const uidlistBytes = limits.messagesPerMailbox * 400;
  const text = readControlFile(`${directory}/dovecot-uidlist`, uidlistBytes, 'target');
  const parsed = text === undefined ? { uidlist: undefined, diagnostics: [] } : parseUidlist(text);
  const scanned = scanMailbox(directory);
  const recordsByBase = new Map(parsed.uidlist?.records.map((record) => [record.base, record]));
  const identities = [...scanned.files.values()].map((file) => ({ file, identity: parseBaseName(file.base) }));
  const uidValidity = state?.uidValidity ?? parsed.uidlist?.uidValidity ?? onlyValidity(identities);
  const known = new Set([...(state?.voided ?? []), ...(uidValidity === undefined ? [] : [uidValidity])]);
  const ours = new Map<number, OurFile>();
  const leftovers: OurFile[] = [];
  const foreign: ForeignFile[] = [];
  const setForeign = (file: MaildirFile): void => void foreign.push({ ...file, record: recordsByBase.get(file.base) });
  for (const { file, identity } of identities) {
    // A file of ours that somebody moved here from another mailbox is his.
    if (identity === undefined || !known.has(identity.uidValidity)) setForeign(file);
    else if (identity.uidValidity !== uidValidity) leftovers.push({ ...file, identity });
    else {
      const { winner, loser } = chooseFile({ ...file, identity }, ours.get(identity.uid), recordsByBase);
      ours.set(identity.uid, winner);
      if (loser !== undefined && loser.identity.generation < winner.identity.generation) leftovers.push(loser);
      else if (loser !== undefined) setForeign(loser);
    }
  }
  foreign.sort(
    (a, b) => (a.record?.uid ?? Infinity) - (b.record?.uid ?? Infinity) || compareDeliveryOrder(a.base, b.base),
  );
  return {
    state,
    uidlist: parsed.uidlist,
    recordsByBase,
    uidValidity,
    ours: new Map([...ours].sort(([a], [b]) => a - b)),
    leftovers,
    foreign,
    diagnostics: [...parsed.diagnostics, ...scanned.diagnostics],
  };
}

/** The UIDVALIDITY that all names of ours agree on, where nothing else tells it. */
function onlyValidity(files: readonly { readonly identity: MessageIdentity | undefined }[]): number | undefined {
  const values = new Set(files.map(({ identity }) => identity?.uidValidity));
  values.delete(undefined);
  return values.size === 1 ? values.values().next().value : undefined;
}

/** Of two files with one UID the later generation counts, else the one that the uidlist knows under that UID. */
function chooseFile(
  file: OurFile,
  other: OurFile | undefined,
  records: ReadonlyMap<string, UidlistRecord>,
): { readonly winner: OurFile; readonly loser?: OurFile } {
  if (other === undefined) return { winner: file };
  const later = file.identity.generation - other.identity.generation;
  const listed =
    Number(records.get(file.base)?.uid === file.identity.uid) -
    Number(records.get(other.base)?.uid === other.identity.uid);
  const wins = later !== 0 ? later > 0 : listed !== 0 ? listed > 0 : file.base < other.base;
  return wins ? { winner: file, loser: other } : { winner: other, loser: file };
}

export function readKeywords(directory: string, limits: Limits): MaildirKeywords {
  const text = readControlFile(`${directory}/dovecot-keywords`, limits.controlFileBytes, 'target');
  return text === undefined
    ? new MaildirKeywords()
    : MaildirKeywords.parse(Buffer.from(text, 'latin1').toString('utf8')).table;
}

/** What `sourdine-flags` says, where it belongs to the state. */
export function readSyncedFlags(directory: string, state: MailboxState | undefined, limits: Limits): SyncedFlags {
  if (state?.flagsId === undefined) return SyncedFlags.none;
  const text = readControlFile(`${directory}/${flagsFile}`, limits.messagesPerMailbox * 100, 'target');
  return text === undefined ? SyncedFlags.none : SyncedFlags.parse(text, state.flagsId);
}
