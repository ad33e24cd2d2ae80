import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BareLfCounter, WireFormEncoder } from '../src/index.ts';

/** The rule itself, on whole text: each LF that no CR precedes becomes CRLF. */
function wireFormOf(stored: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(stored)
      .toString('latin1')
      .replace(/(?<!\r)\n/g, '\r\n'),
    'latin1',
  );
}

function encode(chunks: readonly Uint8Array[]): Uint8Array {
  const encoder = new WireFormEncoder();
  // Copied at once: a chunk may be given back as it came.
  return Buffer.concat(chunks.map((chunk) => Buffer.from(encoder.encode(chunk))));
}

/** Cuts at the places given, which may repeat: empty chunks too. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

const bytes = fc.array(fc.constantFrom(13, 10, 0, 65, 255), { maxLength: 40 }).map((values) => Uint8Array.from(values));
const places = fc.array(fc.nat(40), { maxLength: 8 });

describe('WireFormEncoder', () => {
  it.each([
    ['', ''],
    ['\n', '\r\n'],
    ['\r\n', '\r\n'],
    ['\n\n', '\r\n\r\n'],
    ['\r\r\n', '\r\r\n'],
    ['\r', '\r'],
    ['\n\r', '\r\n\r'],
    ['a\rb\nc\r\nd\0\n', 'a\rb\r\nc\r\nd\0\r\n'],
  ])('turns %j into %j', (stored, wire) => {
    expect(Buffer.from(encode([Buffer.from(stored, 'latin1')])).toString('latin1')).toBe(wire);
  });

  it('gives the same whatever the chunks', () => {
    fc.assert(
      fc.property(bytes, places, (stored, at) => {
        expect(encode(cut(stored, at))).toEqual(wireFormOf(stored));
      }),
    );
  });

  it('leaves wire form as it is', () => {
    fc.assert(
      fc.property(bytes, places, (stored, at) => {
        const wire = encode([stored]);
        expect(encode(cut(wire, at))).toEqual(wire);
      }),
    );
  });

  it('copies nothing where nothing changes, and never writes to what it was given', () => {
    const encoder = new WireFormEncoder();
    const clean = Buffer.from('a\r\nb\r');
    expect(encoder.encode(clean)).toBe(clean);
    const changed = Buffer.from('\nb\n');
    expect(Buffer.from(encoder.encode(changed)).toString()).toBe('\nb\r\n');
    expect(changed.toString()).toBe('\nb\n');
  });
});

describe('BareLfCounter', () => {
  it('counts what the wire form has more, whatever the chunks', () => {
    fc.assert(
      fc.property(bytes, places, (stored, at) => {
        const counter = new BareLfCounter();
        for (const chunk of cut(stored, at)) counter.add(chunk);
        expect(counter.count).toBe(wireFormOf(stored).length - stored.length);
      }),
    );
  });
});
