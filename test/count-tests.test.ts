import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspaceRoot } from '../scripts/read-packages.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-tests-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the script prints of a real vitest run over one test file. */
function countTests(testFile: string, skips: 'may-skip' | 'no-skip'): string {
  writeFileSync(join(folder, 'a.test.js'), testFile);
  const report = join(folder, 'report.json');
  const vitest = join(workspaceRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--globals', '--reporter=json', `--outputFile=${report}`];
  let exitCode = '0';
  try {
    execFileSync(process.execPath, args, { cwd: workspaceRoot, stdio: 'ignore' });
  } catch {
    exitCode = '1';
  }
  return runScript(report, skips, exitCode);
}

function runScript(...args: readonly string[]): string {
  const script = join(workspaceRoot, 'scripts', 'count-tests.mjs');
  return execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

const passing = "test('a', () => expect(1).toBe(1));\n";
const failing = "test('b', () => expect(1).toBe(2));\n";
const skipped = "test.skip('c', () => {});\n";

test('counts what passed and what failed', () => {
  expect(countTests(passing + failing, 'may-skip')).toBe('1 1\n');
});

test('counts a skipped test as failed only where none may be', () => {
  expect(countTests(passing + skipped, 'may-skip')).toBe('1 0\n');
  expect(countTests(passing + skipped, 'no-skip')).toBe('1 1\n');
});

test('counts a file that cannot be loaded as failed', () => {
  expect(countTests(`throw new Error('broken');\n${passing}`, 'may-skip')).toBe('0 1\n');
});

test('counts a run without a report, and one that failed for no test, as failed', () => {
  expect(runScript(join(folder, 'absent.json'), 'may-skip', '0')).toBe('0 1\n');
  const report = join(folder, 'green.json');
  writeFileSync(report, JSON.stringify({ numPassedTests: 3, numFailedTests: 0, testResults: [] }));
  expect(runScript(report, 'may-skip', '1')).toBe('3 1\n');
  expect(runScript(report, 'may-skip', '0')).toBe('3 0\n');
});
