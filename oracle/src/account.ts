import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TEST_ACCOUNT = 'sourdine-test';

/** Whom the real programs run as: they must not be able to harm anyone, and uw-imapd takes root for a stranger. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Its home in the password file, which ipop3d opens; imapd and Dovecot are told another. */
  readonly passwdHome: string;
}

/** The account that oracle/install made. Throws when it is missing or when we are not root. */
export function testAccount(): Account {
  if (process.getuid?.() !== 0) throw new Error('the oracle starts programs as another user, so it must run as root');
  const [, , uid, gid, , passwdHome = ''] = passwdEntry(TEST_ACCOUNT);
  return { name: TEST_ACCOUNT, uid: Number(uid), gid: Number(gid), passwdHome };
}

function passwdEntry(name: string): string[] {
  try {
    return execFileSync('getent', ['passwd', name], { encoding: 'utf8' }).trim().split(':');
  } catch (cause) {
    throw new Error(`no account ${name}: run oracle/install as root`, { cause });
  }
}

/** An empty directory of the account's own, removed when disposed of. */
export class TemporaryHome implements Disposable {
  readonly path: string;

  constructor(account: Account) {
    this.path = mkdtempSync(join(tmpdir(), 'sourdine-oracle-'));
    chownSync(this.path, account.uid, account.gid);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
