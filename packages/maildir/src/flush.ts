import { execFile } from 'node:child_process';
import { closeSync, constants, fsyncSync, openSync, statfsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { FilePath } from './safe-fs.ts';

/** File systems in memory, where there is nothing to write to disk (statfs(2): TMPFS_MAGIC, RAMFS_MAGIC). */
const memoryFileSystems = new Set([0x01021994, 0x858458f6]);

/** Up to so many files are flushed one by one; more of them by one flush of the file system. */
const fewFiles = 64;

/** Writes files to disk: their contents, not the directories that name them. */
export async function flushFiles(directory: string, files: () => Iterable<FilePath>, count: number): Promise<void> {
  if (count === 0 || memoryFileSystems.has(statfsSync(directory).type)) return;
  if (count > fewFiles && (await syncFileSystem(directory))) return;
  for (const file of files()) syncFile(file);
}

/**
 * syncfs(2) by coreutils' `sync -f`, which Node has no call for. False where there is no such program: then the files are
 * flushed one by one. Throws what the disk says.
 */
async function syncFileSystem(directory: string): Promise<boolean> {
  try {
    await promisify(execFile)('sync', ['-f', directory]);
    return true;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const failed = /input\/output error|no space|quota/i.exec(text);
    if (failed === null) return false;
    const errno = /input/i.test(failed[0]) ? 'EIO' : 'ENOSPC';
    throw Object.assign(new Error(`${errno}: ${text.trim()}`), { code: errno });
  }
}

function syncFile(file: FilePath): void {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
