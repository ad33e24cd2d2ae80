import type { MailboxPath, Sink, Source, StoreContext } from '@sourdine/core';
import type { Flags } from '@sourdine/core-flags';
import type { FaultPlan } from './fault-plan.ts';
import type { AccountSeed, MessageSeed } from './seed.ts';

/** One account of the store under test, as a source. Disposing of it clears it away. */
export interface SourceFixture extends AsyncDisposable {
  open(context?: Partial<StoreContext>): Promise<Source>;
  /** Makes the account what the seed says, in place, as its server would: a file is rewritten, not replaced. */
  write(seed: AccountSeed): Promise<void>;
  /** All that is in the store, or a digest of it: equal while nothing changed. */
  fingerprint(): Promise<string>;
  /** Where the store counts its steps, if it does: see `testPairFaults`. */
  readonly faults?: FaultPlan;
  /** How another process opens the same account, if it can: see `testPairKills`. */
  readonly opener?: StoreOpener;
}

/** One account of the store under test, as a target; empty at first. Disposing of it clears it away. */
export interface SinkFixture extends AsyncDisposable {
  open(context?: Partial<StoreContext>): Promise<Sink>;
  /** Another program delivers a message, as a delivery agent would. The mailbox is there, or is INBOX. */
  deliver(path: MailboxPath, message: Omit<MessageSeed, 'uid' | 'flags'>): Promise<void>;
  /** Another program sets the system flags of a message, as the server would for a client. `flags` has no keyword. */
  setFlags(path: MailboxPath, uid: number, flags: Flags): Promise<void>;
  /** See SourceFixture. */
  readonly faults?: FaultPlan;
  /** After a death by `faults`: what the end of a process does for the store by itself. */
  revive?(): void;
  /** See SourceFixture. */
  readonly opener?: StoreOpener;
}

/** A function `(argument: string) => Promise<Source | Sink>` that another process can import. */
export interface StoreOpener {
  /** URL of the module. */
  readonly module: string;
  /** Name that the module exports it by. */
  readonly export: string;
  readonly argument: string;
}

export type MakeSource = (seed: AccountSeed) => Promise<SourceFixture>;
export type MakeSink = () => Promise<SinkFixture>;

/** A source and a sink under test together, with the engine between them. */
export interface PairSuite {
  readonly name: string;
  readonly makeSource: MakeSource;
  readonly makeSink: MakeSink;
}
