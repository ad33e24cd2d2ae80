import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { Child } from './child.ts';
import { Pop3Probe } from './pop3-probe.ts';
import { builtProgram } from './uw-imapd.ts';

const LOCK = '/run/lock/sourdine-oracle-ipop3d';

/**
 * The real ipop3d. It serves only the INBOX of the account's passwd home, to who knows its password: so
 * one at a time on a machine (a lock says whose turn it is), and the account has a password for just as long.
 */
export class Ipop3d implements AsyncDisposable {
  readonly #account: Account;
  readonly #lock: Child;
  readonly #password = randomBytes(24).toString('hex');

  private constructor(account: Account, lock: Child) {
    this.#account = account;
    this.#lock = lock;
  }

  static async open(account: Account): Promise<Ipop3d> {
    // Held until the input of `cat` ends, be it by our death.
    const lock = new Child('flock', ['--timeout', '50', LOCK, 'sh', '-c', 'echo; exec cat'], { home: '/' });
    await new Promise<void>((resolve, reject) => {
      lock.process.stdout.once('data', () => resolve());
      lock.ended().then((how) => reject(new Error(`no turn at ipop3d within 50 s (${how})`)), reject);
    });
    const server = new Ipop3d(account, lock);
    execFileSync('chpasswd', { input: `${account.name}:${server.#password}\n` });
    return server;
  }

  /** What a POP3 client sees of this file as its INBOX. An `.mbx` file is opened as ~/INBOX, any other as ~/mbox. */
  async uidls(file: string): Promise<string[]> {
    const { name, uid, gid, passwdHome } = this.#account;
    // c-client would move the spool into ~/mbox.
    if (existsSync(`/var/mail/${name}`)) throw new Error(`the test account has mail in /var/mail/${name}`);
    const inbox = join(passwdHome, file.endsWith('.mbx') ? 'INBOX' : 'mbox');
    try {
      copyFileSync(file, inbox);
      chownSync(inbox, uid, gid);
      await using child = new Child(builtProgram('ipop3d'), [], { home: '/' });
      const probe = new Pop3Probe(child);
      await probe.greeting();
      await probe.login(name, this.#password);
      const uidls = await probe.uidls();
      await probe.quit();
      return uidls;
    } finally {
      rmSync(inbox, { force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    execFileSync('usermod', ['--lock', this.#account.name]);
    await this.#lock[Symbol.asyncDispose]();
  }
}
