// The thread that does one mailbox after another; started by worker-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { asMailError, createStoreContext, type ProgressEvent, type Sink, type Source } from '@sourdine/core';
import { syncMailbox, verifyMailbox } from '@sourdine/sync';
import { inspectMailbox } from './inspect-mailbox.ts';
import { openSource, openTarget } from './open-stores.ts';
import type { JobResults, MailboxJob, WorkerMessage, WorkerSetup } from './worker-protocol.ts';

const setup = workerData as WorkerSetup;
const stop = new Int32Array(setup.stop);
const controller = new AbortController();
const context = createStoreContext({ signal: controller.signal, accountLocked: true });

let source: Promise<Source> | undefined;
let sink: Promise<Sink> | undefined;
let targetSource: Promise<Source> | undefined;

parentPort?.on('message', (job: MailboxJob) => void answer(job));

async function answer(job: MailboxJob): Promise<void> {
  try {
    post({ type: 'result', result: await run(job) });
  } catch (error) {
    const mailError = asMailError(error, { code: 'WORKER_FAILED', scope: 'mailbox', side: 'internal' });
    post({ type: 'failed', error: mailError.toJSON() });
  }
}

async function run(job: MailboxJob): Promise<JobResults[MailboxJob['kind']]> {
  const options = { signal: controller.signal, onProgress: createReporter() };
  source ??= openSource(setup.source, context);
  if (job.kind === 'inspect') return await inspectMailbox(await source, job.mailbox, options);
  if (job.kind === 'verify') {
    targetSource ??= openSource(requiredTarget(), context);
    return await verifyMailbox(await source, await targetSource, job.pair, options);
  }
  sink ??= openTarget(requiredTarget(), context);
  const { task, allowEmpty, full } = job;
  return await syncMailbox(await source, await sink, task, { ...options, allowEmpty, full });
}

function requiredTarget(): WorkerSetup['source'] {
  if (setup.target === undefined) throw new TypeError('This job needs a target');
  return setup.target;
}

/** How often a mailbox's progress is told at most, milliseconds. */
const reportInterval = 100;

/**
 * Passes progress on, seldom enough to cost nothing. It is also where the thread learns that the run is interrupted:
 * the stores read and write without ever returning to the event loop, so no message would arrive.
 */
function createReporter(): (event: ProgressEvent) => void {
  let told = performance.now();
  return (event) => {
    if (Atomics.load(stop, 0) !== 0) controller.abort();
    const now = performance.now();
    if (event.type === 'mailbox-progress' && now - told < reportInterval) return;
    told = now;
    post({ type: 'progress', event });
  };
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
