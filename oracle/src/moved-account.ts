import { chmodSync, copyFileSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { MailboxAnswer } from './answer.ts';
import type { CorpusFile } from './corpus.ts';
import { Dovecot } from './dovecot.ts';
import { CORPUS_MTIME } from './record.ts';

/** What the new server says of an INBOX, to IMAP and POP3 clients. */
export interface InboxAnswer {
  readonly mailbox: MailboxAnswer;
  readonly uidls: readonly string[];
}

/** An account with one corpus file as its inbox, to be moved to `Maildir` beside it. Removed when disposed of. */
export class MovedAccount implements Disposable {
  readonly place: string;
  readonly #account: Account;

  constructor(account: Account, entry: CorpusFile) {
    this.#account = account;
    this.place = mkdtempSync(join(tmpdir(), 'sourdine-moved-'));
    chmodSync(this.place, 0o755);
    mkdirSync(this.home);
    copyFileSync(entry.file, this.inbox);
    utimesSync(this.inbox, CORPUS_MTIME, CORPUS_MTIME);
    this.giveAway();
  }

  get home(): string {
    return join(this.place, 'home');
  }

  get inbox(): string {
    return join(this.place, 'inbox');
  }

  get maildir(): string {
    return join(this.place, 'Maildir');
  }

  /** Makes everything the account's own, so that its server can read it. */
  giveAway(): void {
    const names = readdirSync(this.place, { recursive: true, encoding: 'utf8' });
    for (const name of ['', ...names]) lchownSync(join(this.place, name), this.#account.uid, this.#account.gid);
  }

  /** Asks the real Dovecot. */
  async askDovecot(): Promise<InboxAnswer> {
    this.giveAway();
    using dovecot = new Dovecot({ account: this.#account, maildir: this.maildir });
    const mailbox = await dovecot.mailbox('INBOX');
    return { mailbox, uidls: await dovecot.uidls() };
  }

  [Symbol.dispose](): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}
