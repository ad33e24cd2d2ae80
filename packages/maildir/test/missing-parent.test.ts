import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
