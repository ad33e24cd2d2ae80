import { asMailError, checkpoint, type MailboxPath, type Source, type SourceMailbox } from '@sourdine/core';
import { compareEntries } from './compare-entries.ts';
import { DifferenceList } from './difference-list.ts';
import { inRounds } from './in-rounds.ts';
import { messageEntries, type MessageEntry, type UnreadableEntry } from './message-entries.ts';
import type { MailboxOptions } from './options.ts';
import type { MailboxPair, MailboxVerification } from './report.ts';

type VerifyMailboxOptions = Pick<MailboxOptions, 'onProgress' | 'signal'>;

/**
 * Reads every message of a mailbox on both sides and compares UIDVALIDITY, UIDNEXT and, by UID, flags, keywords,
 * INTERNALDATE, size, content and POP3 UIDL. Never rejects but with a MailError of scope `cancelled`.
 */
export async function verifyMailbox(
  source: Source,
  target: Source,
  pair: MailboxPair,
  options: VerifyMailboxOptions,
): Promise<MailboxVerification> {
  options.onProgress({ type: 'mailbox-start', path: pair.path, bytes: pair.bytes });
  const verification = await compareOrReport(source, target, pair, options);
  const outcome = verification.error ? 'failed' : 'done';
  options.onProgress({ type: 'mailbox-end', path: pair.path, outcome });
  return verification;
}

async function compareOrReport(
  source: Source,
  target: Source,
  pair: MailboxPair,
  options: VerifyMailboxOptions,
): Promise<MailboxVerification> {
  try {
    await using sourceMailbox = await source.openMailbox(pair.source);
    await using targetMailbox = await target.openMailbox(pair.target);
    const compare = () => new MailboxComparison(sourceMailbox, targetMailbox, pair, options).run();
    return await inRounds(pair.source.locator, compare);
  } catch (error) {
    const mailError = asMailError(error, { code: 'VERIFY_MAILBOX_FAILED', scope: 'mailbox', side: 'internal' });
    if (mailError.scope === 'cancelled') throw mailError;
    return {
      mailbox: { path: pair.path, messages: 0, bytes: 0, differences: 0 },
      differences: [],
      error: mailError.toJSON(),
    };
  }
}

class MailboxComparison {
  readonly #source: SourceMailbox;
  readonly #target: SourceMailbox;
  readonly #path: MailboxPath;
  readonly #options: VerifyMailboxOptions;
  readonly #differences: DifferenceList;
  #messages = 0;
  #bytes = 0;

  constructor(source: SourceMailbox, target: SourceMailbox, pair: MailboxPair, options: VerifyMailboxOptions) {
    this.#source = source;
    this.#target = target;
    this.#path = pair.path;
    this.#options = options;
    this.#differences = new DifferenceList(pair.path);
  }

  async run(): Promise<MailboxVerification> {
    await this.#compareMessages();
    this.#compareNumbers();
    return {
      mailbox: { path: this.#path, messages: this.#messages, bytes: this.#bytes, differences: this.#differences.count },
      differences: this.#differences.kept,
    };
  }

  /** A merge of the two lists by UID: both ascend. */
  async #compareMessages(): Promise<void> {
    await using sourceEntries = messageEntries(this.#source);
    await using targetEntries = messageEntries(this.#target);
    let source = await this.#nextReadable(sourceEntries, 'source');
    let target = await this.#nextReadable(targetEntries, 'target');
    while (source || target) {
      await checkpoint(this.#options.signal);
      const order = compareUids(source, target);
      if (order < 0 && source) this.#differences.add({ uid: source.uid, what: 'message-missing' });
      if (order > 0 && target) this.#differences.add({ uid: target.uid, what: 'message-extra' });
      if (order === 0 && source && target) {
        for (const difference of compareEntries(source, target)) this.#differences.add(difference);
      }
      if (order <= 0 && source) {
        this.#count(source);
        source = await this.#nextReadable(sourceEntries, 'source');
      }
      if (order >= 0 && target) target = await this.#nextReadable(targetEntries, 'target');
    }
  }

  async #nextReadable(
    entries: AsyncGenerator<MessageEntry | UnreadableEntry, void>,
    side: 'source' | 'target',
  ): Promise<MessageEntry | undefined> {
    for (;;) {
      const { value } = await entries.next();
      if (!value || !('unreadable' in value)) return value ?? undefined;
      const { uid, unreadable } = value;
      this.#differences.add({ ...(uid !== undefined && { uid }), what: 'unreadable', [side]: unreadable });
    }
  }

  #count(entry: MessageEntry): void {
    this.#messages++;
    this.#bytes += entry.size;
    if (this.#messages % 100 !== 0) return;
    this.#options.onProgress({
      type: 'mailbox-progress',
      path: this.#path,
      messages: this.#messages,
      bytes: this.#bytes,
    });
  }

  #compareNumbers(): void {
    const uidValidity = this.#source.uidValidity;
    const [source, target] = [this.#source.summary().uidNext, this.#target.summary().uidNext];
    // A mailbox that the old server never opened has no UIDVALIDITY that a client could know, and UIDs still to be assigned.
    const same = uidValidity === undefined ? source <= target : source === target;
    if (!same) this.#differences.add({ what: 'uidnext', source: String(source), target: String(target) });
    if (uidValidity === undefined || uidValidity === this.#target.uidValidity) return;
    const found = String(this.#target.uidValidity ?? 'none');
    this.#differences.add({ what: 'uidvalidity', source: String(uidValidity), target: found });
  }
}

/** An absent entry comes after all others. */
function compareUids(a: MessageEntry | undefined, b: MessageEntry | undefined): number {
  return (a?.uid ?? Number.POSITIVE_INFINITY) - (b?.uid ?? Number.POSITIVE_INFINITY);
}
