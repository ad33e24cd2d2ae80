/** Largest UID that a message may have here (RFC 9051 §2.3.1.1: 32 bits; 2^32-1 is left for UIDNEXT). */
export const largestUid = 0xfffffffe;

/** Stands for a UIDVALIDITY that the old server will take from its clock. */
const ofTheClock = -1;

/** Why UIDs on file do not hold. */
export type UidFault = 'not-ascending' | 'twice' | 'too-large';

/**
 * Numbers messages as c-client does, in file order, in one pass: a UID on file is believed once a UIDVALIDITY is known and as
 * long as UIDs ascend; a message without one gets the next. The first that does not ascend voids the UIDVALIDITY, and none is
 * believed from there on.
 *
 * c-client counts UIDs in 64 bits. One that is no IMAP UID is a fault here; the mailbox is then to be read again with
 * `renumber`, which believes none and numbers from 1.
 *
 * Source: c-client unix.c, unix_parse().
 */
export class UidLedger {
  /** UIDLAST: UIDNEXT less one. */
  last = 0;
  /** Messages begun, the pseudo message among them while it is the only one. */
  messages = 0;
  /** Whether message 1 is the pseudo message. */
  pseudoSeen = false;
  /** The first fault met. */
  fault: UidFault | undefined;
  readonly #renumber: boolean;
  #validity = 0;
  #previous = 0;
  #uid = 0;
  #inPseudo = false;

  constructor(renumber: boolean) {
    this.#renumber = renumber;
  }

  /** UIDVALIDITY on file; undefined where there is none, or none that holds. */
  get validity(): number | undefined {
    return this.#validity > 0 && !this.#renumber ? this.#validity : undefined;
  }

  startMessage(): void {
    this.messages++;
    this.#uid = 0;
    this.#inPseudo = false;
  }

  /** Whether an `X-IMAP` or `X-IMAPbase` line counts now. */
  get wantsBase(): boolean {
    return this.messages === 1 && this.#validity === 0;
  }

  /** Takes the numbers of the line that counts; `marksPseudo` for `X-IMAP`. */
  takeBase(validity: number, last: number, marksPseudo: boolean): void {
    // A second base list in message 1 mends what a bad X-UID before it spoilt.
    if (this.fault !== 'too-large') this.fault = validity > 0xffffffff ? 'too-large' : undefined;
    this.#validity = validity;
    if (!this.#renumber) this.last = last;
    if (marksPseudo) this.pseudoSeen = this.#inPseudo = true;
  }

  /** Takes the number of an `X-UID` line. */
  takeUid(uid: number): void {
    if (this.#validity === 0 || this.#inPseudo || this.#renumber) return;
    if (this.#uid !== 0 || uid <= this.#previous) {
      this.fault ??= this.#uid !== 0 ? 'twice' : 'not-ascending';
      this.#validity = 0;
      this.#uid = 0;
      return;
    }
    this.#uid = this.#previous = uid;
    if (uid > this.last) this.last = uid;
  }

  /** The UID of the message whose header ends here; `onFile` where the file says so. Undefined for the pseudo message. */
  endHeader(): { readonly uid: number; readonly onFile: boolean } | undefined {
    if (this.#inPseudo) return undefined;
    const onFile = this.#uid !== 0;
    if (!onFile) this.#uid = this.#previous = ++this.last;
    if (this.#uid > largestUid) this.fault ??= 'too-large';
    return { uid: this.#uid, onFile };
  }

  /** At the end of a file that holds something; another file may be appended to it. */
  endFile(): void {
    if (this.pseudoSeen && this.messages > 0) this.messages--;
    this.pseudoSeen = false;
    if (this.#validity === 0) this.#validity = ofTheClock;
  }
}

/**
 * The number that digits at the start of `text` make, spaces before them skipped, and what is behind. 64 bits, as strtoul's
 * hand-made twin in c-client: larger ones wrap. No digits: 0 and `digits` false.
 */
export function parseCount(text: string): { value: number; digits: boolean; rest: string } {
  const found = /^ *(\d*)/.exec(text);
  const digits = found?.[1] ?? '';
  const value = digits.length < 16 ? Number(digits) : Number(BigInt.asUintN(64, BigInt(digits)));
  return { value, digits: digits !== '', rest: text.slice(found?.[0].length ?? 0) };
}
