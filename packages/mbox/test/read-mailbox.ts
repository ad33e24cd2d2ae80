import { MailError, type Message, type SourceMailbox, type SourceMailboxSummary } from '@sourdine/core';

export interface ReadMessage {
  readonly message: Message;
  /** The stored form. */
  readonly bytes: Buffer;
}

export interface ReadMailbox {
  readonly uidValidity: number | undefined;
  readonly keywords: readonly string[];
  readonly messages: readonly ReadMessage[];
  readonly errors: readonly MailError[];
  readonly summary: SourceMailboxSummary;
  /** How often it had to be read again. */
  readonly rounds: number;
}

/** Reads all of a mailbox, again where it changed, with copies of all contents. */
export async function readMailbox(mailbox: SourceMailbox): Promise<ReadMailbox> {
  for (let rounds = 1; ; rounds++) {
    try {
      return { ...(await readOnce(mailbox)), rounds };
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'MAILBOX_CHANGED') throw error;
    }
  }
}

async function readOnce(mailbox: SourceMailbox): Promise<Omit<ReadMailbox, 'rounds'>> {
  const { uidValidity, keywords } = mailbox;
  const messages: ReadMessage[] = [];
  const errors: MailError[] = [];
  for await (const batch of mailbox.messages({ content: true })) {
    for (const result of batch) {
      if (result.ok) messages.push({ message: result.message, bytes: await readContent(result.message) });
      else errors.push(result.error);
    }
  }
  return { uidValidity, keywords, messages, errors, summary: mailbox.summary() };
}

export async function readContent({ content }: Message): Promise<Buffer> {
  if (content === undefined) throw new Error('no content');
  if ('views' in content) return Buffer.concat(content.views);
  const chunks: Buffer[] = [];
  for await (const chunk of content.open()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
