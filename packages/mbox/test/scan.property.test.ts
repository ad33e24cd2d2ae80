import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailError, WireFormEncoder } from '@sourdine/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { detectFormat } from '../src/index.ts';
import { scanFile } from './scan-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fromLine = 'From a@example.org Wed Dec  2 05:53:22 1992';

/** Pieces of which mailboxes are made, those that decide something above all. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(`${fromLine}\n`, `${fromLine}\r\n`, `\n${fromLine} remote from host\n`) },
  { weight: 6, arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\0', ' ', '\t', 'From ', '\nFrom ', ':', '\n\n') },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'X-IMAPbase: 700 20 Work Home\n', 'X-IMAP: 700 20 Work\n', 'X-UID: 3\n', 'X-UID: 9\r\n', 'X-UID: 9\n', 'Status: RO\n',
      'X-Status: AF\n', 'X-Keywords: home\n', 'status: R\n', 'Sta\rtus: R\n', 'X-U\0ID: 3\n', 'Subject: x\n', ' folded\n',
      'X-UID: 5000000000\n',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.nat({ max: 300 }).map((length) => 'x'.repeat(length)) },
); // prettier-ignore

const mailbox = fc
  .array(piece, { maxLength: 40 })
  .map((pieces) => Buffer.from(`${fromLine}\n${pieces.join('')}`, 'latin1'));

const smallLimits = { streamedMessageBytes: 100, lineBytes: 90, headerBytes: 400, messageBytes: 700 };

function write(content: Uint8Array): string {
  writeFileSync(join(folder, 'box'), content);
  return 'box';
}

describe('a file in mbox format', () => {
  it('is read the same whatever part of it is in memory at once', async () => {
    await fc.assert(
      fc.asyncProperty(mailbox, fc.integer({ min: 1, max: 200 }), async (content, windowBytes) => {
        const name = write(content);
        const whole = await scanFile(folder, name, { windowBytes: 1024 * 1024 });
        expect(await scanFile(folder, name, { windowBytes })).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read the same when messages are streamed', async () => {
    await fc.assert(
      fc.asyncProperty(mailbox, fc.integer({ min: 1, max: 200 }), async (content, windowBytes) => {
        const name = write(content);
        const whole = await scanFile(folder, name, { windowBytes: 1024 * 1024 });
        expect(await scanFile(folder, name, { windowBytes, limits: { streamedMessageBytes: 10 } })).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('breaks limits at the same places whatever part of it is in memory at once', async () => {
    await fc.assert(
      fc.asyncProperty(mailbox, fc.integer({ min: 1, max: 200 }), async (content, windowBytes) => {
        const name = write(content);
        const whole = await scanFile(folder, name, { windowBytes: 1024 * 1024, limits: smallLimits });
        expect(await scanFile(folder, name, { windowBytes, limits: smallLimits })).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells sizes that are those of the content, and UIDs that ascend', async () => {
    await fc.assert(
      fc.asyncProperty(mailbox, async (content) => {
        const { results, uidNext } = await scanFile(folder, write(content), { windowBytes: 4096 });
        let last = 0;
        for (const result of results) {
          if ('error' in result) throw new Error('no limit is broken');
          const bytes = Buffer.from(result.bytes, 'latin1');
          expect(bytes.length).toBe(result.storedSize);
          expect(new WireFormEncoder().encode(bytes).length).toBe(result.size);
          expect(result.bytes).not.toMatch(/\0|\r(?!\n)/);
          expect(result.uid).toBeGreaterThan(last);
          last = result.uid;
        }
        expect(uidNext).toBeGreaterThan(last);
      }),
      { numRuns: 500 },
    );
  });

  it('never crashes or hangs the reader, whatever is in it', async () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.uint8Array({ maxLength: 300 }).map((tail) => Buffer.concat([Buffer.from(`${fromLine}\n`), tail])),
    );
    await fc.assert(
      fc.asyncProperty(junk, fc.integer({ min: 1, max: 64 }), async (content, windowBytes) => {
        detectFormat(Buffer.from(content));
        try {
          await scanFile(folder, write(content), { windowBytes, limits: smallLimits });
        } catch (error) {
          expect(error).toBeInstanceOf(MailError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
