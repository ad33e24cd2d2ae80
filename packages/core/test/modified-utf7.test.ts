import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeModifiedUtf7, encodeModifiedUtf7 } from '../src/index.ts';

it.each([
  ['Entwürfe', 'Entw&APw-rfe'],
  ['R&D', 'R&-D'],
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['📧', '&2D3c5w-'],
])('writes %s as %s and reads it back', (text, encoded) => {
  expect(encodeModifiedUtf7(text)).toBe(encoded);
  expect(decodeModifiedUtf7(encoded)).toBe(text);
});

it.each([
  ['R&D', 'a bare &'],
  ['&-&', 'a bare & at the end'],
  ['&APw', 'no end'],
  ['&AE-', 'half a character'],
  ['&AGE-', 'printable ASCII, encoded'],
  ['&APw-&APw-', 'one run written as two'],
  ['caf\xe9', 'beyond ASCII'],
  ['&2D0-', 'half of a surrogate pair'],
  ['&AAA-', 'NUL'],
])('%j is not modified UTF-7: %s', (text) => {
  expect(decodeModifiedUtf7(text)).toBeUndefined();
});

it('any text without NUL is written in printable ASCII and read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.includes('\0') && text.isWellFormed());
      const encoded = encodeModifiedUtf7(text);
      expect(encoded).toMatch(/^[ -~]*$/);
      expect(decodeModifiedUtf7(encoded)).toBe(text);
    }),
  );
});

it('no two spellings are read as one text, whatever they are', () => {
  const parts = fc.constantFrom('&', '-', 'APw', 'AGE', '2D0', ',', 'A', '&APw-', '&-');
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (given) => {
      const decoded = decodeModifiedUtf7(given.join(''));
      if (decoded !== undefined) expect(encodeModifiedUtf7(decoded)).toBe(given.join(''));
    }),
  );
});
