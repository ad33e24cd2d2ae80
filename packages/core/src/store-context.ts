import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';

/** What a store is handed when it is opened. */
export interface StoreContext {
  /** Aborted on Ctrl-C: finish or undo the step at hand, then throw a MailError of scope `cancelled`. */
  readonly signal: AbortSignal;
  readonly limits: Limits;
  /** Milliseconds since 1970, as Date.now. */
  readonly now: () => number;
  /**
   * True where another thread of this process holds the account's lock: a sink then opens without taking it.
   * Each thread writes mailboxes that no other thread writes.
   */
  readonly accountLocked: boolean;
}

/** A context with defaults for all that is not given. */
export function createStoreContext(given: Partial<StoreContext> = {}): StoreContext {
  return {
    signal: given.signal ?? new AbortController().signal,
    limits: given.limits ?? defaultLimits,
    now: given.now ?? Date.now,
    accountLocked: given.accountLocked ?? false,
  };
}
