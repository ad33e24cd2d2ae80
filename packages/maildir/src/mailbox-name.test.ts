import { isInbox } from '@sourdine/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksShortened, parseStoredName, storeName } from './mailbox-name.ts';

/** Components that tempt the rules. */
const component = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '{', '}', '2', 'e', 'f', '&', '-', '~', '#', 'é', '\ud83d', '\0', 'A'),
  }),
  fc.constantFrom(
    'INBOX',
    'inbox',
    'Inbox',
    'cur',
    'new',
    'tmp',
    '',
    '.',
    '..',
    '{63}ur',
    '\\2e',
    'dovecot-uidlist',
    '&AOk-',
  ),
  fc.string({ minLength: 100, maxLength: 300 }),
);
const path = fc.array(component, { minLength: 1, maxLength: 4 });

describe.each([
  { layout: 'maildir++', separator: '/' },
  { layout: 'maildir++', separator: '.' },
  { layout: 'fs', separator: '/' },
] as const)('$layout with $separator', (rules) => {
  test('a directory tells its path, unless the name was shortened', () => {
    fc.assert(
      fc.property(path, (given) => {
        const { directory, shortened, visible, mapped } = storeName(given, rules);
        if (shortened) expect(looksShortened(directory)).toBe(true);
        else expect(parseStoredName(directory, rules)).toEqual(given);
        expect(mapped).toBe(JSON.stringify(visible) !== JSON.stringify(given));
      }),
      { numRuns: 2000 },
    );
  });

  test('every directory can be made, and lies below the root', () => {
    fc.assert(
      fc.property(path, (given) => {
        const { directory } = storeName(given, rules);
        expect(directory === '').toBe(isInbox(given));
        expect(directory).toMatch(/^[ -~]*$/);
        if (rules.layout === 'maildir++') expect(directory).toMatch(/^$|^\.(?!\.)[^/]+$/);
        for (const name of directory.split('/')) {
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
          expect(['.', '..', 'cur', 'new', 'tmp']).not.toContain(name);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('no two paths share a directory', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 2, maxLength: 20, selector: (given) => JSON.stringify(given) }),
        (paths) => {
          const directories = paths.map((given) => storeName(given, rules).directory);
          expect(new Set(directories).size).toBe(paths.length);
        },
      ),
    );
  });

  test('no directory name crashes the reader', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (directory) => void parseStoredName(directory, rules)));
  });
});
