import { basename, dirname, resolve } from 'node:path';
import { MailError } from '@sourdine/core';
import { detectFormat, type FileFormat, sniffBytes } from './file-format.ts';
import type { Location } from './location.ts';
import { MailFile } from './mail-file.ts';

/**
 * The files that make the inbox, in order. uw-imapd moves the mail of the spool into `~/mbox` whenever it opens the inbox, where that
 * file exists and both are mbox files (c-client unix.c, mbox_valid() and mbox_ping()), and into `~/INBOX` where that is an mbx file (mbx.c,
 * mbx_snarf()). Read here, the inbox is what it will be after that move. `inbox`: path of the spool file, undefined where there is
 * none; a file that is not there counts as empty.
 */
export function findInbox(home: string, inbox: string | undefined): Location[] {
  const spool = inbox === undefined ? [] : [spoolLocation(inbox)];
  const inHome = (name: string): Location => ({ root: home, parts: [Buffer.from(name)] });
  const isMboxLike = (format: FileFormat | undefined): boolean => format === 'uw' || format === 'empty';
  if (isMboxLike(formatAt(inHome('mbox'))) && spool.every((at) => isMboxLike(formatAt(at) ?? 'empty'))) {
    return [inHome('mbox'), ...spool];
  }
  if (formatAt(inHome('INBOX')) === 'mbx') return [inHome('INBOX'), ...spool];
  return spool;
}

/** The folder of the spool is trusted, the file in it is not. */
function spoolLocation(inbox: string): Location {
  const path = resolve(inbox);
  return { root: dirname(path), parts: [Buffer.from(basename(path))] };
}

/** Undefined where there is nothing, or a folder. Throws as MailFile.open. */
function formatAt(location: Location): FileFormat | undefined {
  try {
    using file = MailFile.open(location);
    return detectFormat(file.head(sniffBytes));
  } catch (error) {
    const absent =
      error instanceof MailError && (error.code === 'MBOX_NOT_FOUND' || error.code === 'MBOX_SPECIAL_FILE');
    if (absent) return undefined;
    throw error;
  }
}
