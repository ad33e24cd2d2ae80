import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'memory-'));
const path = join(folder, 'box');
afterAll(() => rmSync(folder, { recursive: true }));

const MiB = 1024 ** 2;
const fromLine = 'From a@example.org Wed Dec  2 05:53:22 1992\n';

/** Reads the mailbox in a process of its own, large messages as streams; its peak of memory in bytes, and what it read. */
function readApart(): { messages: number; bytes: number; peak: number } {
  const program = `
    import { openMailboxFile } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
    let messages = 0, bytes = 0;
    await using mailbox = await openMailboxFile(${JSON.stringify(path)});
    for await (const batch of mailbox.messages({ content: true })) for (const { message } of batch) {
      messages++;
      if ('views' in message.content) bytes += message.content.views[0].length;
      else for await (const chunk of message.content.open()) bytes += chunk.length;
    }
    console.log(JSON.stringify({ messages, bytes, peak: process.resourceUsage().maxRSS * 1024 }));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return JSON.parse(told) as ReturnType<typeof readApart>;
}

it('memory does not grow with the size of a message or the number of messages', () => {
  const line = `${'x'.repeat(77)}\r\n`;
  const body = Buffer.from(line.repeat(Math.ceil(MiB / line.length)));
  const fd = openSync(path, 'w');
  writeSync(fd, `${fromLine}Subject: small\n\nx\n\n`);
  closeSync(fd);
  const small = readApart();
  const large = openSync(path, 'w');
  writeSync(large, `${fromLine}Subject: large\n\n`);
  for (let i = 0; i < 128; i++) writeSync(large, body);
  for (let i = 0; i < 200; i++) writeSync(large, `${fromLine}Subject: ${i}\n\n${'text\n'.repeat(20_000)}\n`);
  closeSync(large);
  const read = readApart();
  expect(read.messages).toBe(201);
  expect(read.bytes).toBeGreaterThan(128 * MiB);
  expect(read.peak - small.peak).toBeLessThan(40 * MiB);
});
