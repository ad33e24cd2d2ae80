import type { Diagnostic, Message, MessageResult } from '@sourdine/core';
import { createFlags, type Flags, keywordsOfSlots } from '@sourdine/core-flags';
import { FileWindow } from './file-window.ts';
import type { MailFile } from './mail-file.ts';
import { type ReadSettings, type Round, UidsVoid, type UidTrust } from './round.ts';
import type { ScannedMessage } from './scanned-message.ts';
import { changedError, streamServed } from './served-stream.ts';
import { UidLedger } from './uid-ledger.ts';
import { StateLines } from './state-lines.ts';
import { UwScanner } from './uw-scanner.ts';

/** Diagnostics of one mailbox; beyond that only the first ones are of use. */
const mostDiagnostics = 1000;

/** A window may hold tens of thousands of tiny messages: whoever takes a batch wants to be stopped in between, and little held. */
const largestBatch = 500;

/** Reads one or more uw mbox files as one mailbox: each further file is mail that c-client will append to the first. */
export class UwRound implements Round {
  readonly #files: readonly MailFile[];
  readonly #settings: ReadSettings;
  readonly #trust: UidTrust;
  readonly #ledger: UidLedger;
  readonly #state: StateLines;
  readonly #flags = new Map<number, Flags>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly uidValidity: number | undefined;
  readonly keywords: readonly string[];
  #messages = 0;
  #pseudoSeen = false;

  constructor(files: readonly MailFile[], settings: ReadSettings, trust: UidTrust) {
    this.#files = files;
    this.#settings = settings;
    this.#trust = trust;
    const first = this.#readFirstHeader();
    this.uidValidity = trust === 'believed' ? first.validity : undefined;
    this.keywords = first.keywords;
    this.#ledger = new UidLedger(trust === 'renumber');
    this.#state = new StateLines(this.#ledger);
    if (trust === 'renumber') {
      this.#diagnostics.push({ level: 'note', code: faultCodes['too-large'], message: faultTexts['too-large'] });
    }
  }

  uidNext(): number {
    return this.#ledger.last + 1;
  }

  messages(): number {
    return this.#messages;
  }

  provenEmpty(): boolean {
    return this.#messages === 0 && this.#pseudoSeen;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  *batches(content: boolean): Generator<MessageResult[], void, undefined> {
    for (const file of this.#files) if (file.size > 0) yield* this.#fileBatches(file, content);
    // Nothing voids the UIDs any more: a round that believes them is due.
    if (this.#trust === 'validity-void' && this.#ledger.fault === undefined) throw new UidsVoid('believed');
  }

  *#fileBatches(file: MailFile, content: boolean): Generator<MessageResult[], void, undefined> {
    const window = new FileWindow(file.fd, 0, file.size, this.#settings.windowBytes);
    const scanner = this.#scanner(window, this.#ledger, this.#state, file);
    while (!scanner.atEnd) {
      if (!scanner.advance()) throw changedError(file);
      let batch: MessageResult[] = [];
      for (let message = scanner.next(); message !== undefined; message = scanner.next()) {
        this.#checkUids(file, message);
        if (message.uid !== undefined) batch.push(this.#result(file, window, message, content));
        if (batch.length < largestBatch) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    }
    this.#pseudoSeen ||= this.#ledger.pseudoSeen;
    this.#ledger.endFile();
  }

  #scanner(window: FileWindow, ledger: UidLedger, state: StateLines, file: MailFile): UwScanner {
    const { context, localOffset } = this.#settings;
    return new UwScanner(window, ledger, state, { limits: context.limits, localOffset, file: file.name });
  }

  /** UIDVALIDITY and the base list stand in the first message's header. */
  #readFirstHeader(): { validity: number | undefined; keywords: readonly string[] } {
    const ledger = new UidLedger(false);
    const state = new StateLines(ledger);
    const file = this.#files.find(({ size }) => size > 0);
    if (file !== undefined) {
      const window = new FileWindow(file.fd, 0, file.size, Math.min(this.#settings.windowBytes, 64 * 1024));
      const scanner = this.#scanner(window, ledger, state, file);
      while (!scanner.knowsBase) {
        if (!scanner.advance()) throw changedError(file);
        scanner.readHeaderOnly();
      }
    }
    const tooLarge = ledger.fault === 'too-large';
    return {
      validity: tooLarge ? undefined : ledger.validity,
      keywords: state.base.filter((name) => name !== undefined),
    };
  }

  #checkUids(file: MailFile, message: ScannedMessage): void {
    const { fault } = this.#ledger;
    if (fault === undefined) return;
    if (fault === 'too-large') {
      if (this.#trust !== 'renumber') throw new UidsVoid('renumber');
    } else if (this.uidValidity !== undefined) throw new UidsVoid('validity-void');
    if (this.#diagnostics.some(({ code }) => code === faultCodes[fault])) return;
    this.#note(faultCodes[fault], faultTexts[fault], file, message);
  }

  #note(code: string, text: string, file: MailFile, message: ScannedMessage): void {
    if (this.#diagnostics.length >= mostDiagnostics) return;
    this.#diagnostics.push({
      level: 'note',
      code,
      message: text,
      at: { file: file.name, offset: message.fromStart },
      ...(message.uid !== undefined && { uid: message.uid }),
    });
  }

  #result(file: MailFile, window: FileWindow, scanned: ScannedMessage, content: boolean): MessageResult {
    const uid = scanned.uid as number;
    this.#messages++;
    if (scanned.error !== undefined) return { ok: false, error: scanned.error, uid };
    if (!scanned.dateValid) this.#note('MBOX_DATE_INVALID', 'The From_ line has an impossible date', file, scanned);
    if (scanned.headerCut) this.#note('MBOX_HEADER_CUT', 'The file ends within a header line', file, scanned);
    const message: Message = {
      uid,
      uidAssigned: scanned.uidOnFile && this.uidValidity !== undefined,
      internalDate: scanned.internalDate,
      flags: this.#flagsOf(scanned.system, scanned.keywordSlots),
      size: scanned.wireSize,
      storedSize: scanned.storedSize,
    };
    if (!content) return { ok: true, message };
    return { ok: true, message: { ...message, content: this.#content(file, window, scanned) } };
  }

  #content(file: MailFile, window: FileWindow, scanned: ScannedMessage): NonNullable<Message['content']> {
    if (scanned.content !== undefined) {
      const { start, end } = scanned.content;
      return { views: [window.bytes.subarray(start - window.start, end - window.start)] };
    }
    const { context, windowBytes } = this.#settings;
    return { open: () => streamServed(file, scanned, context.limits.lineBytes, windowBytes) };
  }

  /** Few combinations occur in one mailbox, so each value is made once. */
  #flagsOf(system: number, slots: number): Flags {
    const key = slots * 32 + system;
    let flags = this.#flags.get(key);
    if (flags === undefined) {
      flags = createFlags(system, keywordsOfSlots(slots, this.#state.base));
      this.#flags.set(key, flags);
    }
    return flags;
  }
}

const faultCodes = {
  'not-ascending': 'MBOX_UID_NOT_ASCENDING',
  twice: 'MBOX_UID_TWICE',
  'too-large': 'MBOX_UID_TOO_LARGE',
} as const;

const faultTexts = {
  'not-ascending': 'An X-UID is not above the one before: the old server will assign a new UIDVALIDITY',
  twice: 'A message has two X-UIDs: the old server will assign a new UIDVALIDITY',
  'too-large': 'A UID or UIDVALIDITY on file is beyond 32 bits: all messages are numbered anew',
} as const;
