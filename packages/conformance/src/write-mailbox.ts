import {
  type CommitOptions,
  type CommitReport,
  type MailboxPath,
  type Message,
  type MessageContent,
  type Sink,
  type SinkMailbox,
  WireFormEncoder,
} from '@sourdine/core';
import { expect } from 'vitest';
import { type MailboxSeed, type MessageSeed, seedBytes, seedFlags, seedKeywords, seedUidNext } from './seed.ts';

/** What is written over views once `append` has resolved: a sink must not need them any more. */
const staleByte = 0xdd;

/** A first fill of one mailbox from a seed, committed. */
export async function fillMailbox(
  sink: Sink,
  seed: MailboxSeed,
  commit: Partial<CommitOptions> = {},
): Promise<CommitReport> {
  await using mailbox = await sink.openMailbox(seed.path);
  mailbox.begin(seed.uidValidity ?? 1);
  await appendMessages(mailbox, seed.messages);
  return await mailbox.commit({ uidNext: seedUidNext(seed), keywords: seedKeywords(seed), ...commit });
}

/** Opens a mailbox, begins under the UIDVALIDITY it has, and lets `change` do the rest before commit. */
export async function changeMailbox(
  sink: Sink,
  path: MailboxPath,
  change: (mailbox: SinkMailbox) => void | Promise<void>,
  commit: Partial<CommitOptions> = {},
): Promise<CommitReport> {
  await using mailbox = await sink.openMailbox(path);
  mailbox.begin(mailbox.uidValidity ?? 1);
  await change(mailbox);
  return await mailbox.commit({ uidNext: 1, keywords: [], ...commit });
}

/** Appends messages in batches of a few, as views that are poisoned afterwards. None may fail. */
export async function appendMessages(mailbox: SinkMailbox, messages: readonly MessageSeed[]): Promise<void> {
  const batchSize = 3;
  for (let from = 0; from < messages.length; from += batchSize) {
    const seeds = messages.slice(from, from + batchSize);
    const buffers = seeds.map((seed) => Buffer.from(seedBytes(seed)));
    const batch = seeds.map((seed, i) => messageOf(seed, viewsOf(buffers[i] ?? Buffer.alloc(0))));
    expect(await mailbox.append(batch)).toEqual([]);
    for (const buffer of buffers) buffer.fill(staleByte);
  }
}

/** Appends one message as a stream of small chunks in one reused buffer. */
export async function appendStream(mailbox: SinkMailbox, seed: MessageSeed): Promise<void> {
  expect(await mailbox.append([messageOf(seed, { open: () => streamOf(seedBytes(seed)) })])).toEqual([]);
}

/** The message that a seed describes, with content given. */
export function messageOf(seed: MessageSeed, content: MessageContent): Message {
  const stored = seedBytes(seed);
  return {
    uid: seed.uid,
    uidAssigned: seed.uidAssigned ?? true,
    internalDate: seed.internalDate,
    flags: seedFlags(seed),
    size: new WireFormEncoder().encode(stored).length,
    storedSize: stored.length,
    content,
  };
}

function viewsOf(buffer: Buffer): MessageContent {
  const middle = buffer.length >> 1;
  return { views: [buffer.subarray(0, middle), buffer.subarray(middle)] };
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const chunk = Buffer.alloc(997);
  for (let from = 0; from < bytes.length; from += chunk.length) {
    const part = bytes.subarray(from, from + chunk.length);
    chunk.set(part);
    yield await Promise.resolve(chunk.subarray(0, part.length));
    chunk.fill(staleByte);
  }
}
