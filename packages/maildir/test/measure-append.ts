// Measures a first fill beside the bare calls: node packages/maildir/test/measure-append.ts [FOLDER]
// FOLDER is on the file system to be measured, /dev/shm if left out; 700 MB are written there and removed.
import { closeSync, futimesSync, mkdirSync, mkdtempSync, openSync, rmSync, writevSync } from 'node:fs';
import { join } from 'node:path';
import { createStoreContext, type Message } from '@sourdine/core';
import { createFlags } from '@sourdine/core-flags';
import { createMaildirSink } from '../src/index.ts';

const messages = 20_000;
const bytes = 17_000;
const rounds = 5;

const body = Buffer.alloc(bytes, 'a line of text and so on\n');
const views = [body.subarray(0, 500), body.subarray(500)];
const size = bytes + body.toString('latin1').split('\n').length - 1;
const flags = [createFlags(0), createFlags(8), createFlags(9, ['NonJunk'])];
const folder = mkdtempSync(join(process.argv[2] ?? '/dev/shm', 'measure-'));

/** The same files by open, writev, utimes and close alone. Milliseconds. */
function writeBare(): number {
  const cur = join(folder, 'bare', 'cur');
  mkdirSync(cur, { recursive: true });
  const began = performance.now();
  for (let uid = 1; uid <= messages; uid++) {
    const date = 1_190_721_925 + uid;
    const fd = openSync(`${cur}/${date}.V1190000000U${uid}.bare,S=${bytes}:2,S`, 'wx', 0o600);
    writevSync(fd, views);
    futimesSync(fd, date, date);
    closeSync(fd);
  }
  return performance.now() - began;
}

/** A first fill, from opening the account to the end of the commit. Milliseconds. */
async function fill(): Promise<number> {
  const began = performance.now();
  await using sink = await createMaildirSink({ root: join(folder, 'ours') }).open(createStoreContext());
  await using mailbox = await sink.openMailbox(['box']);
  mailbox.begin(1_190_000_000);
  for (let uid = 1; uid <= messages; uid += 256) {
    await mailbox.append(Array.from({ length: Math.min(256, messages + 1 - uid) }, (_, i) => messageOf(uid + i)));
  }
  await mailbox.commit({ uidNext: messages + 1, keywords: [], sourceToken: 'token' });
  return performance.now() - began;
}

function messageOf(uid: number): Message {
  const content = { views };
  return {
    uid,
    uidAssigned: true,
    internalDate: 1_190_721_925 + uid,
    flags: flags[(uid >> 3) % 3] ?? createFlags(0),
    size,
    storedSize: bytes,
    content,
  };
}

const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const bare = writeBare();
  const ours = await fill();
  rmSync(join(folder, 'bare'), { recursive: true });
  if (round < rounds - 1) rmSync(join(folder, 'ours'), { recursive: true });
  ratios.push(ours / bare);
  console.log(`bare ${bare.toFixed(0)} ms, ours ${ours.toFixed(0)} ms, ratio ${(ours / bare).toFixed(2)}`);
}
console.log(`median ratio ${ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)]?.toFixed(2)}`);
await using sink = await createMaildirSink({ root: join(folder, 'ours') }).open(createStoreContext());
for (let i = 1; i < 30; i++) {
  await using mailbox = await sink.openMailbox([`small ${i}`]);
  mailbox.begin(5);
  await mailbox.commit({ uidNext: 1, keywords: [], sourceToken: 'token' });
}
const began = performance.now();
const listed = await sink.mailboxes();
console.log(`listing ${listed.length} mailboxes ${(performance.now() - began).toFixed(1)} ms`);
rmSync(folder, { recursive: true });
