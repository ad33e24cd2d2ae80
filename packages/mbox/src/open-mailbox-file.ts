import { basename, dirname, resolve } from 'node:path';
import { createStoreContext, MailError, type SourceMailbox, type StoreContext } from '@sourdine/core';
import { FileMailbox, type OpenedRound } from './file-mailbox.ts';
import { detectFormat, sniffBytes } from './file-format.ts';
import { defaultWindowBytes } from './file-window.ts';
import { localOffsetAt } from './internal-date.ts';
import { formatLocation, type Location } from './location.ts';
import { MailFile } from './mail-file.ts';
import { emptyRound, type ReadSettings, type Round, type UidTrust, UwRound } from './uw-round.ts';

/** How one mailbox file is read. */
export interface MailboxFileOptions {
  readonly context?: StoreContext;
  /** IANA zone of dates that name none; the zone of this process when left out. */
  readonly timeZone?: string;
  /** Bytes read at once; for tests. */
  readonly windowBytes?: number;
}

/**
 * Opens one file as uw-imapd does: mbox, mbx, or an empty file. The folder it is in is trusted, the file itself is not: a symbolic link
 * or anything else but a regular file is refused. Throws MailError of scope `mailbox`.
 */
export async function openMailboxFile(path: string, options: MailboxFileOptions = {}): Promise<SourceMailbox> {
  const whole = resolve(path);
  const location = { root: dirname(whole), parts: [Buffer.from(basename(whole))] };
  return openLocations([location], options);
}

/** Opens files as one mailbox: each further one is mail that is to be appended to the first. One not there is empty. */
export async function openLocations(locations: readonly Location[], options: MailboxFileOptions): Promise<SourceMailbox> {
  const context = options.context ?? createStoreContext();
  const settings: ReadSettings = {
    context,
    localOffset: localOffsetAt(context.now(), options.timeZone),
    windowBytes: options.windowBytes ?? defaultWindowBytes,
  };
  return FileMailbox.open({
    location: locations[0] as Location,
    signal: context.signal,
    open: (trust) => openRound(locations, settings, trust),
    waitForLocks: async () => {},
    release: () => {},
  });
}

function openRound(locations: readonly Location[], settings: ReadSettings, trust: UidTrust): OpenedRound {
  const files: MailFile[] = [];
  try {
    for (const location of locations) files.push(MailFile.open(location));
    const round = roundOf(files, settings, trust);
    return { files, round, absent: '', isUnchanged: () => files.every((file) => file.isUnchanged()) };
  } catch (error) {
    for (const file of files) file[Symbol.dispose]();
    throw error;
  }
}

function roundOf(files: readonly MailFile[], settings: ReadSettings, trust: UidTrust): Round {
  const filled = files.filter(({ size }) => size > 0);
  const first = filled[0];
  if (first === undefined) return emptyRound;
  const format = detectFormat(first.head(sniffBytes));
  if (format === 'uw') return new UwRound(filled, settings, trust);
  throw new MailError('Not a mailbox', {
    code: 'MBOX_NOT_A_MAILBOX',
    scope: 'mailbox',
    side: 'source',
    at: { file: formatLocation(first.location) },
  });
}
