import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext, type MailboxPath, type Message, type Sink, type StoreContext } from '@sourdine/core';
import { createFlags } from '@sourdine/core-flags';
import { createMaildirSink, createMaildirSource, type MaildirOptions } from '../src/index.ts';

/** In memory where that is to be had: these tests make thousands of files. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A clock that lets nobody wait for the file system's to tick: no test changes a file twice in a tick. */
export const later = (): number => Date.now() + 60_000;

/** A folder that is removed when disposed of, with a Maildir in it. */
export class TemporaryAccount implements Disposable {
  readonly folder: string = mkdtempSync(join(base, 'sourdine-maildir-'));
  readonly root: string = join(this.folder, 'Maildir');

  sink(options: Partial<MaildirOptions> = {}, context: Partial<StoreContext> = {}): Promise<Sink> {
    return createMaildirSink({ root: this.root, ...options }).open(createStoreContext(context));
  }

  /** What a source reads of a mailbox. */
  async read(path: MailboxPath, options: Partial<MaildirOptions> = {}): Promise<ReadMailbox> {
    await using source = await createMaildirSource({ root: this.root, ...options }).open(
      createStoreContext({ now: later }),
    );
    const info = (await source.mailboxes()).mailboxes.find((each) => each.path.join('\0') === path.join('\0'));
    if (info === undefined) throw new Error(`no mailbox ${path.join('/')}`);
    await using mailbox = await source.openMailbox(info);
    const messages: ReadMessage[] = [];
    for await (const batch of mailbox.messages({ content: true })) {
      for (const result of batch) {
        if (!result.ok) throw result.error;
        const { content, ...message } = result.message;
        messages.push({ ...message, text: await readText(content) });
      }
    }
    return {
      uidValidity: mailbox.uidValidity,
      uidNext: mailbox.summary().uidNext,
      keywords: mailbox.keywords,
      messages,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface ReadMailbox {
  readonly uidValidity: number | undefined;
  readonly uidNext: number;
  readonly keywords: readonly string[];
  readonly messages: readonly ReadMessage[];
}

export type ReadMessage = Omit<Message, 'content'> & { readonly text: string };

async function readText(content: Message['content']): Promise<string> {
  if (content === undefined) return '';
  if ('views' in content) return Buffer.concat(content.views).toString('latin1');
  const chunks: Buffer[] = [];
  for await (const chunk of content.open()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
}

/** A message with LF ends of line; its text names the UID unless given. */
export function messageOf(uid: number, given: Partial<Message> & { text?: string } = {}): Message {
  const { text = `Subject: ${uid}\n\nText of ${uid}\n`, ...rest } = given;
  const bytes = Buffer.from(text, 'latin1');
  const bare = text.replaceAll('\r\n', '').split('\n').length - 1;
  return {
    uid,
    uidAssigned: true,
    internalDate: 1_190_721_925 + uid,
    flags: createFlags(0),
    size: bytes.length + bare,
    storedSize: bytes.length,
    content: { views: [bytes] },
    ...rest,
  };
}

/** Fills a mailbox in one transaction. */
export async function fill(
  sink: Sink,
  path: MailboxPath,
  messages: readonly Message[],
  uidNext?: number,
): Promise<void> {
  await using mailbox = await sink.openMailbox(path);
  mailbox.begin(1_190_000_000);
  const failures = await mailbox.append(messages);
  if (failures[0] !== undefined) throw failures[0].error;
  await mailbox.commit({ uidNext: uidNext ?? (messages.at(-1)?.uid ?? 0) + 1, keywords: [], sourceToken: 'token' });
}
