import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext, defaultLimits, type SourceMailbox } from '@sourdine/core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailboxFile } from '../src/index.ts';
import { readMailbox } from './read-mailbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'changes-'));
const path = join(folder, 'box');
afterAll(() => rmSync(folder, { recursive: true }));

const fromLine = 'From a@example.org Wed Dec  2 05:53:22 1992\n';

function mail(text: string, ...headers: string[]): string {
  return `${fromLine}${headers.map((header) => `${header}\n`).join('')}Subject: ${text}\n\n${text}\n\n`;
}

const base = 'X-IMAPbase: 700 9 Work';

beforeEach(() => writeFileSync(path, mail('one', base, 'X-UID: 3') + mail('two', 'X-UID: 9')));

/** Asks for batches until one is thrown at. */
async function drain(mailbox: SourceMailbox, onBatch: () => void = () => {}): Promise<void> {
  for await (const _ of mailbox.messages({ content: true })) onBatch();
}

const changed = { code: 'MAILBOX_CHANGED', scope: 'mailbox', retryable: true };

describe('a mailbox that changes under the reader', () => {
  it.each([
    ['grows', () => appendFileSync(path, mail('three'))],
    ['is replaced', () => {
      writeFileSync(`${path}.new`, mail('other'));
      renameSync(`${path}.new`, path);
    }],
    ['shrinks', () => truncateSync(path, 10)],
    ['is rewritten at the same size and time', () => {
      writeFileSync(path, mail('ONE', base, 'X-UID: 3') + mail('two', 'X-UID: 9'));
      utimesSync(path, 1_000_000_000, 1_000_000_000);
    }],
  ])('is told to have changed when it %s between opening and reading', async (_, change) => {
    utimesSync(path, 1_000_000_000, 1_000_000_000);
    await using mailbox = await openMailboxFile(path);
    change();
    await expect(drain(mailbox)).rejects.toMatchObject(changed);
  }); // prettier-ignore

  it('is told to have changed when it grows while it is read, and then read whole', async () => {
    await using mailbox = await openMailboxFile(path, { windowBytes: 64 });
    let grown = false;
    const grow = (): void => {
      if (!grown) appendFileSync(path, mail('three'));
      grown = true;
    };
    await expect(drain(mailbox, grow)).rejects.toMatchObject(changed);
    const read = await readMailbox(mailbox);
    expect(read.messages.map(({ message }) => [message.uid, message.uidAssigned])).toEqual([
      [3, true],
      [9, true],
      [10, false],
    ]);
    expect(read.rounds).toBe(1);
  });

  it('is busy when it never stays the same', async () => {
    await using mailbox = await openMailboxFile(path, { windowBytes: 64 });
    const grow = (): void => appendFileSync(path, mail('more'));
    for (let round = 1; round < 5; round++) await expect(drain(mailbox, grow)).rejects.toMatchObject(changed);
    await expect(drain(mailbox, grow)).rejects.toMatchObject({ code: 'MAILBOX_BUSY', retryable: true, side: 'busy' });
  });

  it('is noticed by the stream of a large message', async () => {
    const limits = { ...defaultLimits, streamedMessageBytes: 10 };
    await using mailbox = await openMailboxFile(path, { context: createStoreContext({ limits }), windowBytes: 16 });
    const read = async (): Promise<void> => {
      for await (const [result] of mailbox.messages({ content: true })) {
        if (!result?.ok || result.message.content === undefined || !('open' in result.message.content))
          throw new Error('not streamed');
        appendFileSync(path, 'x');
        for await (const _ of result.message.content.open());
      }
    };
    await expect(read()).rejects.toMatchObject(changed);
  });

  it('voids what was told when a later UID does not ascend', async () => {
    appendFileSync(path, mail('three', 'X-UID: 9'));
    await using mailbox = await openMailboxFile(path, { windowBytes: 64 });
    expect(mailbox.uidValidity).toBe(700);
    await expect(drain(mailbox)).rejects.toMatchObject(changed);
    expect(mailbox.uidValidity).toBeUndefined();
    const { messages, summary } = await readMailbox(mailbox);
    expect(messages.map(({ message }) => [message.uid, message.uidAssigned])).toEqual([
      [3, false],
      [9, false],
      [10, false],
    ]);
    expect(summary.diagnostics).toMatchObject([
      { code: 'MBOX_UID_NOT_ASCENDING', level: 'note', uid: 10, at: { file: path } },
    ]);
  });

  it('believes the UIDs again once they are mended', async () => {
    appendFileSync(path, mail('three', 'X-UID: 9'));
    await using mailbox = await openMailboxFile(path);
    await expect(drain(mailbox)).rejects.toMatchObject(changed);
    writeFileSync(path, mail('one', base, 'X-UID: 3'));
    const { uidValidity, messages } = await readMailbox(mailbox);
    expect(uidValidity).toBe(700);
    expect(messages.map(({ message }) => message.uidAssigned)).toEqual([true]);
  });
});

describe('limits', () => {
  const limits = { ...defaultLimits, headerBytes: 1000, lineBytes: 500, messageBytes: 3000, streamedMessageBytes: 600 };
  const open = async () => await openMailboxFile(path, { context: createStoreContext({ limits }), windowBytes: 100 });

  it.each([
    [
      'MBOX_HEADER_TOO_LONG',
      mail('x', `X-Long: ${'a'.repeat(450)}`, `X-Long: ${'a'.repeat(450)}`, `X-Long: ${'a'.repeat(450)}`),
    ],
    ['MBOX_LINE_TOO_LONG', mail('x', `X-Keywords: ${'Work '.repeat(200)}`)],
    ['MBOX_LINE_TOO_LONG', mail(`x\n\nFrom ${'a'.repeat(600)} Wed Dec  2 05:53:22 1992`)],
    ['MBOX_MESSAGE_TOO_LARGE', mail(`x\n\n${'x\n'.repeat(2000)}`)],
  ])('make one bad message, %s, and leave its neighbours', async (code, content) => {
    appendFileSync(path, `${content}${mail('after')}`);
    await using mailbox = await open();
    const { messages, errors, summary } = await readMailbox(mailbox);
    expect(errors).toMatchObject([{ code, scope: 'message', at: { file: path } }]);
    expect(messages.map(({ message }) => message.uid)).toEqual([3, 9, 11]);
    expect(summary).toMatchObject({ messages: 4, uidNext: 12 });
  });

  it('let a long line pass that cannot be a From_ line', async () => {
    appendFileSync(path, mail(`x\n\nFrom ${'a'.repeat(1200)} to the end of it all`));
    await using mailbox = await open();
    expect(await readMailbox(mailbox)).toMatchObject({ errors: [], messages: [{}, {}, {}] });
  });
});

it('stops when cancelled', async () => {
  const abort = new AbortController();
  await using mailbox = await openMailboxFile(path, {
    context: createStoreContext({ signal: abort.signal }),
    windowBytes: 64,
  });
  await expect(drain(mailbox, () => abort.abort())).rejects.toMatchObject({ code: 'CANCELLED', scope: 'cancelled' });
});
