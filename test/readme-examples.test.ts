import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readPackages } from '../scripts/read-packages.ts';
import { parseReadmeExample } from '../scripts/readme-example.ts';

const run = promisify(execFile);

/**
 * Runs an example as a file of that package, so that its imports of `@sourdine/...` find what the package may import.
 * Rejects with what it printed when it exits with anything but 0.
 */
async function runExample(folder: string, example: string): Promise<void> {
  const file = join(folder, `.readme-example-${process.pid}.ts`);
  writeFileSync(file, example);
  try {
    await run(process.execPath, [file], { cwd: folder, timeout: 60_000 });
  } finally {
    rmSync(file, { force: true });
  }
}

describe('the example in the README of', () => {
  test.for(readPackages())('$manifest.name runs', async ({ folder }) => {
    const example = parseReadmeExample(readFileSync(join(folder, 'README.md'), 'utf8'));
    expect(example, 'a README has a block that begins with ```ts').toBeDefined();
    await runExample(folder, example ?? '');
  });
});

describe('the check itself', () => {
  const { folder } = readPackages()[0] ?? expect.fail('there are no packages');

  test('fails on an example that throws', async () => {
    await expect(runExample(folder, "throw new Error('wrong');")).rejects.toThrow('wrong');
  });

  test('fails on an import that is not there', async () => {
    await expect(runExample(folder, "import '@sourdine/nothing';")).rejects.toThrow('ERR_MODULE_NOT_FOUND');
  });

  test('takes the first TypeScript block alone', () => {
    const markdown = '# x\n```sh\nnpm i x\n```\n```ts\nfirst();\n```\n```ts\nsecond();\n```\n';
    expect(parseReadmeExample(markdown)).toBe('first();\n');
    expect(parseReadmeExample('# x\n\n```sh\nnpm i x\n```\n')).toBeUndefined();
  });
});
