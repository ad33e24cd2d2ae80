import {
  closeSync,
  constants,
  futimesSync,
  mkdirSync,
  openSync,
  rmSync,
  unlinkSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { type AppendFailure, type Limits, MailError, type Message } from '@sourdine/core';
import { type FlagLoss, formatMaildirSuffix, type MaildirKeywords } from '@sourdine/core-flags';
import { errnoOf } from './errors.ts';
import { KeywordLosses } from './keyword-losses.ts';
import { LineFile, overwriteStart } from './line-file.ts';
import { flagsFile } from './mailbox-state.ts';
import { formatBaseName } from './message-name.ts';
import { readControlFile } from './safe-fs.ts';
import { SyncedFlags, SyncedFlagsWriter } from './synced-flags.ts';
import { formatUidlistHeader, formatUidlistRecord, isUidlistValue, maxUid } from './uidlist.ts';

/** Room for the header line of a uidlist, which is known last. */
const headerWidth = 120;

/** mtime fits 34 bits of seconds on ext4 (1901 to 2446); other file systems hold more. */
const [oldestDate, newestDate] = [-0x8000_0000, 0x3_7fff_ffff];

const createNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export interface StagedMessagesOptions {
  /** Where to stage; made here. */
  readonly directory: string;
  readonly fileMode: number;
  readonly directoryMode: number;
  readonly keywords: MaildirKeywords;
  readonly uidValidity: number;
  readonly flagsId: string;
  /** The generation of the file to be written for a UID. */
  readonly generationOf: (uid: number) => number;
}

/**
 * Messages written but not visible yet: a mailbox in a place that no server looks at. Files go to its `cur` under their
 * final names, the uidlist and the flags to files, so that memory does not grow with their number.
 */
export class StagedMessages {
  readonly directory: string;
  readonly losses: KeywordLosses = new KeywordLosses();
  readonly #options: StagedMessagesOptions;
  readonly #cur: string;
  readonly #uidlist: LineFile;
  readonly #flags: SyncedFlagsWriter;
  #count = 0;
  #lastUid = 0;

  constructor(options: StagedMessagesOptions) {
    this.#options = options;
    this.directory = options.directory;
    this.#cur = `${options.directory}/cur`;
    mkdirSync(options.directory, options.directoryMode);
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(`${options.directory}/${name}`, options.directoryMode);
    this.#uidlist = new LineFile(`${options.directory}/dovecot-uidlist`, options.fileMode);
    this.#uidlist.write(`${' '.repeat(headerWidth)}\n`);
    this.#flags = new SyncedFlagsWriter(`${options.directory}/${flagsFile}`, options.fileMode, options.flagsId);
  }

  get flagsId(): string {
    return this.#options.flagsId;
  }

  get count(): number {
    return this.#count;
  }

  get lastUid(): number {
    return this.#lastUid;
  }

  /** Writes one message; a promise for a streamed one alone. Returns why it cannot be written alone. */
  add(message: Message): AppendFailure | undefined | Promise<AppendFailure | undefined> {
    const { uid, content } = message;
    const refusal = refusalOf(message);
    if (refusal !== undefined) return { uid, error: refusal };
    const base = formatBaseName({
      internalDate: message.internalDate,
      uidValidity: this.#options.uidValidity,
      uid,
      uidAssigned: message.uidAssigned,
      generation: this.#options.generationOf(uid),
      storedSize: message.storedSize,
      size: message.size,
    });
    const { suffix, lost } = formatMaildirSuffix(message.flags, this.#options.keywords);
    const path = `${this.#cur}/${base}${suffix}`;
    if (content !== undefined && 'open' in content) return this.#addStream(path, base, message, lost, content.open());
    if (!this.#write(path, message, content?.views ?? [])) return { uid, error: sizeMismatch(message) };
    return this.#note(base, message, lost);
  }

  async #addStream(
    path: string,
    base: string,
    message: Message,
    lost: readonly FlagLoss[],
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<AppendFailure | undefined> {
    const error = await this.#stream(path, message, chunks);
    return error === undefined ? this.#note(base, message, lost) : { uid: message.uid, error };
  }

  #note(base: string, message: Message, lost: readonly FlagLoss[]): undefined {
    const { uid } = message;
    if (lost.length > 0) this.losses.add(uid, lost);
    this.#uidlist.write(formatUidlistRecord({ uid, base, extensions: extensionsOf(message) }));
    this.#flags.add(uid, message.flags);
    this.#count++;
    this.#lastUid = uid;
  }

  /** Ends the files and writes the header over the room left for it; may be called again with another. */
  finish(header: { uidNext: number; guid: string; extensions: readonly string[] }, sync = false): void {
    const { uidValidity } = this.#options;
    this.#uidlist.close();
    this.#flags.close();
    const line = formatUidlistHeader({ ...header, uidValidity }, headerWidth);
    // Fields that no Dovecot knows of are given up where they do not fit.
    const fits = line.length === headerWidth + 1;
    const text = fits ? line : formatUidlistHeader({ ...header, uidValidity, extensions: [] }, headerWidth);
    overwriteStart(this.#uidlist.path, text, sync);
  }

  /** The flags of what is staged. After `finish`. */
  readFlags(limits: Limits): SyncedFlags {
    const text = readControlFile(`${this.directory}/${flagsFile}`, limits.messagesPerMailbox * 100, 'target');
    return SyncedFlags.parse(text ?? '', this.flagsId);
  }

  /** Removes all of it, as far as that goes. */
  discard(): void {
    this.#uidlist.discard();
    this.#flags.discard();
    // What cannot be removed now is cleared away by the next run; why we are here matters more.
    removeQuietly(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** False where the content is not as long as it was said to be; nothing is left of it then. */
  #write(path: string, message: Message, views: readonly Uint8Array[]): boolean {
    const fd = openSync(path, createNew, this.#options.fileMode);
    let written = 0;
    try {
      written = writeViews(fd, views);
      setDate(fd, message.internalDate);
    } catch (error) {
      removeQuietly(() => unlinkSync(path));
      throw error;
    } finally {
      closeSync(fd);
    }
    if (written === message.storedSize) return true;
    unlinkSync(path);
    return false;
  }

  async #stream(path: string, message: Message, chunks: AsyncIterable<Uint8Array>): Promise<MailError | undefined> {
    const fd = openSync(path, createNew, this.#options.fileMode);
    let written = 0;
    try {
      for await (const chunk of chunks) written += writeViews(fd, [chunk]);
      setDate(fd, message.internalDate);
      if (written !== message.storedSize) throw sizeMismatch(message);
      return undefined;
    } catch (error) {
      removeQuietly(() => unlinkSync(path));
      if (error instanceof MailError && error.scope === 'message') return error;
      throw error;
    } finally {
      closeSync(fd);
    }
  }
}

/** Writes views in order; returns their bytes. */
function writeViews(fd: number, views: readonly Uint8Array[]): number {
  let total = 0;
  for (const view of views) total += view.length;
  const written =
    views.length === 1 ? writeSync(fd, views[0] as Uint8Array) : views.length === 0 ? 0 : writevSync(fd, views);
  if (written < total) writeRest(fd, views, written);
  return total;
}

/** A write may end early, at a signal or at a full disk, whose error the next one tells. */
function writeRest(fd: number, views: readonly Uint8Array[], written: number): void {
  let skip = written;
  for (const view of views) {
    let at = Math.min(skip, view.length);
    skip -= at;
    while (at < view.length) at += writeSync(fd, view, at, view.length - at);
  }
}

/** Node takes a negative number for a mistake, a Date not. */
function setDate(fd: number, seconds: number): void {
  if (seconds >= 0) futimesSync(fd, seconds, seconds);
  else futimesSync(fd, new Date(seconds * 1000), new Date(seconds * 1000));
}

function extensionsOf(message: Message): readonly string[] {
  return message.pop3Uidl === undefined ? noExtensions : [`P${message.pop3Uidl}`];
}

const noExtensions: readonly string[] = Object.freeze([]);

function refusalOf(message: Message): MailError | undefined {
  if (!(message.uid >= 1 && message.uid <= maxUid))
    return refusal('MAILDIR_BAD_UID', `UID ${message.uid} is out of range`);
  const date = message.internalDate;
  if (!(date >= oldestDate && date <= newestDate))
    return refusal('MAILDIR_BAD_DATE', `The date ${date} is out of range`);
  const { pop3Uidl } = message;
  if (pop3Uidl !== undefined && !isUidlistValue(pop3Uidl))
    return refusal('MAILDIR_BAD_UIDL', 'The POP3 UIDL holds a character that none may hold');
  return undefined;
}

function sizeMismatch(message: Message): MailError {
  return refusal('MAILDIR_SIZE_MISMATCH', `The content of UID ${message.uid} is not as long as it was said to be`);
}

function refusal(code: string, message: string): MailError {
  return new MailError(message, { code, scope: 'message', side: 'target' });
}

/** Lets a system error pass: the caller has a more important one, or none. */
function removeQuietly(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (errnoOf(error) === '') throw error;
  }
}
