import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext } from '@sourdine/core';
import { expect, it } from 'vitest';
import { createMaildirSink } from '../src/index.ts';

it('makes the root and what is missing above it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourdine-parent-'));
  try {
    const root = join(folder, 'new/users/ada/Maildir');
    await using sink = await createMaildirSink({ root }).open(createStoreContext());
    expect(await sink.mailboxes()).toEqual([]);
    expect(existsSync(root)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says so where no folder can be made', async () => {
  const open = createMaildirSink({ root: '/proc/sourdine/Maildir' }).open(createStoreContext());
  await expect(open).rejects.toMatchObject({ side: 'target', scope: 'account' });
});

it('a file is no Maildir, and stays as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourdine-parent-'));
  try {
    const root = join(folder, 'mail');
    writeFileSync(root, 'mine');
    await expect(createMaildirSink({ root }).open(createStoreContext())).rejects.toMatchObject({
      code: 'MAILDIR_NOT_A_DIRECTORY',
    });
    expect(readFileSync(root, 'utf8')).toBe('mine');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
