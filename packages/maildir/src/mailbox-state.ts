import type { Limits } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { readControlFile, replaceFile, statOrAbsent } from './safe-fs.ts';

/** Marks a mailbox as one that we filled, and says how the last pass left it. */
export const stateFile = 'sourdine-state';
/** See SyncedFlagsWriter. */
export const flagsFile = 'sourdine-flags';
/** The path of a mailbox whose directory's name was shortened: JSON. */
export const pathFile = 'sourdine-path';

/** `sourdine-state`, written last in a pass and replaced at once. */
export interface MailboxState {
  /** UIDVALIDITY of our messages. */
  readonly uidValidity?: number;
  /** UIDVALIDITYs under which messages of ours may be there still that are to go: a pass was killed. */
  readonly voided: readonly number[];
  /** The source's token of the last pass that completed. */
  readonly token?: string;
  /** How that pass left the mailbox. */
  readonly fingerprint?: string;
  /** Which `sourdine-flags` belongs to it. */
  readonly flagsId?: string;
}

const magic = 'sourdine-state 1\n';

/** The text of the file; undefined where the text is none, as after a crash: everything is compared then. */
export function parseState(text: string): MailboxState | undefined {
  if (!text.startsWith(magic)) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(magic.length));
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is MailboxState {
  if (typeof value !== 'object' || value === null) return false;
  const { uidValidity, voided, token, fingerprint, flagsId } = value as Record<string, unknown>;
  const isText = (field: unknown): boolean => field === undefined || typeof field === 'string';
  return (
    (uidValidity === undefined || typeof uidValidity === 'number') &&
    Array.isArray(voided) &&
    voided.every((each) => typeof each === 'number') &&
    [token, fingerprint, flagsId].every(isText)
  );
}

export function formatState(state: MailboxState): string {
  const escaped = JSON.stringify(state).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${magic}${escaped}\n`;
}

/** Undefined where there is none that can be read. */
export function readState(directory: string, limits: Limits): MailboxState | undefined {
  const path = `${directory}/${stateFile}`;
  // A link that somebody put there tells nothing; the next pass puts a file in its place.
  const text = unlessErrno(['ELOOP'], () => readControlFile(path, limits.controlFileBytes, 'target'));
  return text === undefined ? undefined : parseState(text);
}

/** Replaces the file at once. It is written in `staging` first, where what a kill leaves is cleared away. */
export function writeState(directory: string, state: MailboxState, mode: number, staging: string): void {
  replaceFile(`${directory}/${stateFile}`, formatState(state), mode, `${staging}/${stateFile}.new`);
}

/** What tells whether anybody changed the mailbox: files that come, go or change their flags change cur or new. */
export function fingerprint(directory: string): string | undefined {
  const [cur, fresh, uidlist] = ['cur', 'new', 'dovecot-uidlist'].map((name) => statOrAbsent(`${directory}/${name}`));
  if (cur === undefined || uidlist === undefined) return undefined;
  return `${cur.mtimeNs} ${fresh?.mtimeNs ?? 0n} ${uidlist.ino} ${uidlist.size} ${uidlist.mtimeNs}`;
}
