import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { Child } from './child.ts';

/** Where oracle/install leaves what it builds. Throws when it is not there. */
export function builtProgram(name: 'imapd' | 'ipop3d'): string {
  const path = join(import.meta.dirname, '..', '.programs', name);
  if (!existsSync(path)) throw new Error(`${name} is not built: run oracle/install as root`);
  return path;
}

/**
 * The real uw-imapd, pre-authenticated on a pipe. Not being root it takes its user from the uid and its
 * home from $HOME (c-client env_unix.c, myusername_full); mailbox names are files below that home.
 */
export function startUwImapd(account: Account, home: string, tz?: string): Child {
  return new Child(builtProgram('imapd'), [], { account, home, tz });
}
