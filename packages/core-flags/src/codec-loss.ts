import type { Flags } from './flags.ts';

/**
 * One thing that a codec was given and could not express. Every codec of this package tells its losses so:
 * `parseX` returns {@link ParsedFlags}, `formatX` an object with its text and `lost`.
 */
export interface FlagLoss {
  /** The flag or keyword as it was given: `\Recent`, `Not Junk`. */
  readonly name: string;
  readonly reason: FlagLossReason;
}

/**
 * - `session-flag`: it belongs to a session, not to the message (`\Recent`).
 * - `unknown-flag`: a system flag or flag letter that this package does not know.
 * - `no-such-flag`: a known system flag for which the dialect has no sign.
 * - `bad-name`: a keyword that the dialect cannot spell.
 * - `too-long`: a keyword longer than the dialect allows.
 * - `table-full`: a keyword for which the mailbox's keyword table has no room.
 * - `undefined-keyword`: a keyword, or the sign of one, that the mailbox's keyword table does not hold.
 */
export type FlagLossReason =
  | 'session-flag'
  | 'unknown-flag'
  | 'no-such-flag'
  | 'bad-name'
  | 'too-long'
  | 'table-full'
  | 'undefined-keyword';

/** What a codec read, and what of it has no place in {@link Flags}. */
export interface ParsedFlags {
  readonly flags: Flags;
  /** In the order met; empty when all was understood. */
  readonly lost: readonly FlagLoss[];
}
