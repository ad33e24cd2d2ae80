import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailError } from '@sourdine/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { scanFile } from './scan-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'mbx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = `*mbx*\r\n2b36aec000000014\r\nWork\r\nHome\r\n`.padEnd(2048, '\0');
const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

const message = fc
  .record({
    text: fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 300 }),
    slots: fc.nat({ max: 7 }),
    flags: fc.constantFrom(0, 1, 0x2f, 0x10, 0x8000, 0x8001),
    uid: fc.nat({ max: 25 }),
  })
  .map(({ text, slots, flags, uid }) => {
    const line = ` 2-Dec-1992 05:53:22 +0100,${text.length};${hex(slots, 8)}${hex(flags, 4)}-${hex(uid, 8)}\r\n`;
    return `${line}${text}`;
  });

function write(messages: readonly string[], tail = ''): string {
  writeFileSync(join(folder, 'box'), Buffer.from(`${header}${messages.join('')}${tail}`, 'latin1'));
  return 'box';
}

describe('an mbx file', () => {
  it('is read the same whatever part of it is in memory at once, held or streamed', async () => {
    const messages = fc.array(message, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        messages,
        fc.integer({ min: 1, max: 500 }),
        fc.nat({ max: 400 }),
        async (list, windowBytes, held) => {
          const name = write(list);
          const whole = await scanFile(folder, name, { windowBytes: 1024 * 1024 });
          const limits = { streamedMessageBytes: held };
          expect(await scanFile(folder, name, { windowBytes, limits })).toEqual(whole);
          const uids = whole.results.map(({ uid }) => uid ?? 0);
          expect(uids).toEqual([...new Set(uids)].toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never crashes or hangs the reader, whatever is in it', async () => {
    const tail = fc.string({ unit: 'binary-ascii', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 3 }),
        tail,
        fc.integer({ min: 1, max: 64 }),
        async (list, junk, windowBytes) => {
          try {
            await scanFile(folder, write(list, junk), { windowBytes });
            if (junk !== '') throw new Error('it should have been refused');
          } catch (error) {
            expect(error).toBeInstanceOf(MailError);
            expect(error).toMatchObject({ code: 'MBX_CORRUPT' });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
