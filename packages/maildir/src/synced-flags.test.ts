import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createFlags, type Flags } from '@sourdine/core-flags';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { formatState, parseState } from './mailbox-state.ts';
import { formatSubscriptions, parseSubscriptions } from './subscriptions.ts';
import { SyncedFlags, SyncedFlagsWriter } from './synced-flags.ts';

const folder = mkdtempSync(`${tmpdir()}/sourdine-flags-`);
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function write(all: readonly (readonly [number, Flags | undefined])[]): string {
  const path = `${folder}/${++files}`;
  const writer = new SyncedFlagsWriter(path, 0o600, 'id');
  for (const [uid, flags] of all) writer.add(uid, flags);
  writer.close();
  return readFileSync(path, 'latin1');
}

test('equal flags of neighbours take one line', () => {
  const seen = createFlags(8);
  expect(
    write([
      [1, seen],
      [5, createFlags(8)],
      [6, undefined],
      [7, createFlags(8, ['a'])],
      [9, createFlags(1, ['A', 'é'])],
    ]),
  ).toBe('sourdine-flags 1 id\n1-5 8\nk 0 a\nk 1 \xc3\xa9\n7-7 8 0\n9-9 1 0 1\nend\n');
});

test('what was written is read back', () => {
  const flags = fc.option(
    fc
      .tuple(fc.nat(31), fc.subarray(['a', 'B', '$Forwarded', 'é']))
      .map(([system, names]) => createFlags(system, names)),
    { nil: undefined },
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1000 }), flags), { selector: ([uid]) => uid }),
      (all) => {
        const ordered = all.sort(([a], [b]) => a - b);
        const read = SyncedFlags.parse(write(ordered), 'id');
        for (const [uid, given] of ordered) expect(read.get(uid)).toEqual(given);
      },
    ),
    { numRuns: 50 },
  );
});

test('a file cut off, broken or of another pass tells nothing', () => {
  const text = write([
    [1, createFlags(8)],
    [2, createFlags(0)],
  ]);
  for (const bad of ['', text.slice(0, -2), text.slice(0, -5), `${text}x`, text.replace('1-1', 'x')]) {
    expect(SyncedFlags.parse(bad, 'id').get(1)).toBeUndefined();
  }
  expect(SyncedFlags.parse(text, 'other').get(1)).toBeUndefined();
  expect(SyncedFlags.parse(text, 'id').get(1)).toEqual(createFlags(8));
  fc.assert(
    fc.property(fc.string(), (noise) => void SyncedFlags.parse(`sourdine-flags 1 id\n${noise}\nend\n`, 'id').get(1)),
  );
});

test('the state is read back, and no text crashes its reader', () => {
  const state = { uidValidity: 5, voided: [4], token: 'é\ud800 "', fingerprint: '1 2', flagsId: 'x' };
  expect(parseState(formatState(state))).toEqual(state);
  for (const bad of [
    '',
    'sourdine-state 1\n',
    'sourdine-state 1\n{}',
    'sourdine-state 1\n{"voided":["x"]}',
    'sourdine-state 2\n{"voided":[]}',
  ])
    expect(parseState(bad)).toBeUndefined();
  fc.assert(fc.property(fc.json(), (json) => void parseState(`sourdine-state 1\n${json}`)));
});

test('subscriptions are read back', () => {
  const name = fc.string({ minLength: 1, unit: fc.constantFrom('a', '\t', '\x01', '\r', '\0', '\n', '\\', '&', '.') });
  fc.assert(
    fc.property(fc.uniqueArray(name), (names) => {
      expect(parseSubscriptions(formatSubscriptions(names, '.'), '.')).toEqual(names);
    }),
  );
  expect(parseSubscriptions('INBOX\na/b\n\na/b', '/')).toEqual(['INBOX', 'a/b']);
});
