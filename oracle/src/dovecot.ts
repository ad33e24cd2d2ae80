import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { digestMessage, type MailboxAnswer } from './answer.ts';
import { Child } from './child.ts';
import { ImapProbe } from './imap-probe.ts';
import { Pop3Probe } from './pop3-probe.ts';

export interface DovecotOptions {
  account: Account;
  /** Path of the Maildir, which the account must own. */
  maildir: string;
  /** Default maildir++. */
  layout?: 'maildir++' | 'fs';
  /** Whether names are escaped by listescape; default for maildir++ alone. */
  listescape?: boolean;
}

/**
 * The real Dovecot 2.3 on a Maildir. Its configuration is what a migrated site is told to use: the separator
 * of uw-imapd, names escaped by listescape, uw ipop3d's form of UIDL.
 */
export class Dovecot implements Disposable {
  readonly #account: Account;
  readonly #directory: string;

  constructor({ account, maildir, layout = 'maildir++', listescape = layout !== 'fs' }: DovecotOptions) {
    this.#account = account;
    this.#directory = mkdtempSync(join(tmpdir(), 'sourdine-dovecot-'));
    writeFileSync(this.#config, configuration(maildir, layout, listescape, this.#directory));
    // The account reads it.
    chownSync(this.#directory, account.uid, account.gid);
  }

  get #config(): string {
    return join(this.#directory, 'dovecot.conf');
  }

  /** IMAP, pre-authenticated on a pipe. */
  startImap(): Child {
    return this.#start('imap');
  }

  /** POP3 on the INBOX, logged in already. */
  startPop3(): Child {
    return this.#start('pop3');
  }

  /** Everything that it says of one mailbox. */
  async mailbox(name: string): Promise<MailboxAnswer> {
    await using child = this.startImap();
    const probe = await ImapProbe.open(child);
    const answer = await probe.mailbox('SELECT', name);
    await probe.logout();
    return { ...answer, messages: answer.messages.map(digestMessage) };
  }

  /** UIDLs of the INBOX in message order. */
  async uidls(): Promise<string[]> {
    await using child = this.startPop3();
    const probe = new Pop3Probe(child);
    const uidls = await probe.uidls();
    await probe.quit();
    return uidls;
  }

  #start(service: 'imap' | 'pop3'): Child {
    return new Child('doveadm', ['-c', this.#config, 'exec', service], { account: this.#account, home: '/' });
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function configuration(maildir: string, layout: 'maildir++' | 'fs', listescape: boolean, directory: string): string {
  const escaping = !listescape ? '' : 'mail_plugins = listescape\nplugin {\n  listescape_char = "\\\\"\n}\n';
  return `protocols =
ssl = no
base_dir = ${join(directory, 'run')}
log_path = /dev/stderr
mail_location = maildir:${maildir}${layout === 'fs' ? ':LAYOUT=fs' : ''}
namespace inbox {
  inbox = yes
  separator = /
}
pop3_uidl_format = %08Xv%08Xu
${escaping}`;
}
