import { hostname } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { createStoreContext, MailError, type SourceMailbox, type StoreContext } from '@sourdine/core';
import { takeDotlock, waitForDotlock } from './dotlock.ts';
import { FileMailbox, type OpenedRound } from './file-mailbox.ts';
import { detectFormat, type FileFormat, sniffBytes } from './file-format.ts';
import { defaultWindowBytes } from './file-window.ts';
import { localOffsetAt } from './internal-date.ts';
import { formatLocation, type Location } from './location.ts';
import { currentToken, MailFile } from './mail-file.ts';
import { MbxRound } from './mbx-round.ts';
import { PhileRound } from './phile-round.ts';
import type { ReadOptions } from './read-options.ts';
import type { ReadSettings, Round, UidTrust } from './round.ts';
import { emptyRound } from './round.ts';
import { notSnarfedError, SnarfedRound } from './snarfed-round.ts';
import { UwRound } from './uw-round.ts';

/** How one file is read. */
export interface MailboxFileOptions extends ReadOptions {
  readonly context?: StoreContext;
}

const defaultLockWaitMs = 10_000;

/**
 * Opens one file as uw-imapd does: mbox, mbx, an empty file, or any other as the one message it is served as. The folder it is in is
 * trusted, the file itself is not: a symbolic link or anything else but a regular file is refused. Throws MailError of scope
 * `mailbox`.
 */
export async function openMailboxFile(path: string, options: MailboxFileOptions = {}): Promise<SourceMailbox> {
  const whole = resolve(path);
  const location = { root: dirname(whole), parts: [Buffer.from(basename(whole))] };
  return openLocations({ find: () => [location], mayBeAbsent: false }, options);
}

/** Where a mailbox is. */
export interface MailboxPlace {
  /** The files, in order; asked for at each reading. Mail of the second is to be appended to the first. */
  readonly find: () => readonly Location[];
  /** Whether a file that is not there is as good as an empty one. */
  readonly mayBeAbsent: boolean;
}

/** Opens files as one mailbox. */
export async function openLocations(place: MailboxPlace, options: MailboxFileOptions): Promise<SourceMailbox> {
  const context = options.context ?? createStoreContext();
  const settings: ReadSettings = {
    context,
    localOffset: localOffsetAt(context.now(), options.timeZone),
    windowBytes: options.windowBytes ?? defaultWindowBytes,
    phile: { host: hostname(), ...options.phile },
  };
  const lockOptions = { waitMs: options.lockWaitMs ?? defaultLockWaitMs, signal: context.signal };
  using taken = new DisposableStack();
  if (options.lock === true) for (const location of place.find()) taken.use(await takeDotlock(location, lockOptions));
  const name = formatPlace(place);
  const locks = taken.move();
  return FileMailbox.open({
    name,
    signal: context.signal,
    open: (trust) => openRound(place, settings, trust),
    waitForLocks: async () => {
      if (options.lock !== true) for (const location of place.find()) await waitForDotlock(location, lockOptions);
    },
    release: () => locks.dispose(),
  });
}

function formatPlace(place: MailboxPlace): string {
  return place.find().map(formatLocation).join(' + ');
}

/** State of the files of a mailbox, as its change token tells it. */
export function openFiles({ find, mayBeAbsent }: MailboxPlace): { files: MailFile[]; absent: Location[] } {
  const files: MailFile[] = [];
  const absent: Location[] = [];
  try {
    for (const location of find()) {
      const file = openOrAbsent(location, mayBeAbsent);
      if (file === undefined) absent.push(location);
      else files.push(file);
    }
  } catch (error) {
    for (const file of files) file[Symbol.dispose]();
    throw error;
  }
  return { files, absent };
}

function openOrAbsent(location: Location, mayBeAbsent: boolean): MailFile | undefined {
  try {
    return MailFile.open(location);
  } catch (error) {
    if (mayBeAbsent && error instanceof MailError && error.code === 'MBOX_NOT_FOUND') return undefined;
    throw error;
  }
}

function openRound(place: MailboxPlace, settings: ReadSettings, trust: UidTrust): OpenedRound {
  const { files, absent } = openFiles(place);
  try {
    const isUnchanged = (): boolean =>
      files.every((file) => file.isUnchanged()) && absent.every((location) => currentToken(location) === undefined);
    return { files, round: roundOf(files, settings, trust), isUnchanged };
  } catch (error) {
    for (const file of files) file[Symbol.dispose]();
    throw error;
  }
}

function roundOf(files: readonly MailFile[], settings: ReadSettings, trust: UidTrust): Round {
  const filled = files.filter(({ size }) => size > 0);
  const [first, second] = filled;
  if (first === undefined) return emptyRound;
  switch (formatOf(first)) {
    case 'uw':
      return new UwRound(filled, settings, trust);
    case 'mbx':
      return second === undefined ? new MbxRound(first, settings, trust) : snarfedRound(first, second, settings, trust);
    case 'other':
      return new PhileRound(first, settings);
    case 'mmdf':
    case 'tenex':
      throw new MailError('This mailbox format is not read', {
        code: 'MBOX_FORMAT_UNSUPPORTED',
        scope: 'mailbox',
        side: 'source',
        at: { file: first.name },
      });
    case 'empty':
      return emptyRound;
  }
}

function snarfedRound(inbox: MailFile, spool: MailFile, settings: ReadSettings, trust: UidTrust): Round {
  if (formatOf(spool) !== 'uw') throw notSnarfedError(spool);
  return new SnarfedRound(new MbxRound(inbox, settings, trust), new UwRound([spool], settings, 'renumber'));
}

function formatOf(file: MailFile): FileFormat {
  return detectFormat(file.head(sniffBytes));
}
