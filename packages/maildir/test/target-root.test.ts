import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext } from '@sourdine/core';
import { expect, it } from 'vitest';
import { createMaildirSink } from '../src/index.ts';

it('makes the root but not what is above it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourdine-parent-'));
  try {
    const mistyped = createMaildirSink({ root: join(folder, 'hmoe/ada/Maildir') });
    await expect(mistyped.open(createStoreContext())).rejects.toMatchObject({ code: 'MAILDIR_NO_PARENT' });
    expect(existsSync(join(folder, 'hmoe'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
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
