import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext } from '@sourdine/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMaildirSink } from '../src/index.ts';
import { fill, messageOf } from './temporary-account.ts';

/** A folder on the disk of the machine; a `sync` in it that says what it was asked, and what it is told to say. */
let folder = '';
let path: string | undefined = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sourdine-flush-'));
  path = process.env['PATH'];
  process.env['PATH'] = `${folder}:${path}`;
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

function answerSync(script: string): void {
  writeFileSync(join(folder, 'sync'), `#!/bin/sh\necho "$@" >>'${folder}/log'\n${script}\n`, { mode: 0o755 });
}

/** On a file system in memory there is nothing to flush. */
function inMemory(): boolean {
  return [0x01021994, 0x858458f6].includes(statfsSync(folder).type);
}

async function fillMany(count: number): Promise<readonly string[]> {
  await using sink = await createMaildirSink({ root: join(folder, 'Maildir') }).open(createStoreContext());
  const messages = Array.from({ length: count }, (_, i) => messageOf(i + 1));
  await fill(sink, ['many'], messages).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'MAILDIR_IO_ERROR', scope: 'account', side: 'target' });
  });
  return (await sink.mailboxes()).map(({ path: [name = ''] }) => name);
}

function asked(): readonly string[] {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

test('many messages are flushed by one call, before they show', async () => {
  answerSync('exit 0');
  expect(await fillMany(100)).toEqual(['many']);
  expect(asked()).toHaveLength(inMemory() ? 0 : 1);
  for (const line of asked()) expect(line).toMatch(/^-f .*\/Maildir\/tmp\/sourdine-staging\//);
});

test('few are flushed one by one', async () => {
  answerSync('exit 1');
  expect(await fillMany(3)).toEqual(['many']);
  expect(asked()).toEqual([]);
});

test('many are flushed one by one where there is no such program', async () => {
  answerSync("echo 'sync: unrecognized option: f' >&2; exit 1");
  expect(await fillMany(100)).toEqual(['many']);
});

test('what the disk cannot keep does not show', async () => {
  answerSync('echo "sync: error syncing \'$2\': Input/output error" >&2; exit 1');
  expect(await fillMany(100)).toEqual(inMemory() ? ['many'] : []);
});
