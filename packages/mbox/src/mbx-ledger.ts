import { largestUid } from './uid-ledger.ts';

/**
 * Numbers the messages of an mbx file. Unlike in mbox files a UID above UIDLAST does not hold, and UIDs behind the first bad one
 * are still believed where they are above it and not above UIDLAST, which went back. c-client mbx.c, mbx_parse().
 */
export class MbxLedger {
  last: number;
  /** Of the message last taken. */
  uid = 0;
  onFile = false;
  /** Whether UIDVALIDITY is void. */
  voided = false;
  tooLarge = false;
  readonly #renumber: boolean;

  constructor(last: number, renumber: boolean) {
    this.last = renumber ? 0 : last;
    this.#renumber = renumber;
  }

  take(uid: number): void {
    let believed = this.#renumber ? 0 : uid;
    if (believed !== 0 && (believed <= this.uid || believed > this.last)) {
      this.voided = true;
      this.last = this.uid;
      believed = 0;
    }
    this.onFile = believed !== 0;
    this.uid = believed !== 0 ? believed : ++this.last;
    if (this.uid > largestUid) this.tooLarge = true;
  }
}
