import type { MailError } from '@sourdine/core';

/** One message of a file as c-client serves it. Positions are absolute. */
export interface ScannedMessage {
  /** Undefined for the pseudo message, which is served to nobody. */
  uid: number | undefined;
  /** Whether the UID is one of the file. */
  uidOnFile: boolean;
  internalDate: number;
  /** Whether the From_ line's date made sense. */
  dateValid: boolean;
  /** SystemFlag bits. */
  system: number;
  /** Bits of base list slots. */
  keywordSlots: number;
  fromStart: number;
  headerStart: number;
  bodyStart: number;
  bodyEnd: number;
  /** Bytes of the stored form: what is served, with the ends of line it has in the file. */
  storedSize: number;
  /** Bytes of the wire form. */
  wireSize: number;
  /** Where the stored form lies in the window; undefined where the message is too large to be held. */
  content: { start: number; end: number } | undefined;
  /** Whether the file ends within a line of the header. */
  headerCut: boolean;
  /** A limit that the message breaks. */
  error: MailError | undefined;
}

/** A message whose From_ line ends, and whose header begins, at `headerStart`. */
export function startScannedMessage(
  fromStart: number,
  headerStart: number,
  date: { readonly seconds: number; readonly valid: boolean },
): ScannedMessage {
  return {
    uid: undefined,
    uidOnFile: false,
    internalDate: date.seconds,
    dateValid: date.valid,
    system: 0,
    keywordSlots: 0,
    fromStart,
    headerStart,
    bodyStart: headerStart,
    bodyEnd: headerStart,
    storedSize: 0,
    wireSize: 0,
    content: { start: headerStart, end: headerStart },
    headerCut: false,
    error: undefined,
  };
}
