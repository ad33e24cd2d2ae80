import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { MessageContent } from '@sourdine/core';
import { fileIn } from './safe-fs.ts';
import type { MaildirFile } from './scan.ts';

const chunkBytes = 256 * 1024;

/** A message's content as a stream; the file is opened when it is read. */
export function readMessageFile(directory: string, file: Pick<MaildirFile, 'directory' | 'name'>): MessageContent {
  return { open: () => readChunks(fileIn(`${directory}/${file.directory}`, file.name)) };
}

/** The file in chunks; a chunk is valid until the next is asked for. */
export async function* readChunks(path: ReturnType<typeof fileIn>): AsyncGenerator<Uint8Array> {
  const fd = openMessage(path);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, fstatSync(fd).size)));
    for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) yield buffer.subarray(0, got);
  } finally {
    closeSync(fd);
  }
}

/** Opens a file to read; follows no link, waits for no pipe. */
export function openMessage(path: ReturnType<typeof fileIn>): number {
  return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
}
