import { closeSync, constants, futimesSync, openSync, unlinkSync, writeSync, writevSync } from 'node:fs';
import { MailError, type Message } from '@sourdine/core';
import { removeQuietly } from './errors.ts';
import { sizeMismatch } from './message-refusal.ts';

const createNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a new file in one go; its mtime is INTERNALDATE. False where the content is not as long as it was said to be; nothing
 * is left of it then, nor where the system says no, which is thrown.
 */
export function writeMessageFile(path: string, message: Message, views: readonly Uint8Array[], mode: number): boolean {
  const fd = openSync(path, createNew, mode);
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

/** The same piece by piece. Answers why the message cannot be had, which its content may say as well. */
export async function streamMessageFile(
  path: string,
  message: Message,
  chunks: AsyncIterable<Uint8Array>,
  mode: number,
): Promise<MailError | undefined> {
  const fd = openSync(path, createNew, mode);
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
