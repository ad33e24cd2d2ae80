import type { Diagnostic, MessageResult, StoreContext } from '@sourdine/core';
import type { PhileNames } from './read-options.ts';

/** What an earlier round found out about the UIDs on file. */
export type UidTrust = 'believed' | 'validity-void' | 'renumber';

/** How files are read. */
export interface ReadSettings {
  readonly context: StoreContext;
  /** Minutes east of UTC of dates without a zone. */
  readonly localOffset: number;
  readonly windowBytes: number;
  readonly phile: PhileNames;
}

/** One reading of a mailbox from its first byte to its last. */
export interface Round {
  readonly uidValidity: number | undefined;
  readonly keywords: readonly string[];
  /**
   * Messages in batches whose views are valid until the next is asked for. `UidsVoid` is thrown where UIDs told so far do not hold;
   * MAILBOX_CHANGED where a file is not what it was.
   */
  batches(content: boolean): Generator<MessageResult[], void, undefined>;
  /** Valid at the end of `batches`. */
  uidNext(): number;
  messages(): number;
  provenEmpty(): boolean;
  diagnostics(): readonly Diagnostic[];
}

/** The UIDs told so far are void: the mailbox must be read again in another way. */
export class UidsVoid extends Error {
  readonly trust: UidTrust;

  constructor(trust: UidTrust) {
    super('UIDs on file do not hold');
    this.trust = trust;
  }
}

/** The mailbox of a file that is empty or not there. c-client dummy.c. */
export const emptyRound: Round = {
  uidValidity: undefined,
  keywords: [],
  *batches() {},
  uidNext: () => 1,
  messages: () => 0,
  provenEmpty: () => false,
  diagnostics: () => [],
};
