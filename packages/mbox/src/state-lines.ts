import { parseUwBaseList, parseUwKeywords, parseUwStatus, type UwBaseList } from '@sourdine/core-flags';
import type { InternalLine } from './header-lines.ts';
import { parseCount, type UidLedger } from './uid-ledger.ts';

/** Flags of a message, as they add up line by line. */
export interface MessageState {
  /** SystemFlag bits. */
  system: number;
  /** Bits of base list slots. */
  keywordSlots: number;
}

/** Reads the header lines that c-client keeps its state in. One for a mailbox. c-client unix.c, unix_parse(). */
export class StateLines {
  /** Keyword slots of the mailbox, as far as they are known. */
  base: UwBaseList = [];
  readonly #ledger: UidLedger;
  #lastKeywords: string | undefined;
  #lastSlots = 0;

  constructor(ledger: UidLedger) {
    this.#ledger = ledger;
  }

  /** Takes what stands behind the colon, with or without its end of line. */
  take(message: MessageState, name: InternalLine, value: string): void {
    if (name === 'Status:' || name === 'X-Status:') message.system |= parseUwStatus(value);
    else if (name === 'X-Keywords:') message.keywordSlots = (message.keywordSlots | this.#slotsOf(value)) >>> 0;
    else if (name === 'X-UID:') this.#ledger.takeUid(parseCount(value).value);
    else if (this.#ledger.wantsBase) this.#takeBase(value, name === 'X-IMAP:');
  }

  /** Neighbours mostly have the same keywords. */
  #slotsOf(value: string): number {
    if (value !== this.#lastKeywords) {
      this.#lastKeywords = value;
      this.#lastSlots = parseUwKeywords(value, this.base);
    }
    return this.#lastSlots;
  }

  #takeBase(value: string, marksPseudo: boolean): void {
    const validity = parseCount(value);
    const last = parseCount(validity.rest);
    if (validity.value === 0 || !last.digits) return;
    this.#ledger.takeBase(validity.value, last.value, marksPseudo);
    this.#lastKeywords = undefined;
    // A second list in message 1 replaces words of the first, slot by slot.
    const [old, fresh] = [this.base, parseUwBaseList(last.rest)];
    this.base = Array.from({ length: Math.max(old.length, fresh.length) }, (_, slot) => fresh[slot] ?? old[slot]);
  }
}
