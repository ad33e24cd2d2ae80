import { describe, expect, test } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import { OldSide } from './old-side.ts';
import { runBin } from './run-bin.ts';

describe('standard output', () => {
  test('may be closed before the end', async () => {
    using old = new OldSide();
    const run = await runBin(['inspect', old.source], {
      onStart: (child) => child.stdout?.destroy(),
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test('may be read by head', async () => {
    using old = new OldSide();
    const run = await runBin(['inspect', old.source], { under: ['sh', '-c', '"$@" | head -1', 'sh'] });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toHaveLength(2);
  });

  test('holds names that are harmless', async () => {
    using old = new OldSide();
    old.write('mail/evil\u001b]0;owned\u0007\u202e', 'From a Tue Sep 25 14:05:25 2007\nSubject: x\n\nx\n');
    const run = await runBin(['inspect', old.source]);
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(run.stdout).toContain('evil');
  });
});

describe('a defect', () => {
  const broken = (env: NodeJS.ProcessEnv): { said: () => string; streams: Parameters<typeof runCli>[1] } => {
    let said = '';
    const stdout = {
      write: () => {
        throw new TypeError('the pipe is made of jelly');
      },
    };
    return { said: () => said, streams: { stdout, stderr: { write: (text) => (said += text) }, env } };
  };

  test('is one line and exit code 70', async () => {
    const { said, streams } = broken({});
    expect(await runCli(['completion', 'bash'], streams)).toBe(70);
    expect(said()).toBe('sourdine: internal error: the pipe is made of jelly (SOURDINE_DEBUG=1 shows where)\n');
  });

  test('has a JSON document as well', async () => {
    using old = new OldSide();
    const preload =
      'import fs from "node:fs"; import { syncBuiltinESMExports as sync } from "node:module";' +
      'fs.readdirSync = () => { throw new TypeError("made of jelly") }; sync();';
    const run = await runBin(['inspect', '--json', old.source], { preload });
    expect(run.code).toBe(70);
    expect(JSON.parse(run.stdout)).toMatchObject({
      version: 1,
      exitCode: 70,
      errors: [{ code: 'INTERNAL_ERROR', message: 'made of jelly', side: 'internal' }],
    });
    expect(run.stderr).toContain('internal error: made of jelly');
  });

  test('is shown in full with SOURDINE_DEBUG', async () => {
    const { said, streams } = broken({ SOURDINE_DEBUG: '1' });
    expect(await runCli(['completion', 'bash'], streams)).toBe(70);
    expect(said()).toMatch(/jelly\n +at /);
  });
});

test('an old Node says so', async () => {
  const preload = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
  const run = await runBin(['--version'], { preload });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toBe('sourdine: this is Node 20.20.2, and sourdine needs Node 24 or newer.\n');
});
