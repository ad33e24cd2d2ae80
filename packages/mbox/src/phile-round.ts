import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BareLfCounter, type Diagnostic, MailError, type MessageResult } from '@sourdine/core';
import { noFlags } from '@sourdine/core-flags';
import type { MailFile } from './mail-file.ts';
import { describePhile } from './phile-type.ts';
import type { ReadSettings, Round } from './round.ts';
import { changedError } from './served-stream.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A file that is no mailbox, as the one message that uw-imapd makes of it: a header made up from what the system knows of the file, the
 * content as text or base64. Its UIDVALIDITY is the time of the file's last change. c-client phile.c, phile_open().
 */
export class PhileRound implements Round {
  readonly uidValidity: number;
  readonly keywords: readonly string[] = [];
  readonly #file: MailFile;
  readonly #settings: ReadSettings;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(file: MailFile, settings: ReadSettings) {
    this.#file = file;
    this.#settings = settings;
    this.uidValidity = file.mtime;
  }

  *batches(content: boolean): Generator<MessageResult[], void, undefined> {
    this.#note(
      'note',
      'MBOX_NOT_A_MAILBOX',
      'The file is no mailbox; it is taken as the one message that uw-imap shows for it',
    );
    if (this.#file.size > this.#settings.context.limits.streamedMessageBytes) {
      yield [{ ok: false, error: this.#tooLarge(), uid: 1 }];
      return;
    }
    const stored = this.#makeMessage();
    const counter = new BareLfCounter();
    counter.add(stored);
    yield [
      {
        ok: true,
        message: {
          uid: 1,
          uidAssigned: true,
          internalDate: this.#file.mtime,
          flags: noFlags,
          size: stored.length + counter.count,
          storedSize: stored.length,
          ...(content && { content: { views: [stored] } }),
        },
      },
    ];
  }

  uidNext(): number {
    return 2;
  }

  messages(): number {
    return 1;
  }

  provenEmpty(): boolean {
    return false;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  #makeMessage(): Buffer {
    const bytes = this.#file.head(this.#file.size);
    if (bytes.length !== this.#file.size) throw changedError(this.#file);
    const path = this.#settings.phile.path ?? this.#file.name;
    const { contentType, body, bareLf } = describePhile(bytes, basename(path));
    if (bareLf)
      this.#note('loss', 'MBX_BARE_LF', 'The file mixes LF and CRLF, and uw-imap serves it so: its size changes');
    const owner = this.#settings.phile.owner ?? ownerName(this.#file.uid);
    const lines = [
      `Date: ${formatDate(this.#file.mtime, this.#settings)}`,
      `From: ${owner}@${this.#settings.phile.host}`,
      `Subject: ${path}`,
      'MIME-Version: 1.0',
      ...contentType,
      '',
      '',
    ];
    return Buffer.concat([Buffer.from(lines.join('\r\n'), 'utf8'), body]);
  }

  #note(level: Diagnostic['level'], code: string, message: string): void {
    this.#diagnostics.push({ level, code, message, at: { file: this.#file.name }, uid: 1 });
  }

  #tooLarge(): MailError {
    const at = { file: this.#file.name };
    const text = 'A file that is no mailbox is larger than the limit for messages held in memory';
    return new MailError(text, { code: 'MBOX_MESSAGE_TOO_LARGE', scope: 'message', side: 'source', at });
  }
}

/** As RFC 822 has it, in local time, the day without a leading zero. */
function formatDate(seconds: number, { localOffset }: ReadSettings): string {
  const local = new Date((seconds + localOffset * 60) * 1000);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const zone = `${localOffset < 0 ? '-' : '+'}${two(Math.abs(localOffset) / 60)}${two(Math.abs(localOffset) % 60)}`;
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
  const day = `${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  return `${weekdays[local.getUTCDay()]}, ${day} ${time} ${zone}`;
}

function ownerName(uid: number): string {
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'latin1');
  } catch {
    // Then nobody has a name.
  }
  const line = passwd.split('\n').find((entry) => entry.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? `User-Number-${uid}`;
}
