import { mailboxKey, type ProgressEvent } from '@sourdine/core';

/** Where a run stands. Bytes are estimates of the wire form. */
export interface ProgressState {
  readonly mailboxes: number;
  readonly mailboxesDone: number;
  readonly messages: number;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Bytes a second of late. */
  readonly rate: number;
  /** Milliseconds left; undefined while there is nothing to judge by. */
  readonly remainingMs: number | undefined;
}

interface MailboxProgress {
  readonly expected: number;
  messages: number;
  bytes: number;
}

/** The rate is that of the last so many milliseconds. */
const rateWindow = 5000;

/** Adds up progress events. */
export class ProgressMeter {
  readonly #running = new Map<string, MailboxProgress>();
  readonly #now: () => number;
  #samples: { at: number; bytes: number }[] = [];
  #mailboxes = 0;
  #total = 0;
  #done = 0;
  #doneMessages = 0;
  #doneBytes = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  add(event: ProgressEvent): void {
    if (event.type === 'account') {
      this.#mailboxes = event.mailboxes;
      this.#total = event.bytes;
      this.#samples = [{ at: this.#now(), bytes: 0 }];
    } else if (event.type === 'mailbox-start') {
      this.#running.set(mailboxKey(event.path), { expected: event.bytes, messages: 0, bytes: 0 });
    } else if (event.type === 'mailbox-progress') {
      const mailbox = this.#running.get(mailboxKey(event.path));
      if (mailbox) Object.assign(mailbox, { messages: event.messages, bytes: event.bytes });
    } else {
      this.#end(mailboxKey(event.path));
    }
  }

  /** What a mailbox was announced with counts as done, so that the sum ends at the total. */
  #end(key: string): void {
    const mailbox = this.#running.get(key);
    this.#running.delete(key);
    this.#done++;
    this.#doneMessages += mailbox?.messages ?? 0;
    this.#doneBytes += mailbox?.expected ?? 0;
  }

  state(): ProgressState {
    let messages = this.#doneMessages;
    let bytes = this.#doneBytes;
    for (const mailbox of this.#running.values()) {
      messages += mailbox.messages;
      bytes += Math.min(mailbox.bytes, mailbox.expected);
    }
    const rate = this.#rate(bytes);
    const remainingMs = rate > 0 ? (Math.max(0, this.#total - bytes) / rate) * 1000 : undefined;
    const { mailboxes, totalBytes } = { mailboxes: this.#mailboxes, totalBytes: this.#total };
    return { mailboxes, mailboxesDone: this.#done, messages, bytes, totalBytes, rate, remainingMs };
  }

  #rate(bytes: number): number {
    const now = this.#now();
    this.#samples.push({ at: now, bytes });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > rateWindow) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || now <= first.at) return 0;
    return Math.max(0, ((bytes - first.bytes) / (now - first.at)) * 1000);
  }
}
