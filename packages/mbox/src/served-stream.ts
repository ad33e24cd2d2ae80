import { MailError } from '@sourdine/core';
import { FileWindow } from './file-window.ts';
import { HeaderStripper } from './header-lines.ts';
import { nextLinePart } from './line-part.ts';
import type { MailFile } from './mail-file.ts';
import { dropBareCr, replaceNulInName, replaceNuls } from './served-bytes.ts';
import type { ScannedMessage } from './scanned-message.ts';

const CR = 13;

/**
 * The stored form of a message too large to be held, read once more from its file, piece by piece. A piece is valid until the next.
 * Throws MAILBOX_CHANGED where the file is no longer what was scanned.
 */
export async function* streamServed(
  file: MailFile,
  message: ScannedMessage,
  lineBytes: number,
  windowBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  for (const piece of servedPieces(file, message, lineBytes, windowBytes)) {
    length += piece.length;
    if (length > message.storedSize) break;
    yield piece;
  }
  if (length !== message.storedSize || !file.isUnchanged()) throw changedError(file);
}

/** The error for a file that is not what it was. */
export function changedError(file: MailFile): MailError {
  return new MailError('The mailbox changed while it was read', {
    code: 'MAILBOX_CHANGED',
    scope: 'mailbox',
    side: 'busy',
    retryable: true,
    at: { file: file.name },
  });
}

function* servedPieces(
  file: MailFile,
  message: ScannedMessage,
  lineBytes: number,
  windowBytes: number,
): Generator<Uint8Array> {
  const header = new FileWindow(file.fd, message.headerStart, message.bodyStart, windowBytes);
  yield* headerPieces(header, lineBytes);
  const body = new FileWindow(file.fd, message.bodyStart, message.bodyEnd, windowBytes);
  yield* bodyPieces(body);
}

function* headerPieces(window: FileWindow, lineBytes: number): Generator<Uint8Array> {
  const stripper = new HeaderStripper();
  let position = window.start;
  let more = false;
  for (;;) {
    const line = nextLinePart(window, position, lineBytes);
    if (line === undefined || line.end === position) {
      if (window.advance(position)) continue;
      return;
    }
    const [from, to] = [position - window.start, line.end - window.start];
    if (stripper.keeps(window.bytes, from, to, more)) yield headerPiece(window.bytes, from, to, stripper.hasName);
    position = line.end;
    more = !line.complete;
  }
}

function headerPiece(bytes: Buffer, from: number, to: number, hasName: boolean): Uint8Array {
  if (hasName) replaceNulInName(bytes, from, to);
  replaceNuls(bytes, from, to);
  return bytes.subarray(from, dropBareCr(bytes, from, to));
}

function* bodyPieces(window: FileWindow): Generator<Uint8Array> {
  let position = window.start;
  while (window.advance(position)) {
    const { bytes, atEnd } = window;
    // Whether a CR in the last place stays, the next byte decides.
    const length = !atEnd && bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length;
    position = window.start + length;
    replaceNuls(bytes, 0, length);
    // Bytes behind `length` are kept: a CR before them must see them as they are.
    const end = dropBareCr(bytes, 0, length);
    if (end > 0) yield bytes.subarray(0, end);
  }
}
