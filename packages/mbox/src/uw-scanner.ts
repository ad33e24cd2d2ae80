import { type ByteCounts, countBytes, countWithoutCr, type Limits, MailError } from '@sourdine/core';
import type { FileWindow } from './file-window.ts';
import { findFromLineDate, fromLineEndBytes, looksLikeFromLineEnd, readFromLineDate } from './from-line.ts';
import { HeaderStripper, internalLineOf, isBlankLine } from './header-lines.ts';
import { NextByte, nextLinePart } from './line-part.ts';
import { type ScannedMessage, startScannedMessage } from './scanned-message.ts';
import { dropBareCr, replaceNulInName, replaceNuls } from './served-bytes.ts';
import type { StateLines } from './state-lines.ts';
import type { UidLedger } from './uid-ledger.ts';

const LF = 10;
const CR = 13;
const whitespace = new Set([9, 10, 13, 32]);
const fromWord = Buffer.from('From ');

export interface ScanOptions {
  readonly limits: Limits;
  /** Minutes east of UTC of dates without a zone. */
  readonly localOffset: number;
  /** Named in errors. */
  readonly file: string;
}

/**
 * Reads the messages of a uw mbox file one by one, all of it in one pass. A state machine: `next` gives a message as long as the
 * window holds one whole and else undefined; then `advance` moves the window. The content of messages is made to what is served in
 * place, in the window.
 *
 * Source: c-client unix.c, unix_parse(), unix_header(), unix_text_work().
 */
export class UwScanner {
  readonly #window: FileWindow;
  readonly #ledger: UidLedger;
  readonly #state: StateLines;
  readonly #options: ScanOptions;
  readonly #cr = new NextByte(CR);
  readonly #nul = new NextByte(0);
  #phase: 'start' | 'header' | 'body' | 'end' = 'start';
  #pos: number;
  #message!: ScannedMessage;
  #stripper!: HeaderStripper;
  #counts!: ByteCounts;
  /** Within a line that is longer than the limit. */
  #moreOfLine = false;
  /** Where the header as served ends in the window. */
  #headerEnd = 0;
  /** Within a body line that begins as a From_ line and is longer than the limit; `#pos` is not behind its last 64 bytes. */
  #inLongLine = false;
  /** Up to where the body of a large message is counted. */
  #countedTo = 0;

  constructor(window: FileWindow, ledger: UidLedger, state: StateLines, options: ScanOptions) {
    this.#window = window;
    this.#ledger = ledger;
    this.#state = state;
    this.#options = options;
    this.#pos = window.start;
  }

  /** Whether all has been read. */
  get atEnd(): boolean {
    return this.#phase === 'end';
  }

  /** Whether the header of the first message is read through: the base list and UIDVALIDITY are known. */
  get knowsBase(): boolean {
    return this.#phase === 'end' || this.#phase === 'body' || this.#ledger.messages > 1;
  }

