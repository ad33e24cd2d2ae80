import { describe, expect, it } from 'vitest';
import { digestContent } from '../src/index.ts';

// printf 'Subject: x\r\n\r\nbody\r\n' | sha256sum
const known = '94aa02c65e3473d1c7d53430c4fd2b49d6b8cbc875139d1b4b248e6a8243bf38';
const parts = ['Subject: x\n\nbo', 'dy\r', '\n'].map((text) => Buffer.from(text));

describe('digestContent', () => {
  it('is SHA-256 of the wire form, of views', async () => {
    expect(await digestContent({ views: parts })).toBe(known);
    expect(await digestContent({ views: [Buffer.concat(parts)] })).toBe(known);
    expect(await digestContent({ views: [Buffer.from('Subject: x\r\n\r\nbody\r\n')] })).toBe(known);
  });

  it('is the same of a stream', async () => {
    expect(await digestContent({ open: () => streamOf(parts) })).toBe(known);
  });

  it('tells stored forms apart that differ in more than the end of line', async () => {
    expect(await digestContent({ views: [Buffer.from('Subject: x\r\r\nbody\r\n')] })).not.toBe(known);
    expect(await digestContent({ views: [] })).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('passes on what the stream throws', async () => {
    await expect(digestContent({ open: () => failing() })).rejects.toThrow('gone');
  });
});

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('half'));
  throw new Error('gone');
}
