import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeName, escapeName } from '../src/index.ts';
import { assignPaths, plainPath } from '../src/path-names.ts';

const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map((name) => Buffer.from(name)),
  fc.array(fc.constantFrom('&', '-', '&APw-', 'ü', '%', '25', '%25', 'A', 'INBOX', '\xff', '&-', 'é'), { minLength: 1, maxLength: 5 })
    .chain((parts) => fc.constantFrom('utf8', 'latin1').map((encoding) => Buffer.from(parts.join(''), encoding as BufferEncoding))),
).filter((name) => !name.includes(0) && !name.includes(47)); // prettier-ignore

describe('a name on disk', () => {
  it.each([
    ['Entw&APw-rfe', 'latin1', 'Entwürfe'],
    ['Entwürfe', 'utf8', 'Entwürfe'],
    ['Entwürfe', 'latin1', 'Entw%FCrfe'],
    ['R&D', 'latin1', 'R&D'],
    ['100%25', 'latin1', '100%2525'],
    ['100%', 'latin1', '100%'],
    ['v1.2 release', 'latin1', 'v1.2 release'],
  ] as const)('%s in %s is read as %s', (name, encoding, text) => {
    expect(decodeName(Buffer.from(name, encoding))).toBe(text);
  });

  it('is escaped in a way that no other name is read', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        fc.pre(!a.equals(b));
        for (const first of [true, false]) {
          if (escapeName(a, first) !== decodeName(a)) expect(escapeName(a, first)).not.toBe(decodeName(b));
          expect(escapeName(a, first)).not.toBe(escapeName(b, first));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('paths of files', () => {
  const file = (...names: string[]) => ({ names: names.map((name) => Buffer.from(name)) });

  it('are never shared, nor the inbox, whatever the names', () => {
    const names = fc.uniqueArray(fc.array(bytes, { minLength: 1, maxLength: 2 }), {
      selector: (parts) => parts.map((part) => part.toString('hex')).join('/'),
    });
    fc.assert(
      fc.property(names, names, (within, elsewhere) => {
        const first = within.map((parts) => ({ names: parts }));
        const second = elsewhere.map((parts) => ({ names: parts }));
        const paths = [...assignPaths(first, second).values()];
        expect(paths).toHaveLength(within.length + elsewhere.length);
        expect(new Set(paths.map((path) => path.join('\0'))).size).toBe(paths.length);
        for (const path of paths) expect(path.join('/').toUpperCase()).not.toBe('INBOX');
      }),
      { numRuns: 1000 },
    );
  });

  it('are the plain names for modified UTF-7, and escaped for the other of two', () => {
    const [encoded, raw] = [file('Entw&APw-rfe'), file('Entwürfe')];
    const paths = assignPaths([raw, encoded], []);
    expect(paths.get(encoded)).toEqual(['Entwürfe']);
    expect(paths.get(raw)).toEqual(['Entw%C3%BCrfe']);
  });

  it('set a file elsewhere behind one in the folder', () => {
    const [within, elsewhere] = [file('Archive'), file('Archive')];
    const paths = assignPaths([within], [elsewhere]);
    expect([paths.get(within), paths.get(elsewhere)]).toEqual([['Archive'], ['%41rchive']]);
  });

  it.each(['INBOX', 'inbox', 'Inbox'])('leave INBOX to the inbox: %s', (name) => {
    const escaped = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    expect(plainPath([Buffer.from(name)])).toEqual([escaped]);
    expect(plainPath([Buffer.from(name), Buffer.from('a')])).toEqual([name, 'a']);
  });
});
