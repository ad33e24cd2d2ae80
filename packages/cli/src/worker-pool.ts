import { MailError, type MailErrorJson, type ProgressListener } from '@sourdine/core';
import type { StoreUrl } from './store-url.ts';
import type { JobResults, MailboxJob, WorkerSetup } from './worker-protocol.ts';
import { WorkerThread } from './worker-thread.ts';

export interface WorkerPoolOptions {
  readonly source: StoreUrl;
  readonly target?: StoreUrl;
  /** Threads at most. */
  readonly size: number;
  readonly signal: AbortSignal;
}

/** Threads started before it is known how much there is to do: one without work is 25 MiB for nothing. */
const preparedThreads = 2;

/** Bytes below which an account is done sooner than a thread has started. */
const worthwhileBytes = 8 * 1024 ** 2;

/**
 * Worker threads that each open the stores for themselves and do one mailbox at a time. A thread is started when a job finds
 * none free, up to the size; one that died is replaced by the next job.
 */
export class WorkerPool implements AsyncDisposable {
  readonly #setup: WorkerSetup;
  readonly #size: number;
  readonly #threads = new Set<WorkerThread>();
  readonly #free: WorkerThread[] = [];
  readonly #waiting: ((thread: WorkerThread) => void)[] = [];
  #bytes = 0;

  constructor({ source, target, size, signal }: WorkerPoolOptions) {
    const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.#setup = { source, ...(target && { target }), stop };
    this.#size = size;
    signal.addEventListener('abort', () => Atomics.store(new Int32Array(stop), 0, 1), { once: true });
  }

  /** Whether there is enough to do, by the last `account` event. */
  get worthwhile(): boolean {
    return this.#bytes >= worthwhileBytes;
  }

  /** Passes progress on and learns from it how much there is to do. */
  watch(listener: ProgressListener): ProgressListener {
    return (event) => {
      if (event.type === 'account') this.#bytes = event.bytes;
      listener(event);
    };
  }

  /** Starts threads that will be needed, so that they load the program meanwhile. */
  prepare(): void {
    while (this.#threads.size < Math.min(this.#size, preparedThreads)) this.#free.push(this.#start());
  }

  /**
   * Does one job on the next free thread. Resolves with the error, as plain data, where there is one; rejects only with
   * scope `cancelled`.
   */
  async run<Job extends MailboxJob>(
    job: Job,
    onProgress: ProgressListener,
  ): Promise<JobResults[Job['kind']] | { readonly failed: MailErrorJson }> {
    const thread = await this.#take();
    const outcome = await thread.run(job, onProgress);
    this.#giveBack(thread);
    // A thread answers a job with the result of the job's kind.
    if ('result' in outcome) return outcome.result as JobResults[Job['kind']];
    if (outcome.error.scope === 'cancelled') throw MailError.fromJSON(outcome.error);
    return { failed: outcome.error };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #start(): WorkerThread {
    const thread = new WorkerThread(this.#setup);
    this.#threads.add(thread);
    return thread;
  }

  async #take(): Promise<WorkerThread> {
    const free = this.#free.pop();
    if (free) return free;
    if (this.#threads.size < this.#size) return this.#start();
    return await new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(thread: WorkerThread): void {
    if (thread.dead) this.#threads.delete(thread);
    const next = this.#waiting.shift();
    if (next) next(thread.dead ? this.#start() : thread);
    else if (!thread.dead) this.#free.push(thread);
  }
}
