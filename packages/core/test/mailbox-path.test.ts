import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMailboxPaths, formatMailboxPath, inboxPath, isInbox, mailboxKey } from '../src/index.ts';

const component = fc.oneof(
  fc.constantFrom('INBOX', 'a', 'a.b', 'a/b', '/', 'é'),
  fc.string().filter((s) => !s.includes('\0')),
);
const path = fc.array(component, { minLength: 1, maxLength: 4 });

describe('isInbox', () => {
  it('is true of INBOX alone, spelled so', () => {
    expect(isInbox(inboxPath)).toBe(true);
    expect(isInbox(['INBOX'])).toBe(true);
    expect(isInbox(['inbox'])).toBe(false);
    expect(isInbox(['INBOX', 'INBOX'])).toBe(false);
    expect(isInbox([])).toBe(false);
  });
});

describe('mailboxKey', () => {
  it('is equal for equal paths alone', () => {
    expect(mailboxKey(['a/b'])).not.toBe(mailboxKey(['a', 'b']));
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(mailboxKey(a) === mailboxKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe('compareMailboxPaths', () => {
  it('puts INBOX first, then parents before children before siblings', () => {
    const sorted = [['INBOX'], ['A'], ['A', 'z'], ['A.'], ['INBOX', 'x'], ['a']];
    expect(sorted.toReversed().sort(compareMailboxPaths)).toEqual(sorted);
  });

  it('is a total order in which equal paths alone are equal', () => {
    fc.assert(
      fc.property(path, path, path, (a, b, c) => {
        expect(compareMailboxPaths(a, b) === 0).toBe(mailboxKey(a) === mailboxKey(b));
        expect(Math.sign(compareMailboxPaths(a, b))).toBe(-Math.sign(compareMailboxPaths(b, a)) + 0);
        if (compareMailboxPaths(a, b) < 0 && compareMailboxPaths(b, c) < 0) {
          expect(compareMailboxPaths(a, c)).toBe(-1);
        }
      }),
    );
  });
});

describe('formatMailboxPath', () => {
  it('joins with a slash and cannot drive a terminal', () => {
    expect(formatMailboxPath(['Work', 'v1.2 release'])).toBe('Work/v1.2 release');
    expect(formatMailboxPath(['a\u001b[2J\u009bb\n'])).toBe('a\ufffd[2J\ufffdb\ufffd');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (names) => {
        // eslint-disable-next-line no-control-regex -- that is the point
        expect(formatMailboxPath(names)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
