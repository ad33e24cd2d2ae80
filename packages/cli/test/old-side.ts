import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A home as uw-imapd leaves it, in a temporary folder that is gone with it. */
export class OldSide implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sourdine-cli-'));
  readonly home: string = join(this.folder, 'home');
  readonly inbox: string = join(this.folder, 'inbox');
  readonly maildir: string = join(this.folder, 'Maildir');

  constructor() {
    // Another user may be the one who reads it.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.home);
    writeFileSync(this.inbox, mbox(1_157_018_112, 3));
    this.write('mail/v1.2 release', mbox(1_189_155_600, 2));
    this.write('mail/lists/dev', mbox(1_158_000_000, 4));
    this.write('thesis.tex', '\\documentclass{book}\n');
    this.write('.mailboxlist', 'mail/lists/dev\n');
  }

  get source(): string {
    return `mbox:${this.home}?inbox=${this.inbox}&folders=mail`;
  }

  get target(): string {
    return `maildir:${this.maildir}`;
  }

  /** Both URLs, as `sync` and `verify` take them. */
  get both(): readonly [string, string] {
    return [this.source, this.target];
  }

  write(path: string, content: string): string {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An mbox file of so many messages, as c-client writes it. */
export function mbox(uidValidity: number, messages: number, bodyBytes = 20): string {
  const line = `${'Softly, so that nobody notices it'.padEnd(70, '.')}\n`;
  const body = line.repeat(Math.ceil(bodyBytes / line.length));
  const texts = Array.from({ length: messages }, (_, i) => {
    const uid = i + 1;
    const base = i === 0 ? `X-IMAPbase: ${uidValidity} ${messages} $Label1\n` : '';
    return (
      `From ada@hermod.example Tue Sep 25 14:05:${String(uid % 60).padStart(2, '0')} 2007 +0200\n` +
      `From: Ada <ada@hermod.example>\nSubject: number ${uid}\n${base}` +
      `Status: ${uid % 2 ? 'RO' : 'O'}\nX-Status: ${uid % 3 ? '' : 'F'}\nX-Keywords: ${uid % 2 ? '$Label1' : ''}\nX-UID: ${uid}\n\n${body}\n`
    );
  });
  return texts.join('');
}
