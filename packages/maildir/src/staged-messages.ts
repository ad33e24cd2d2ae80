import { mkdirSync, rmSync } from 'node:fs';
import type { AppendFailure, Limits, Message } from '@sourdine/core';
import { type FlagLoss, formatMaildirSuffix, type MaildirKeywords } from '@sourdine/core-flags';
import { removeQuietly } from './errors.ts';
import { KeywordLosses } from './keyword-losses.ts';
import { LineFile, overwriteStart } from './line-file.ts';
import { flagsFile } from './mailbox-state.ts';
import { formatBaseName } from './message-name.ts';
import { readControlFile } from './safe-fs.ts';
import { refusalOf, sizeMismatch } from './message-refusal.ts';
import { SyncedFlags, SyncedFlagsWriter } from './synced-flags.ts';
import { formatUidlistHeader, formatUidlistRecord } from './uidlist.ts';
import { streamMessageFile, writeMessageFile } from './write-message-file.ts';

/** Room for the header line of a uidlist, which is known last. */
const headerWidth = 120;

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
    if (!writeMessageFile(path, message, content?.views ?? [], this.#options.fileMode))
      return { uid, error: sizeMismatch(message) };
    return this.#note(base, message, lost);
  }

  async #addStream(
    path: string,
    base: string,
    message: Message,
    lost: readonly FlagLoss[],
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<AppendFailure | undefined> {
    const error = await streamMessageFile(path, message, chunks, this.#options.fileMode);
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
}

function extensionsOf(message: Message): readonly string[] {
  return message.pop3Uidl === undefined ? noExtensions : [`P${message.pop3Uidl}`];
}

const noExtensions: readonly string[] = Object.freeze([]);
