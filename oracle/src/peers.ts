import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** A program that makes a Maildir of an account with one inbox, run as an admin would run it. */
export interface Peer {
  readonly name: string;
  /** `place` holds `inbox` and `home`, both the account's; the Maildir is to be `place/Maildir`. Throws when it fails. */
  run(place: string, account: Account): void;
}

const dsync: Peer = {
  name: 'dsync',
  run(place, account) {
    const config = join(place, 'dsync.conf');
    writeFileSync(config, dsyncConfiguration(place));
    runAs(account, place, 'mkdir', ['-p', join(place, 'home', 'mail')]);
    const source = `mbox:${place}/home/mail:INBOX=${place}/inbox`;
    runAs(account, place, 'doveadm', ['-c', config, 'backup', '-R', source]);
  },
};

function dsyncConfiguration(place: string): string {
  return [
    `mail_location = maildir:${place}/Maildir`,
    `base_dir = ${place}/run`,
    'log_path = /dev/stderr',
    'namespace inbox {\n  inbox = yes\n  separator = /\n}\n',
  ].join('\n');
}

const mb2md: Peer = {
  name: 'mb2md',
  run(place, account) {
    runAs(account, place, 'mb2md', ['-s', join(place, 'inbox'), '-d', join(place, 'Maildir')]);
  },
};

/** The programs people use for this today. */
export const peers: readonly Peer[] = [dsync, mb2md];

function runAs(account: Account, home: string, program: string, args: readonly string[]): void {
  const env = { HOME: home, USER: account.name, TZ: 'UTC', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  execFileSync(program, args, { uid: account.uid, gid: account.gid, env, cwd: home, stdio: 'pipe', timeout: 60_000 });
}
