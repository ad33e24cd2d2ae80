import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';
import {
  BareLfCounter,
  type Limits,
  MailError,
  type Message,
  type MessageContent,
  type MessageResult,
} from '@sourdine/core';
import { type MaildirKeywords, parseMaildirSuffix } from '@sourdine/core-flags';
import { errnoOf, maildirError } from './errors.ts';
import { openMessage, readChunks } from './message-file.ts';
import { type FilePath, fileIn } from './safe-fs.ts';
import { type MaildirFile, scanMailbox } from './scan.ts';

/** A message that is to be read. */
export interface PlannedMessage {
  readonly file: MaildirFile;
  readonly uid: number;
  readonly uidAssigned: boolean;
  readonly extensions: readonly string[];
}

const batchMessages = 256;
const batchBytes = 8 * 1024 ** 2;

/** Reads messages in batches, small ones into one buffer that is used again, large ones as streams. */
export class MessageReader {
  readonly #directory: string;
  readonly #keywords: MaildirKeywords;
  readonly #limits: Limits;
  readonly #withContent: boolean;
  readonly #buffer: Buffer;
  #used = 0;

  constructor(directory: string, keywords: MaildirKeywords, limits: Limits, withContent: boolean) {
    this.#directory = directory;
    this.#keywords = keywords;
    this.#limits = limits;
    this.#withContent = withContent;
    this.#buffer = Buffer.allocUnsafeSlow(
      withContent ? Math.max(batchBytes, limits.streamedMessageBytes + 1) : 64 * 1024,
    );
  }

  *batches(messages: readonly PlannedMessage[]): Iterable<readonly MessageResult[]> {
    let batch: MessageResult[] = [];
    this.#used = 0;
    for (const planned of messages) {
      let result = this.#read(planned);
      if (result === 'full' || batch.length >= batchMessages) {
        yield batch;
        batch = [];
        this.#used = 0;
        result = this.#read(planned);
      }
      if (result !== 'full' && result !== 'gone') batch.push(result);
    }
    if (batch.length > 0) yield batch;
  }

  #read(planned: PlannedMessage): MessageResult | 'full' | 'gone' {
    const found = this.#open(planned);
    if (found === 'gone') return 'gone';
    if ('error' in found) return { ok: false, error: found.error, uid: planned.uid };
    const { fd, path, file } = found;
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return failed(planned, 'MAILDIR_NOT_A_FILE', 'A message is no regular file');
      if (stat.size > this.#limits.messageBytes)
        return failed(planned, 'MAILDIR_MESSAGE_TOO_LARGE', 'A message is too large');
      const body = this.#measure(fd, path, stat, file.base);
      if (body === 'full') return 'full';
      return { ok: true, message: this.#describe(planned, file, stat, body) };
    } catch (error) {
      const mailError = maildirError(error, 'source', String(path), 'message');
      if (mailError.scope !== 'message') throw mailError;
      return { ok: false, error: mailError, uid: planned.uid };
    } finally {
      closeSync(fd);
    }
  }

  /** Opens the file where it is now: another program may have changed its flags since. */
  #open({ file }: PlannedMessage): { fd: number; path: FilePath; file: MaildirFile } | { error: MailError } | 'gone' {
    for (let found: MaildirFile | undefined = file, attempt = 0; found !== undefined && attempt < 3; attempt++) {
      const path = fileIn(`${this.#directory}/${found.directory}`, found.name);
      try {
        return { fd: openMessage(path), path, file: found };
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT') return { error: maildirError(error, 'source', String(path), 'message') };
        found = scanMailbox(this.#directory).files.get(file.base);
      }
    }
    return 'gone';
  }

  #measure(fd: number, path: FilePath, stat: Stats, base: string): MeasuredBody | 'full' {
    if (stat.size > this.#limits.streamedMessageBytes || (!this.#withContent && stat.size > this.#buffer.length)) {
      const size = stat.size + (this.#withContent ? countBareLf(fd) : this.#namedGrowth(fd, stat, base));
      return { size, content: { open: () => readUnchanged(path, stat) } };
    }
    if (!this.#withContent) return { size: stat.size + this.#namedGrowth(fd, stat, base) };
    if (this.#used + stat.size + 1 > this.#buffer.length) return 'full';
    const view = this.#buffer.subarray(this.#used, this.#used + readWhole(fd, this.#buffer, this.#used, stat.size));
    if (view.length !== stat.size) throw changed(path);
    this.#used += view.length;
    const counter = new BareLfCounter();
    counter.add(view);
    return { size: view.length + counter.count, content: { views: [view] } };
  }

  /** Without content the sizes in the name are believed where the stored one is true; else the file is read. */
  #namedGrowth(fd: number, stat: Stats, base: string): number {
    const named = /,S=([0-9]{1,15}),W=([0-9]{1,15})(?:,|$)/.exec(base);
    if (named !== null && Number(named[1]) === stat.size) return Number(named[2]) - stat.size;
    return countBareLf(fd);
  }

  #describe(
    { uid, uidAssigned, extensions }: PlannedMessage,
    file: MaildirFile,
    stat: Stats,
    body: MeasuredBody,
  ): Message {
    const pop3Uidl = extensions.find((extension) => extension.startsWith('P'))?.slice(1);
    return {
      uid,
      uidAssigned,
      internalDate: Math.floor(stat.mtimeMs / 1000),
      flags: parseMaildirSuffix(file.suffix, this.#keywords).flags,
      size: body.size,
      storedSize: stat.size,
      ...(pop3Uidl !== undefined && pop3Uidl !== '' && { pop3Uidl }),
      ...(this.#withContent && body.content !== undefined && { content: body.content }),
    };
  }
}

interface MeasuredBody {
  readonly size: number;
  readonly content?: MessageContent;
}

function failed({ uid }: PlannedMessage, code: string, message: string): MessageResult {
  return { ok: false, uid, error: new MailError(message, { code, scope: 'message', side: 'source' }) };
}

function readWhole(fd: number, buffer: Buffer, at: number, size: number): number {
  let length = 0;
  // One byte more than expected tells a file that grows.
  for (let got = -1; got !== 0 && length <= size; length += got)
    got = readSync(fd, buffer, at + length, size + 1 - length, length);
  return length;
}

function countBareLf(fd: number): number {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  const counter = new BareLfCounter();
  for (let at = 0, got = -1; got !== 0; at += got) {
    got = readSync(fd, buffer, 0, buffer.length, at);
    counter.add(buffer.subarray(0, got));
  }
  return counter.count;
}

async function* readUnchanged(path: FilePath, stat: Stats): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of readChunks(path)) {
    bytes += chunk.length;
    if (bytes > stat.size) throw changed(path);
    yield chunk;
  }
  if (bytes !== stat.size) throw changed(path);
}

function changed(path: FilePath): MailError {
  return new MailError('A message changed while it was read', {
    code: 'MAILBOX_CHANGED',
    scope: 'mailbox',
    side: 'source',
    retryable: true,
    at: { file: String(path) },
  });
}
