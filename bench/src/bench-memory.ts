import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from './run-process.ts';

export interface MemoryOptions {
  readonly bin: string;
  readonly folder: string;
}

export interface MemoryResult {
  /** Peak resident memory of the first pass, MiB, by what was read. */
  readonly rows: readonly { readonly name: string; readonly messages: number; readonly peakMib: number }[];
}

const mib = 1024 ** 2;

/** Peak memory of a first pass: of a large mailbox with a huge message, and of ten times as many messages. */
export async function benchMemory(options: MemoryOptions): Promise<MemoryResult> {
  const rows: { name: string; messages: number; peakMib: number }[] = [];
  const measure = async (name: string, write: (file: string) => number): Promise<void> => {
    const folder = mkdtempSync(path.join(options.folder, 'sourdine-memory-'));
    try {
      const inbox = path.join(folder, 'inbox');
      mkdirSync(path.join(folder, 'home'));
      const messages = write(inbox);
      const urls = [`mbox:${folder}/home?inbox=${inbox}&folders=mail`, `maildir:${folder}/Maildir`];
      const run = await runProcess([
        process.execPath,
        options.bin,
        'sync',
        ...urls,
        '--as',
        'root',
        '--json',
        '--quiet',
      ]);
      rows.push({ name, messages, peakMib: run.peakMib });
      process.stderr.write(`memory: ${name} ${run.peakMib.toFixed(0)} MiB\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await measure('2 GiB mbox, one message of 200 MiB', (file) => writeLarge(file, 2048 * mib, 200 * mib));
  await measure('20,000 messages of 400 bytes', (file) => writeSmall(file, 20_000));
  await measure('200,000 messages of 400 bytes', (file) => writeSmall(file, 200_000));
  return { rows };
}

function writeLarge(file: string, bytes: number, largest: number): number {
  const fd = openSync(file, 'w');
  const line = Buffer.from(`${'x'.repeat(75)}\n`);
  const block = Buffer.alloc(mib, line);
  let written = 0;
  let messages = 0;
  const message = (size: number): void => {
    written += writeSync(fd, messageHead(++messages));
    for (let left = size; left > 0; left -= block.length)
      written += writeSync(fd, block, 0, Math.min(left, block.length));
    written += writeSync(fd, '\n\n');
  };
  message(largest);
  while (written < bytes) message(64 * 1024);
  closeSync(fd);
  return messages;
}

function writeSmall(file: string, messages: number): number {
  const fd = openSync(file, 'w');
  const body = Buffer.from(`${'y'.repeat(70)}\n`.repeat(3) + '\n');
  for (let i = 1; i <= messages; i++) writeSync(fd, Buffer.concat([messageHead(i), body]));
  closeSync(fd);
  return messages;
}

function messageHead(uid: number): Buffer {
  const base = uid === 1 ? 'X-IMAPbase: 1190721925 0000000001\n' : '';
  return Buffer.from(
    `From u@example Tue Sep 25 12:05:25 2007\nFrom: u@example\nSubject: ${uid}\n${base}Status: RO\nX-UID: ${uid}\n\n`,
  );
}
