import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const TEST_ACCOUNT = 'sourdine-test';

/** Whom the real programs run as. They refuse root, and must not be able to harm anyone. */
export interface Account {
  name: string;
  /** Its home in the password file, which ipop3d opens; imapd and Dovecot are told another. */
  passwdHome: string;
  /** For child_process.spawn: empty when we are that account already. */
  spawnAs: { uid: number; gid: number } | Record<string, never>;
  own: (path: string) => void;
}

/** The account that oracle/install made when run as root, else the caller's own. */
export function testAccount(): Account {
  if (process.getuid?.() !== 0) {
    const { username, homedir } = userInfo();
    return { name: username, passwdHome: homedir, spawnAs: {}, own: () => {} };
  }
  const [, , uid, gid, , passwdHome] = passwdEntry(TEST_ACCOUNT);
  const spawnAs = { uid: Number(uid), gid: Number(gid) };
  return {
    name: TEST_ACCOUNT,
    passwdHome: passwdHome ?? '',
    spawnAs,
    own: (path) => chownSync(path, spawnAs.uid, spawnAs.gid),
  };
}

function passwdEntry(name: string): string[] {
  try {
    return execFileSync('getent', ['passwd', name], { encoding: 'utf8' }).trim().split(':');
  } catch (cause) {
    throw new Error(`no account ${name}: run oracle/install as root`, { cause });
  }
}

/** An empty home of the account's own, removed when disposed of. */
export class TemporaryHome implements Disposable {
  readonly path: string;

  constructor(account: Account) {
    this.path = mkdtempSync(join(tmpdir(), 'sourdine-oracle-'));
    account.own(this.path);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