  /** The next message, or undefined where the window must advance or all is read. Throws where the file is not a mailbox. */
  next(): ScannedMessage | undefined {
    if (this.#phase === 'start' && !this.#findFirstFromLine()) return undefined;
    if (this.#phase === 'header' && !this.#readHeader()) return undefined;
    if (this.#phase === 'body') return this.#readBody();
    return undefined;
  }

  /** Reads the header at hand only. Undefined results as of `next`. */
  readHeaderOnly(): void {
    if (this.#phase === 'start' && !this.#findFirstFromLine()) return;
    if (this.#phase === 'header') this.#readHeader();
  }

  /** Moves the window on, keeping what is still needed. Voids contents. False where the file is shorter than it was. */
  advance(): boolean {
    return this.#window.advance(this.#needed());
  }

  #needed(): number {
    if (this.#phase === 'start') return this.#pos;
    if (this.#message.content !== undefined) return this.#message.fromStart;
    if (this.#phase === 'header') return this.#pos;
    this.#countBody(this.#pos - 4);
    // The bytes that tell whether the last line is blank are needed still, and one before the first not counted.
    return Math.max(this.#window.start, this.#message.bodyStart - 1, Math.min(this.#pos - 4, this.#countedTo - 1));
  }

  #byte(position: number): number | undefined {
    return this.#window.bytes[position - this.#window.start];
  }

  #findFirstFromLine(): boolean {
    while (whitespace.has(this.#byte(this.#pos) ?? 0)) this.#pos++;
    const window = this.#window;
    if (this.#pos === window.end) {
      if (window.atEnd) this.#phase = 'end';
      return false;
    }
    const line = nextLinePart(window, this.#pos, this.#options.limits.lineBytes);
    if (line === undefined) return false;
    if (!line.complete || !this.#startMessage(this.#pos, line.end)) {
      throw new MailError('The file does not begin with a From_ line any more', {
        code: 'MBOX_NOT_A_MAILBOX',
        scope: 'mailbox',
        side: 'source',
        at: { file: this.#options.file, offset: this.#pos },
      });
    }
    return true;
  }

  /** Begins a message if the line is a From_ line. */
  #startMessage(start: number, end: number): boolean {
    const { bytes, start: base } = this.#window;
    const date = findFromLineDate(bytes, start - base, end - base);
    if (date === undefined) return false;
    this.#message = startScannedMessage(start, end, readFromLineDate(bytes, date, this.#options.localOffset));
    this.#stripper = new HeaderStripper();
    this.#counts = { plain: 0, lf: 0, crlf: 0 };
    this.#moreOfLine = false;
    this.#pos = this.#headerEnd = end;
    this.#phase = 'header';
    this.#ledger.startMessage();
    if (this.#ledger.messages > this.#options.limits.messagesPerMailbox) throw this.#tooManyMessages();
    return true;
  }

  /** From_ lines are not looked for in a header. True once it is read. */
  #readHeader(): boolean {
    const { limits } = this.#options;
    for (;;) {
      const line = nextLinePart(this.#window, this.#pos, limits.lineBytes);
      if (line === undefined) {
        this.#dropIfLarge(this.#window.end);
        return false;
      }
      const start = this.#pos;
      if (line.end === start) break;
      this.#pos = line.end;
      if (line.end - this.#message.headerStart > limits.headerBytes) {
        this.#message.error ??= this.#limitError('MBOX_HEADER_TOO_LONG', 'The header is longer than the limit', start);
      }
      const last = this.#takeHeaderLine(start, line.end, line.complete);
      if (last || (line.complete && line.end === this.#window.end && this.#window.atEnd)) break;
    }
    this.#endHeader();
    return true;
  }

  /** True for the blank line. */
  #takeHeaderLine(start: number, end: number, complete: boolean): boolean {
    const { bytes, start: base } = this.#window;
    const [from, to] = [start - base, end - base];
    const more = this.#moreOfLine;
    this.#moreOfLine = !complete;
    // Asked before bytes are moved.
    const blank = !more && complete && isBlankLine(bytes, from, to);
    const kept = this.#stripper.keeps(bytes, from, to, more);
    if (kept) this.#keepHeaderPart(start, end);
    else if (!more) this.#readInternalLine(start, end, complete);
    return blank;
  }

  #keepHeaderPart(start: number, end: number): void {
    const { bytes, start: base } = this.#window;
    if (this.#nul.from(this.#window, start) < end) {
      if (this.#stripper.hasName) replaceNulInName(bytes, start - base, end - base);
      replaceNuls(bytes, start - base, end - base);
    }
    const hasCr = this.#cr.from(this.#window, start) < end;
    if (hasCr) countBytes(bytes, start - base, end - base, this.#counts);
    else {
      this.#counts.plain += end - start;
      if (bytes[end - base - 1] === LF) this.#counts.lf++;
    }
    this.#message.headerCut = bytes[end - base - 1] !== LF;
    if (this.#message.content === undefined) return;
    const keptEnd = hasCr ? dropBareCr(bytes, start - base, end - base) + base : end;
    if (this.#headerEnd !== start) bytes.copyWithin(this.#headerEnd - base, start - base, keptEnd - base);
    this.#headerEnd += keptEnd - start;
  }

  #readInternalLine(start: number, end: number, complete: boolean): void {
    const { bytes, start: base } = this.#window;
    const name = internalLineOf(bytes, start - base);
    if (name === undefined) return;
    if (!complete) {
      this.#message.error ??= this.#limitError(
        'MBOX_LINE_TOO_LONG',
        `The ${name} line is longer than the limit`,
        start,
      );
    }
    this.#state.take(this.#message, name, bytes.toString('latin1', start - base + name.length, end - base));
  }

  #endHeader(): void {
    const message = this.#message;
    const numbered = this.#ledger.endHeader();
    message.uid = numbered?.uid;
    message.uidOnFile = numbered?.onFile ?? false;
    message.bodyStart = this.#countedTo = this.#pos;
    // One byte back: a From_ line may be the first line of the body.
    this.#pos--;
    this.#phase = 'body';
  }

  #readBody(): ScannedMessage | undefined {
    const window = this.#window;
    for (;;) {
      if (this.#inLongLine && !this.#passLongLine()) {
        this.#dropIfLarge(this.#pos);
        return undefined;
      }
      const found = findFromWord(window.bytes, this.#pos - window.start);
      if (found === -1) {
        if (window.atEnd) return this.#endMessage(window.end, 0);
        this.#pos = Math.max(this.#pos, window.end - fromWord.length);
        this.#dropIfLarge(this.#pos);
        return undefined;
      }
      this.#pos = window.start + found;
      const line = nextLinePart(window, this.#pos + 1, this.#options.limits.lineBytes);
      if (line === undefined) {
        this.#dropIfLarge(this.#pos);
        return undefined;
      }
      const start = this.#pos + 1;
      if (line.complete && this.#isFromLine(start, line.end)) return this.#endMessage(start, line.end);
      this.#inLongLine = !line.complete;
      this.#pos = line.complete ? line.end - 1 : start;
    }
  }

  /**
   * Goes on through a line that begins as a From_ line and is longer than the limit. False: the window must advance. c-client looks at
   * lines of any length whole; here the message is not vouched for if the line's end looks like that of a From_ line.
   */
  #passLongLine(): boolean {
    const { lineBytes } = this.#options.limits;
    for (;;) {
      const line = nextLinePart(this.#window, this.#pos, lineBytes);
      if (line === undefined) return false;
      if (line.complete) {
        const { bytes, start } = this.#window;
        if (looksLikeFromLineEnd(bytes, this.#pos - start, line.end - start)) {
          const text = 'A line that may be a From_ line is longer than the limit';
          this.#message.error ??= this.#limitError('MBOX_LINE_TOO_LONG', text, this.#pos);
        }
        this.#inLongLine = false;
        this.#pos = line.end - 1;
        return true;
      }
      // The next part begins with the end of this one.
      this.#pos = line.end - Math.min(fromLineEndBytes, lineBytes >> 1);
    }
  }

  #isFromLine(start: number, end: number): boolean {
    const { bytes, start: base } = this.#window;
    return findFromLineDate(bytes, start - base, end - base) !== undefined;
  }

  /** A message that is too large to be held is not held any longer. */
  #dropIfLarge(read: number): void {
    const { content, headerStart } = this.#message;
    if (content !== undefined && read - headerStart > this.#options.limits.streamedMessageBytes) {
      this.#message.content = undefined;
    }
  }

  #countBody(to: number): void {
    if (to <= this.#countedTo) return;
    const { bytes, start } = this.#window;
    const afterCr = this.#countedTo > this.#message.bodyStart && this.#byte(this.#countedTo - 1) === CR;
    const [from, end] = [this.#countedTo - start, to - start];
    if (!afterCr && this.#cr.from(this.#window, this.#countedTo) >= to) countWithoutCr(bytes, from, end, this.#counts);
    else countBytes(bytes, from, end, this.#counts, afterCr);
    this.#countedTo = to;
  }

  /** The body ends at `end`, where a From_ line up to `nextHeader` begins, or the file ends (0). */
  #endMessage(end: number, nextHeader: number): ScannedMessage {
    const message = this.#message;
    message.bodyEnd = end - this.#lastBlankLine(end);
    this.#dropIfLarge(message.bodyEnd);
    const before = this.#counts.plain + this.#counts.crlf;
    this.#countBody(message.bodyEnd);
    const { plain, lf, crlf } = this.#counts;
    const hasBareCr = plain + crlf - before !== message.bodyEnd - message.bodyStart;
    message.storedSize = plain + crlf;
    message.wireSize = plain + lf;
    if (message.bodyEnd - message.headerStart > this.#options.limits.messageBytes) {
      message.error ??= this.#limitError(
        'MBOX_MESSAGE_TOO_LARGE',
        'The message is larger than the limit',
        message.fromStart,
      );
    }
    if (message.content !== undefined) this.#makeContent(message, hasBareCr);
    if (nextHeader === 0) this.#phase = 'end';
    else this.#startMessage(end, nextHeader);
    return message;
  }

  /** One blank line at the end of a body is not part of it. */
  #lastBlankLine(end: number): number {
    const { bodyStart } = this.#message;
    if (end === bodyStart || this.#byte(end - 1) !== LF) return 0;
    const lineStarts = (at: number): boolean => at === bodyStart || this.#byte(at - 1) === LF;
    if (lineStarts(end - 1)) return 1;
    return end - 2 >= bodyStart && this.#byte(end - 2) === CR && lineStarts(end - 2) ? 2 : 0;
  }

  /** Brings header and body together in the window, as served. */
  #makeContent(message: ScannedMessage, hasBareCr: boolean): void {
    const { bytes, start: base } = this.#window;
    const { headerStart, bodyStart } = message;
    let bodyEnd = message.bodyEnd;
    if (this.#nul.from(this.#window, bodyStart) < bodyEnd) replaceNuls(bytes, bodyStart - base, bodyEnd - base);
    if (hasBareCr) bodyEnd = dropBareCr(bytes, bodyStart - base, bodyEnd - base) + base;
    const length = this.#headerEnd - headerStart;
    const start = bodyStart - length;
    if (start !== headerStart) bytes.copyWithin(start - base, headerStart - base, this.#headerEnd - base);
    message.content = { start, end: bodyEnd };
  }

  #limitError(code: string, text: string, offset: number): MailError {
    return new MailError(text, { code, scope: 'message', side: 'source', at: { file: this.#options.file, offset } });
  }

  #tooManyMessages(): MailError {
    return new MailError('The mailbox has more messages than the limit', {
      code: 'MBOX_TOO_MANY_MESSAGES',
      scope: 'mailbox',
      side: 'source',
      at: { file: this.#options.file, offset: this.#message.fromStart },
    });
  }
}

/**
 * The first LF, from `from` on, that `From ` follows; -1 without one. Looks for the word and then for the LF: an F is rarer than
 * the end of a line, and the search stops at each first letter.
 */
function findFromWord(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(fromWord, from + 1);
  while (at !== -1 && bytes[at - 1] !== LF) at = bytes.indexOf(fromWord, at + 1);
  return at === -1 ? -1 : at - 1;
}
