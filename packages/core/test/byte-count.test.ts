import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countBytes, countLf, countWithoutCr } from '../src/index.ts';

const bytes = fc
  .array(fc.constantFrom(10, 13, 0, 65, 0x8a, 0x0b, 0xff), { maxLength: 4000 })
  .map((list) => Buffer.from(list));

it('LFs are counted in any part of any memory', () => {
  fc.assert(
    fc.property(bytes, fc.nat(8), fc.nat(8), (content, skipped, from) => {
      const part = content.subarray(skipped);
      const count = part.subarray(from).filter((byte) => byte === 10).length;
      expect(countLf(part, Math.min(from, part.length), part.length)).toBe(count);
    }),
  );
  const many = Buffer.alloc(100_003, 10);
  expect(countLf(many, 1, many.length)).toBe(100_002);
});

it('counts of the parts add up to those of the whole', () => {
  fc.assert(
    fc.property(bytes, fc.nat(4000), (content, at) => {
      const cut = Math.min(at, content.length);
      const [whole, parts] = [
        { plain: 0, lf: 0, crlf: 0 },
        { plain: 0, lf: 0, crlf: 0 },
      ];
      countBytes(content, 0, content.length, whole);
      countBytes(content, 0, cut, parts);
      countBytes(content, cut, content.length, parts, content[cut - 1] === 13);
      expect(parts).toEqual(whole);
      const text = content.toString('latin1');
      expect(whole).toEqual({
        plain: text.replaceAll('\r', '').length,
        lf: text.split('\n').length - 1,
        crlf: text.split('\r\n').length - 1,
      });
      if (text.includes('\r')) return;
      const plain = { plain: 0, lf: 0, crlf: 0 };
      countWithoutCr(content, 0, content.length, plain);
      expect(plain).toEqual(whole);
    }),
  );
});
