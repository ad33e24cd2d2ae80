import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFlags } from '@sourdine/core-flags';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { type CanonicalMailbox, formatMailbox } from '../src/index.ts';
import { scanFile, type ScannedFile } from './scan-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'format-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keyword = fc.stringMatching(/^[A-Za-z$][A-Za-z0-9_.-]{0,49}$/);
const keywords = fc.uniqueArray(keyword, { maxLength: 30, selector: (name) => name.toLowerCase() });
const text = fc.stringMatching(/^[ -~\x80-\xff]{0,40}$/);
const headerLine = text.map((value) => `Subject: ${value}\n`);
const bodyLine = text.filter((line) => !line.startsWith('From ')).map((line) => `${line}\n`);
const content = fc
  .tuple(fc.array(headerLine, { maxLength: 4 }), fc.array(bodyLine, { maxLength: 6 }))
  .map(([header, body]) => Buffer.from(`${header.join('')}\n${body.join('')}`, 'latin1'));

const mailbox: fc.Arbitrary<CanonicalMailbox> = keywords.chain((base) =>
  fc
    .record({
      uidValidity: fc.integer({ min: 1, max: 0xffffffff }),
      spare: fc.nat({ max: 100 }),
      messages: fc.array(
        fc.record({
          gap: fc.nat({ max: 50 }),
          internalDate: fc.integer({ min: 0, max: 4_000_000_000 }),
          system: fc.nat({ max: 31 }),
          keywords: fc.subarray([...base]),
          content,
        }),
        { maxLength: 8 },
      ),
    })
    .map(({ uidValidity, spare, messages }) => {
      let uid = 0;
      const numbered = messages.map(({ gap, internalDate, system, keywords: own, content: bytes }) => {
        uid += 1 + gap;
        return { uid, internalDate, flags: createFlags(system, own), content: bytes };
      });
      return { uidValidity, uidNext: uid + 1 + spare, keywords: base, messages: numbered };
    }),
);

function parse({ uidValidity, keywords: base, results, uidNext }: ScannedFile): CanonicalMailbox {
  const messages = results.map((result) => {
    if ('error' in result) throw new Error('no limit is broken');
    expect(result.uidAssigned).toBe(true);
    const { uid, internalDate, flags, bytes } = result;
    return { uid, internalDate, flags, content: Buffer.from(bytes, 'latin1') };
  });
  return { uidValidity: uidValidity as number, uidNext, keywords: base, messages };
}

it('a mailbox that is written and read is the same, and written again the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(mailbox, fc.integer({ min: 1, max: 500 }), async (original, windowBytes) => {
      const bytes = formatMailbox(original);
      writeFileSync(join(folder, 'box'), bytes);
      const scanned = await scanFile(folder, 'box', { windowBytes });
      const read = parse(scanned);
      expect(read).toEqual(original);
      expect(scanned.provenEmpty).toBe(original.messages.length === 0);
      expect(formatMailbox(read)).toEqual(bytes);
    }),
    { numRuns: 500 },
  );
});

it.each(['no end of header\n', 'Subject: x\r\n\r\n', 'Status: RO\n\n', 'x-uid : 3\n\n', '\nFrom here\n', '\n\0'])(
  'is not written where it could not be read back: %j',
  (bad) => {
    const message = { uid: 1, internalDate: 0, flags: createFlags(0), content: Buffer.from(bad) };
    expect(() => formatMailbox({ uidValidity: 1, uidNext: 2, keywords: [], messages: [message] })).toThrow(RangeError);
  },
);
