import { readdirSync } from 'node:fs';
import type { Diagnostic } from '@sourdine/core';
import { unlessErrno } from './errors.ts';
import { splitName } from './message-name.ts';

/** A file that is a message. */
export interface MaildirFile {
  readonly directory: 'cur' | 'new';
  /** As Latin-1, so that its bytes are kept. */
  readonly name: string;
  /** The name up to the first colon. */
  readonly base: string;
  /** From the last colon on; '' without one. */
  readonly suffix: string;
}

export interface ScannedFiles {
  /** By base. */
  readonly files: ReadonlyMap<string, MaildirFile>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The messages of a mailbox. As for Dovecot (maildir-sync.c, maildir_scan_dir()), names that begin with a dot or a colon and
 * names with a CR or LF are none; a file in both new and cur, which is being moved, counts in cur. Links and special files
 * are left out and told.
 */
export function scanMailbox(directory: string): ScannedFiles {
  const files = new Map<string, MaildirFile>();
  const diagnostics: Diagnostic[] = [];
  for (const below of ['new', 'cur'] as const) {
    const entries = unlessErrno(['ENOENT'], () => readNames(`${directory}/${below}`)) ?? [];
    for (const { name, isFile } of entries) {
      if (name.startsWith('.')) continue;
      if (!isFile || /^:|[\r\n]/.test(name)) diagnostics.push(noMessage(`${directory}/${below}`, name, isFile));
      else {
        const { base, suffix } = splitName(name);
        files.set(base, { directory: below, name, base, suffix });
      }
    }
  }
  return { files, diagnostics };
}

function readNames(path: string): { name: string; isFile: boolean }[] {
  const entries = readdirSync(path, { encoding: 'latin1', withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, isFile: entry.isFile() }));
}

function noMessage(directory: string, name: string, isFile: boolean): Diagnostic {
  return {
    level: 'note',
    code: isFile ? 'MAILDIR_FILE_NAME' : 'MAILDIR_NOT_A_FILE',
    message: isFile ? 'A file whose name no mail server reads is left out' : 'What is no regular file is left out',
    at: { file: `${directory}/${name}` },
  };
}
