import type { Source } from '@sourdine/core';
import type { MakeSource, SinkFixture } from './fixture.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { type AccountSeed, seedBytes } from './seed.ts';

/** The in-memory store as a source to test with. */
export const makeMemorySource: MakeSource = async (seed) => {
  const store = createMemoryStore({ seed });
  let written = seed;
  return await Promise.resolve({
    open: (context) => store.openSource(context),
    write: async (next: AccountSeed) => {
      written = next;
      store.write(next);
      await Promise.resolve();
    },
    fingerprint: async () => await Promise.resolve(store.fingerprint()),
    faults: store.faults,
    get opener() {
      return { module: import.meta.url, export: 'openSeededMemory', argument: serializeSeed(written) };
    },
    [Symbol.asyncDispose]: nothingToClear,
  });
};

/** The in-memory store as a target to test with. */
export async function makeMemorySink(store: MemoryStore = createMemoryStore()): Promise<SinkFixture> {
  return await Promise.resolve({
    open: (context) => store.openSink(context),
    deliver: async (path, message) => {
      store.deliver(path, message);
      await Promise.resolve();
    },
    setFlags: async (path, uid, flags) => {
      store.setFlags(path, uid, flags);
      await Promise.resolve();
    },
    faults: store.faults,
    revive: () => store.breakLock(),
    [Symbol.asyncDispose]: nothingToClear,
  });
}

/** Opens, in another process, a memory source with what a seed says. */
export async function openSeededMemory(seed: string): Promise<Source> {
  return await createMemoryStore({ seed: JSON.parse(seed) as AccountSeed }).openSource();
}

/** A seed as JSON, bytes as one character each. */
function serializeSeed(seed: AccountSeed): string {
  const mailboxes = seed.mailboxes.map((mailbox) => ({
    ...mailbox,
    messages: mailbox.messages.map((message) => ({
      ...message,
      raw: Buffer.from(seedBytes(message)).toString('latin1'),
    })),
  }));
  return JSON.stringify({ ...seed, mailboxes });
}

async function nothingToClear(): Promise<void> {
  // The garbage collector does.
}
