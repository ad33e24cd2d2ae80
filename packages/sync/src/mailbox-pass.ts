import { equalFlags } from '@sourdine/core-flags';
import {
  checkpoint,
  MailError,
  type Message,
  type MessageResult,
  type SinkMailbox,
  type SinkMessage,
  type SourceMailbox,
  type SourceMailboxSummary,
  throwIfCancelled,
} from '@sourdine/core';
import { mergeFlags } from './flag-merge.ts';
import type { MailboxOptions } from './options.ts';
import type { MailboxReport, PlannedMailbox, QuarantinedMessage } from './report.ts';
import { isSameMessage } from './same-message.ts';

const nothingThere: ReadonlyMap<number, SinkMessage> = new Map();

/**
 * One pass over one mailbox, from the first message to commit. Both lists ascend by UID and carry their UIDs, so one walk
 * over the source decides everything: what the target has not is appended, what it has is kept or replaced, what the walk
 * did not meet is expunged. An object is used for one pass.
 */
export class MailboxPass {
  readonly #reader: SourceMailbox;
  readonly #writer: SinkMailbox;
  readonly #task: PlannedMailbox;
  readonly #options: MailboxOptions;
  readonly #uidValidity: number;
  /** What the target has under the source's UIDVALIDITY. */
  readonly #existing: ReadonlyMap<number, SinkMessage>;
  readonly #met = new Set<number>();
  readonly #quarantined: QuarantinedMessage[] = [];
  /** A bad message without a UID may be any message of the target, so none is expunged. */
  #unknownBadMessage = false;
  #copied = 0;
  #copiedBytes = 0;
  #reflagged = 0;
  #expunged = 0;

  constructor(reader: SourceMailbox, writer: SinkMailbox, task: PlannedMailbox, options: MailboxOptions) {
    this.#reader = reader;
    this.#writer = writer;
    this.#task = task;
    this.#options = options;
    // A mailbox that its server never opened has no UIDVALIDITY: the one given at the first pass then stays.
    this.#uidValidity = reader.uidValidity ?? writer.uidValidity ?? Math.floor(Date.now() / 1000);
    this.#existing = writer.uidValidity === this.#uidValidity ? writer.messages : nothingThere;
  }

  async run(): Promise<MailboxReport> {
    this.#writer.begin(this.#uidValidity);
    for await (const batch of this.#reader.messages({ content: true })) {
      await checkpoint(this.#options.signal);
      await this.#takeBatch(batch);
      this.#tellProgress();
    }
    const summary = this.#reader.summary();
    this.#refuseToEmpty(summary);
    this.#expungeUnmet();
    return this.#commit(summary);
  }

  async #takeBatch(batch: readonly MessageResult[]): Promise<void> {
    const wanted: Message[] = [];
    for (const result of batch) {
      if (!result.ok) this.#quarantine(result.error, result.uid);
      else {
        const existing = this.#existing.get(result.message.uid);
        // No await for a message that is not there: in a first fill that is every one.
        if (existing === undefined || !(await this.#keeps(result.message, existing))) wanted.push(result.message);
      }
    }
    if (wanted.length === 0) return;
    const failures = await this.#writer.append(wanted);
    const failed = new Set(failures.map((failure) => failure.uid));
    for (const failure of failures) this.#quarantine(failure.error, failure.uid);
    for (const message of wanted) {
      if (failed.has(message.uid)) continue;
      this.#copied++;
      this.#copiedBytes += message.size;
    }
  }

  /** Brings the message that the target has under this UID up to date, or expunges it where it is another one: false. */
  async #keeps(message: Message, existing: SinkMessage): Promise<boolean> {
    this.#met.add(message.uid);
    const compareContents = this.#options.full || this.#task.renamedFrom !== undefined;
    const same = await isSameMessage(message, existing, this.#writer, compareContents);
    if (same) this.#keep(message, existing);
    else this.#writer.expunge(message.uid);
    return same;
  }

  #keep(message: Message, existing: SinkMessage): void {
    const flags = mergeFlags(message.flags, existing, this.#options.full);
    if (!equalFlags(flags, existing.flags)) {
      this.#writer.setFlags(message.uid, flags);
      this.#reflagged++;
    }
    if (existing.syncedFlags === undefined || !equalFlags(message.flags, existing.syncedFlags)) {
      this.#writer.noteSourceFlags(message.uid, message.flags);
    }
  }

  #quarantine(error: MailError, uid: number | undefined): void {
    if (uid === undefined) this.#unknownBadMessage = true;
    else this.#met.add(uid);
    this.#quarantined.push({ ...(uid !== undefined && { uid }), error: error.toJSON() });
  }

  /** An empty list of messages is believed only if the store's own record says so, or a person does. */
  #refuseToEmpty(summary: SourceMailboxSummary): void {
    const present = this.#writer.messages.size;
    if (summary.messages > 0 || present === 0 || this.#options.allowEmpty) return;
    if (summary.provenEmpty && this.#writer.uidValidity === this.#uidValidity) return;
    throw new MailError(`The source shows no message where the target has ${present} of an earlier pass`, {
      code: 'SOURCE_LOOKS_EMPTY',
      scope: 'mailbox',
      side: 'source',
      at: { file: this.#task.locator },
      hint: 'Look at the source. If the mailbox really is empty now, run again with --allow-empty.',
    });
  }

  #expungeUnmet(): void {
    if (this.#unknownBadMessage) return;
    for (const uid of this.#existing.keys()) {
      if (this.#met.has(uid)) continue;
      this.#writer.expunge(uid);
      this.#expunged++;
    }
  }

  async #commit(summary: SourceMailboxSummary): Promise<MailboxReport> {
    throwIfCancelled(this.#options.signal);
    const whole = this.#quarantined.length === 0;
    const { diagnostics } = await this.#writer.commit({
      uidNext: summary.uidNext,
      keywords: this.#reader.keywords,
      ...(whole && summary.changeToken !== undefined && { sourceToken: summary.changeToken }),
    });
    return {
      path: this.#task.path,
      outcome: this.#outcome(),
      uidValidity: this.#uidValidity,
      messages: summary.messages,
      copied: this.#copied,
      copiedBytes: this.#copiedBytes,
      reflagged: this.#reflagged,
      expunged: this.#expunged,
      quarantined: this.#quarantined,
      diagnostics: [...summary.diagnostics, ...diagnostics],
    };
  }

  #outcome(): MailboxReport['outcome'] {
    if (this.#writer.uidValidity === undefined) return 'filled';
    if (this.#writer.uidValidity !== this.#uidValidity) return 'updated';
    return this.#copied + this.#reflagged + this.#expunged > 0 ? 'updated' : 'unchanged';
  }

  #tellProgress(): void {
    this.#options.onProgress({
      type: 'mailbox-progress',
      path: this.#task.path,
      messages: this.#copied + this.#met.size,
      bytes: this.#copiedBytes,
    });
  }
}
