import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..');

it('every code of this package is in the README, and no other', () => {
  const sources = readdirSync(join(folder, 'src')).map((name) => readFileSync(join(folder, 'src', name), 'utf8'));
  const used = sources.join('\n').matchAll(/'((?:MBOX|MBX|MAILBOX)_[A-Z0-9_]+)'/g);
  const told = readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/`((?:MBOX|MBX|MAILBOX)_[A-Z0-9_]+)`/g);
  const codes = (found: Iterable<RegExpMatchArray>) => new Set([...found].map(([, code]) => code));
  expect(codes(told)).toEqual(codes(used));
});
