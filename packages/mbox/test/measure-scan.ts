// Measures how fast a mailbox is scanned: node packages/mbox/test/measure-scan.ts [MESSAGES] [BYTES EACH]
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailboxFile } from '../src/index.ts';

const messages = Number(process.argv[2] ?? 20_000);
const bytesEach = Number(process.argv[3] ?? 17_000);
const folder = mkdtempSync(join(tmpdir(), 'measure-'));
const path = join(folder, 'box');

const line = 'The quick brown fox jumps over the lazy dog, and the dog sleeps on all the same.\n';
const received = `Received: from mx.example.org (mx.example.org [192.0.2.1])\n\tby mail.example.org (8.17/8.17) with ESMTP id 1ABCDEF\n`;
const fd = openSync(path, 'w');
for (let i = 1; i <= messages; i++) {
  const base = i === 1 ? `X-IMAPbase: 1190721925 ${messages} work home\n` : '';
  const header = `From a@example.org Wed Dec  2 05:53:22 1992\n${received.repeat(3)}From: a@example.org\nTo: b@example.org\nSubject: message ${i}\nMessage-ID: <${i}@example.org>\n${base}Status: RO\nX-Status: \nX-Keywords: work\nX-UID: ${i}\n\n`;
  writeSync(fd, `${header}${line.repeat(Math.max(1, Math.floor((bytesEach - header.length) / line.length)))}\n`);
}
closeSync(fd);

for (let round = 0; round < 5; round++) {
  const started = performance.now();
  let bytes = 0;
  let count = 0;
  await using mailbox = await openMailboxFile(path);
  for await (const batch of mailbox.messages({ content: true })) {
    for (const result of batch) {
      if (!result.ok) throw result.error;
      bytes += result.message.storedSize;
      count++;
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const rate = Math.round(bytes / 1e6 / seconds);
  console.log(
    `${count} messages, ${(bytes / 1e6).toFixed(0)} MB, ${(seconds * 1000).toFixed(0)} ms, ${rate} MB/s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  );
}
rmSync(folder, { recursive: true });
