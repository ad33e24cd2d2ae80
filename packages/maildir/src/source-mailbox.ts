import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Diagnostic,
  MailboxPath,
  MessageResult,
  MessagesOptions,
  SourceMailbox,
  SourceMailboxSummary,
  StoreContext,
} from '@sourdine/core';
import { formatMailboxPath, MailError, throwIfCancelled } from '@sourdine/core';
import { MaildirKeywords } from '@sourdine/core-flags';
import { type ChangeToken, readChangeToken, settleMilliseconds } from './change-token.ts';
import { maildirError } from './errors.ts';
import { compareDeliveryOrder } from './message-name.ts';
import { MessageReader, type PlannedMessage } from './message-reader.ts';
import { checkDirectory, readControlFile } from './safe-fs.ts';
import { scanMailbox } from './scan.ts';
import { parseUidlist, type Uidlist } from './uidlist.ts';

/** Rounds of a mailbox that keeps changing before it is given up. */
const maxRounds = 5;

/** What one look at the directory told: which messages there are and under which UIDs. */
interface Plan {
  readonly uidlist: Uidlist | undefined;
  readonly messages: readonly PlannedMessage[];
  readonly uidNext: number;
  readonly keywords: MaildirKeywords;
  readonly diagnostics: readonly Diagnostic[];
  readonly token: string | undefined;
}

/** One mailbox of a Maildir being read. */
export class MaildirSourceMailbox implements SourceMailbox {
  readonly #directory: string;
  readonly #path: MailboxPath;
  readonly #context: StoreContext;
  #plan: Plan;
  #rounds = 0;
  #told = 0;

  constructor(directory: string, path: MailboxPath, context: StoreContext) {
    this.#directory = directory;
    this.#path = path;
    this.#context = context;
    for (const below of ['cur', 'new']) checkDirectory(directory, below, 'source');
    this.#plan = this.#look();
  }

  get uidValidity(): number | undefined {
    return this.#plan.uidlist?.uidValidity;
  }

  get keywords(): readonly string[] {
    return this.#plan.keywords.names;
  }

  async *messages(options: MessagesOptions): AsyncGenerator<readonly MessageResult[]> {
    if (this.#rounds++ > 0) this.#plan = this.#look();
    if (this.#token().fresh) {
      await sleep(settleMilliseconds);
      this.#plan = this.#look();
    }
    this.#told = 0;
    const { signal, limits } = this.#context;
    const reader = new MessageReader(this.#directory, this.#plan.keywords, limits, options.content);
    try {
      for (const batch of reader.batches(this.#plan.messages)) {
        throwIfCancelled(signal);
        this.#told += batch.length;
        yield batch;
      }
      this.#checkUnchanged();
    } catch (error) {
      throw maildirError(error, 'source', this.#directory);
    }
  }

  summary(): SourceMailboxSummary {
    const { uidlist, uidNext, diagnostics, token } = this.#plan;
    const provenEmpty = uidlist !== undefined && this.#plan.messages.length === 0;
    return {
      uidNext,
      messages: this.#told,
      provenEmpty,
      diagnostics,
      ...(token !== undefined && { changeToken: token }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #token(): ChangeToken {
    return readChangeToken(this.#directory, this.#context.now());
  }

  /** The token is taken first: what changes later makes the next one differ. */
  #look(): Plan {
    const { token } = this.#token();
    const { limits } = this.#context;
    const keywordsText =
      readControlFile(`${this.#directory}/dovecot-keywords`, limits.controlFileBytes, 'source') ?? '';
    const { table, skippedLines } = MaildirKeywords.parse(Buffer.from(keywordsText, 'latin1').toString('utf8'));
    const { uidlist, diagnostics } = this.#readUidlist();
    const scanned = scanMailbox(this.#directory);
    const messages: PlannedMessage[] = [];
    for (const { uid, base, extensions } of uidlist?.records ?? []) {
      const file = scanned.files.get(base);
      if (file !== undefined) messages.push({ file, uid, uidAssigned: true, extensions });
    }
    let uidNext = Math.max(uidlist?.uidNext ?? 1, (uidlist?.records.at(-1)?.uid ?? 0) + 1);
    const listed = new Set(messages.map(({ file }) => file.base));
    const others = [...scanned.files.values()].filter(({ base }) => !listed.has(base));
    others.sort((a, b) => compareDeliveryOrder(a.base, b.base));
    for (const file of others) messages.push({ file, uid: uidNext++, uidAssigned: false, extensions: [] });
    if (messages.length > limits.messagesPerMailbox) throw tooMany(this.#path, limits.messagesPerMailbox);
    return {
      uidlist,
      messages,
      uidNext,
      keywords: table,
      diagnostics: [...diagnostics, ...scanned.diagnostics, ...(skippedLines > 0 ? [keywordLines(skippedLines)] : [])],
      token,
    };
  }

  #readUidlist(): ReturnType<typeof parseUidlist> {
    const path = `${this.#directory}/dovecot-uidlist`;
    const text = readControlFile(path, this.#context.limits.messagesPerMailbox * 400, 'source');
    return text === undefined ? { uidlist: undefined, diagnostics: [] } : parseUidlist(text);
  }

  /** What was told holds unless UIDs came to mean something else; new mail, new flags and expunges void nothing. */
  #checkUnchanged(): void {
    if (this.#plan.token !== undefined && this.#token().token === this.#plan.token) return;
    const { uidlist } = this.#readUidlist();
    const now = new Map(uidlist?.records.map(({ base, uid }) => [base, uid]));
    const same = uidlist?.uidValidity === this.uidValidity;
    if (same && this.#plan.messages.every(({ file, uid }) => (now.get(file.base) ?? uid) === uid)) return;
    throw mailboxChanged(this.#path, this.#rounds);
  }
}

function mailboxChanged(path: MailboxPath, rounds: number): MailError {
  const givenUp = rounds >= maxRounds;
  return new MailError(`${formatMailboxPath(path)} changed while it was read`, {
    code: givenUp ? 'MAILBOX_BUSY' : 'MAILBOX_CHANGED',
    scope: 'mailbox',
    side: givenUp ? 'busy' : 'source',
    retryable: true,
  });
}

export function mailboxNotFound(path: MailboxPath): MailError {
  return new MailError(`${formatMailboxPath(path)} is not there`, {
    code: 'MAILDIR_NOT_FOUND',
    scope: 'mailbox',
    side: 'source',
  });
}

function tooMany(path: MailboxPath, limit: number): MailError {
  return new MailError(`${formatMailboxPath(path)} holds more than ${limit} messages`, {
    code: 'MAILDIR_TOO_MANY_MESSAGES',
    scope: 'mailbox',
    side: 'source',
  });
}

function keywordLines(count: number): Diagnostic {
  return {
    level: 'note',
    code: 'MAILDIR_KEYWORDS_LINE',
    message: `${count} lines of dovecot-keywords cannot be read and are passed over, as by Dovecot`,
    at: { file: 'dovecot-keywords' },
  };
}
