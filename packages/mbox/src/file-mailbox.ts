import { setTimeout as sleep } from 'node:timers/promises';
import {
  asMailError,
  MailError,
  type MessageResult,
  type MessagesOptions,
  type SourceMailbox,
  type SourceMailboxSummary,
  throwIfCancelled,
} from '@sourdine/core';
import { type MailFile, rulesVersion } from './mail-file.ts';
import { type Round, UidsVoid, type UidTrust } from './round.ts';

/** Times a mailbox may change under the reader before it gives up. */
const mostRounds = 5;

/** A file changed less than this ago may change again and keep its times: the kernel's clock for them ticks in 4 ms. */
const settleMs = 20;

/** The files of a mailbox, opened for one round. */
export interface OpenedRound {
  readonly files: readonly MailFile[];
  readonly round: Round;
  /** Whether the files are what they were when opened, and those absent still are. */
  isUnchanged(): boolean;
}

export interface FileMailboxOptions {
  /** For errors. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Opens the files anew. */
  readonly open: (trust: UidTrust) => OpenedRound;
  /** Waits for other programs' locks, each round. */
  readonly waitForLocks: () => Promise<void>;
  /** Called when the mailbox is closed. */
  readonly release: () => void;
}

/** A mailbox in one or more files, whatever their format: rounds, changes under the reader, closing. */
export class FileMailbox implements SourceMailbox {
  readonly #options: FileMailboxOptions;
  #opened!: OpenedRound;
  #fresh = true;
  #trust: UidTrust = 'believed';
  #changes = 0;
  #closed = false;

  private constructor(options: FileMailboxOptions) {
    this.#options = options;
  }

  static async open(options: FileMailboxOptions): Promise<FileMailbox> {
    const mailbox = new FileMailbox(options);
    try {
      await mailbox.#openRound();
      return mailbox;
    } catch (error) {
      options.release();
      throw mailbox.#unreadable(error);
    }
  }

  get uidValidity(): number | undefined {
    return this.#opened.round.uidValidity;
  }

  get keywords(): readonly string[] {
    return this.#opened.round.keywords;
  }

  async *messages({ content }: MessagesOptions): AsyncGenerator<readonly MessageResult[], void, undefined> {
    if (!this.#fresh) await this.#reopen();
    this.#fresh = false;
    const opened = this.#opened;
    throwIfCancelled(this.#options.signal);
    if (!opened.isUnchanged()) throw await this.#changed('believed');
    try {
      for (const batch of opened.round.batches(content)) {
        yield batch;
        throwIfCancelled(this.#options.signal);
      }
    } catch (error) {
      if (error instanceof UidsVoid) throw await this.#changed(error.trust);
      if (!opened.isUnchanged()) throw await this.#changed('believed');
      throw this.#unreadable(error);
    }
    if (!opened.isUnchanged()) throw await this.#changed('believed');
  }

  summary(): SourceMailboxSummary {
    const { round } = this.#opened;
    return {
      uidNext: round.uidNext(),
      messages: round.messages(),
      changeToken: changeToken(this.#opened.files),
      provenEmpty: round.provenEmpty(),
      diagnostics: round.diagnostics(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeFiles();
    this.#options.release();
  }

  /** What the system says while a file is read, as a disk that fails. */
  #unreadable(error: unknown): unknown {
    if (!(error instanceof Error && 'syscall' in error)) return error;
    const at = { file: this.#options.name };
    return asMailError(error, { code: 'MBOX_UNREADABLE', scope: 'mailbox', side: 'source', at });
  }

  /** A second reading of what was read: what was told must still hold. */
  async #reopen(): Promise<void> {
    const token = changeToken(this.#opened.files);
    await this.#openRound();
    if (changeToken(this.#opened.files) !== token) throw await this.#changed('believed');
  }

  async #changed(trust: UidTrust): Promise<MailError> {
    this.#trust = trust;
    this.#changes++;
    const at = { file: this.#options.name };
    const common = { scope: 'mailbox', side: 'busy', retryable: true, at } as const;
    if (this.#changes >= mostRounds) {
      return new MailError('The mailbox keeps changing while it is read', { code: 'MAILBOX_BUSY', ...common });
    }
    await this.#openRound();
    return new MailError('The mailbox is not what was told of it; it must be read again', {
      code: 'MAILBOX_CHANGED',
      ...common,
    });
  }

  async #openRound(): Promise<void> {
    await this.#options.waitForLocks();
    const opened = await this.#openSettled();
    this.#closeFiles();
    this.#opened = opened;
    this.#fresh = true;
  }

  /** A file that was written a moment ago is let be for another. */
  async #openSettled(): Promise<OpenedRound> {
    for (let attempt = 1; ; attempt++) {
      const opened = this.#options.open(this.#trust);
      const age = Date.now() - Math.max(0, ...opened.files.map(({ changedAt }) => changedAt));
      if (age < 0 || age >= settleMs || attempt === mostRounds) return opened;
      close(opened);
      await sleep(settleMs - age);
    }
  }

  #closeFiles(): void {
    // Undefined as long as the first round was not opened.
    const opened = this.#opened as OpenedRound | undefined;
    if (opened !== undefined) close(opened);
  }
}

function close({ files }: OpenedRound): void {
  for (const file of files) file[Symbol.dispose]();
}

/** The token for a mailbox of these files. */
export function changeToken(files: readonly Pick<MailFile, 'token'>[]): string {
  return [rulesVersion, ...files.map(({ token }) => token)].join(':');
}
