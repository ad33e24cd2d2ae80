import { Worker } from 'node:worker_threads';
import { MailError, type MailErrorJson, type ProgressListener } from '@sourdine/core';
import type { JobResults, MailboxJob, WorkerMessage, WorkerSetup } from './worker-protocol.ts';

/** How one job of a thread ended. */
export type JobOutcome = { readonly result: JobResults[MailboxJob['kind']] } | { readonly error: MailErrorJson };

interface RunningJob {
  readonly onProgress: ProgressListener;
  readonly settle: (outcome: JobOutcome) => void;
}

// The published package is JavaScript, the workspace runs its TypeScript.
const workerUrl = new URL(`./mailbox-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * What a thread makes lives for one batch, so it needs little room for young objects. With less than this, batches of tiny
 * messages outlive it and pile up among the old ones; with more, a thread takes memory for nothing.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 14 };

/** One worker thread as its owner sees it: takes one job at a time, and may die. */
export class WorkerThread {
  readonly #worker: Worker;
  #job: RunningJob | undefined;
  #diedOf: MailErrorJson | undefined;

  constructor(setup: WorkerSetup) {
    this.#worker = new Worker(workerUrl, { workerData: setup, resourceLimits });
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', () => this.#die(undefined));
  }

  get dead(): boolean {
    return this.#diedOf !== undefined;
  }

  /** Never rejects: a thread that dies is an outcome. */
  async run(job: MailboxJob, onProgress: ProgressListener): Promise<JobOutcome> {
    if (this.#diedOf) return { error: this.#diedOf };
    return await new Promise<JobOutcome>((settle) => {
      this.#job = { onProgress, settle };
      this.#worker.postMessage(job);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #receive(message: WorkerMessage): void {
    if (message.type === 'progress') this.#job?.onProgress(message.event);
    else if (message.type === 'result') this.#settle({ result: message.result });
    else this.#settle({ error: message.error });
  }

  #settle(outcome: JobOutcome): void {
    const job = this.#job;
    this.#job = undefined;
    job?.settle(outcome);
  }

  #die(cause: unknown): void {
    this.#diedOf ??= new MailError('The thread that worked on this mailbox died', {
      code: 'WORKER_DIED',
      scope: 'mailbox',
      side: 'internal',
      retryable: true,
      hint: 'The mailbox is as it was. Run the same command again; if it happens again, report it.',
      cause,
    }).toJSON();
    this.#settle({ error: this.#diedOf });
  }
}
