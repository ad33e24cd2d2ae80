import { BareLfCounter, type Diagnostic, MailError, type Message, type MessageResult } from '@sourdine/core';
import { createFlags, type Flags, keywordsOfSlots, type UwBaseList } from '@sourdine/core-flags';
import { FileWindow } from './file-window.ts';
import type { MailFile } from './mail-file.ts';
import { MbxLedger } from './mbx-ledger.ts';
import { type MbxMessage, type MbxPlace, parseMbxBaseList, parseMbxMessage } from './mbx-message.ts';
import { type ReadSettings, type Round, UidsVoid, type UidTrust } from './round.ts';
import { replaceNuls } from './served-bytes.ts';
import { changedError } from './served-stream.ts';

const headerBytes = 2048;

/**
 * Reads an mbx file. A message's text is served as it lies in the file. What c-client refuses to open is refused: a bad line or
 * a message that runs past the end fails the mailbox, not the message.
 *
 * Source: c-client mbx.c, mbx_parse().
 */
export class MbxRound implements Round {
  readonly uidValidity: number | undefined;
  readonly keywords: readonly string[];
  readonly #file: MailFile;
  readonly #settings: ReadSettings;
  readonly #place: MbxPlace;
  readonly #trust: UidTrust;
  readonly #base: UwBaseList;
  readonly #ledger: MbxLedger;
  readonly #diagnostics: Diagnostic[] = [];
  #messages = 0;

  constructor(file: MailFile, settings: ReadSettings, trust: UidTrust) {
    this.#file = file;
    this.#settings = settings;
    this.#place = { size: file.size, name: file.name, localOffset: settings.localOffset };
    this.#trust = trust;
    const header = file.head(headerBytes).toString('latin1');
    const validity = Number.parseInt(header.slice(7, 15), 16);
    this.uidValidity = trust === 'believed' && validity !== 0 ? validity : undefined;
    this.#base = parseMbxBaseList(header.slice(25));
    this.keywords = this.#base.filter((name) => name !== undefined);
    this.#ledger = new MbxLedger(Number.parseInt(header.slice(15, 23), 16), trust === 'renumber');
    if (trust === 'renumber') {
      const message = 'A UID on file is beyond 32 bits: all messages are numbered anew';
      this.#diagnostics.push({ level: 'note', code: 'MBOX_UID_TOO_LARGE', message });
    }
  }

  uidNext(): number {
    return this.#ledger.last + 1;
  }

  messages(): number {
    return this.#messages;
  }

  /** The header of the file is the record: it outlives the last message. */
  provenEmpty(): boolean {
    return this.#messages === 0;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  *batches(content: boolean): Generator<MessageResult[], void, undefined> {
    const file = this.#file;
    const window = new FileWindow(file.fd, headerBytes, file.size, this.#settings.windowBytes);
    const { streamedMessageBytes } = this.#settings.context.limits;
    let position = headerBytes;
    let batch: MessageResult[] = [];
    while (position < file.size) {
      const message = parseMbxMessage(window, position, this.#place);
      const held = message !== undefined && message.textEnd - message.textStart <= streamedMessageBytes;
      if (message === undefined || (held && message.textEnd > window.end)) {
        if (batch.length > 0) yield batch;
        batch = [];
        if (!window.advance(position)) throw changedError(file);
        continue;
      }
      this.#number(message);
      if (!message.expunged) batch.push(this.#result(window, message, held, content));
      position = message.textEnd;
      if (position <= window.end) continue;
      // The large message lies behind the window: go on behind it.
      if (batch.length > 0) yield batch;
      batch = [];
      window.seek(position);
    }
    if (batch.length > 0) yield batch;
    if (this.#trust === 'validity-void' && !this.#ledger.voided) throw new UidsVoid('believed');
  }

  #number(message: MbxMessage): void {
    const before = this.#ledger.voided;
    this.#ledger.take(message.uid);
    if (this.#ledger.tooLarge && this.#trust !== 'renumber') throw new UidsVoid('renumber');
    if (before || !this.#ledger.voided) return;
    if (this.uidValidity !== undefined) throw new UidsVoid('validity-void');
    this.#note(
      'note',
      'MBOX_UID_NOT_ASCENDING',
      'A UID is out of order: the old server will assign a new UIDVALIDITY',
      message,
    );
  }

  #note(level: Diagnostic['level'], code: string, text: string, message: MbxMessage): void {
    if (this.#diagnostics.length >= 1000) return;
    const at = { file: this.#file.name, offset: message.start };
    this.#diagnostics.push({ level, code, message: text, at, uid: this.#ledger.uid });
  }

  #result(window: FileWindow, found: MbxMessage, held: boolean, content: boolean): MessageResult {
    this.#messages++;
    const { uid, onFile } = this.#ledger;
    const storedSize = found.textEnd - found.textStart;
    const { limits } = this.#settings.context;
    if (storedSize > limits.messageBytes) return { ok: false, error: this.#tooLarge(found), uid };
    const bareLfs = held ? this.#makeServed(window, found) : this.#countBareLfs(found);
    if (bareLfs > 0) {
      const text = 'The message has bare LFs, which uw-imap serves as they are and others as CRLF: its size changes';
      this.#note('loss', 'MBX_BARE_LF', text, found);
    }
    const message: Message = {
      uid,
      uidAssigned: onFile && this.uidValidity !== undefined,
      internalDate: found.date.seconds,
      flags: this.#flags(found),
      size: storedSize + bareLfs,
      storedSize,
    };
    if (!content) return { ok: true, message };
    const { textStart, textEnd } = found;
    if (!held) return { ok: true, message: { ...message, content: { open: () => this.#stream(found) } } };
    const view = window.bytes.subarray(textStart - window.start, textEnd - window.start);
    return { ok: true, message: { ...message, content: { views: [view] } } };
  }

  #flags({ system, keywordSlots }: MbxMessage): Flags {
    return createFlags(system, keywordsOfSlots(keywordSlots, this.#base));
  }

  #makeServed(window: FileWindow, { textStart, textEnd }: MbxMessage): number {
    const [from, to] = [textStart - window.start, textEnd - window.start];
    replaceNuls(window.bytes, from, to);
    const counter = new BareLfCounter();
    counter.add(window.bytes.subarray(from, to));
    return counter.count;
  }

  #countBareLfs(message: MbxMessage): number {
    const counter = new BareLfCounter();
    for (const piece of this.#pieces(message)) counter.add(piece);
    return counter.count;
  }

  async *#stream(message: MbxMessage): AsyncGenerator<Uint8Array, void, undefined> {
    yield* this.#pieces(message);
    if (!this.#file.isUnchanged()) throw changedError(this.#file);
  }

  *#pieces({ textStart, textEnd }: MbxMessage): Generator<Uint8Array> {
    const window = new FileWindow(this.#file.fd, textStart, textEnd, this.#settings.windowBytes);
    while (window.advance(window.end)) {
      replaceNuls(window.bytes, 0, window.bytes.length);
      yield window.bytes;
    }
    if (!window.atEnd) throw changedError(this.#file);
  }

  #tooLarge({ start }: MbxMessage): MailError {
    const at = { file: this.#file.name, offset: start };
    return new MailError('The message is larger than the limit', {
      code: 'MBOX_MESSAGE_TOO_LARGE',
      scope: 'message',
      side: 'source',
      at,
    });
  }
}
