import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../src/generate/generated-files.ts';

const root = new URL('../../../', import.meta.url);

describe('made from the program and not stale (pnpm --filter @sourdine/cli run generate)', () => {
  test.for([...generatedFiles()])('%s', ([path, text]) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(text);
  });
});
