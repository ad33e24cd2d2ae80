import { closeSync, mkdirSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/** What to make. Equal options make equal bytes on every machine. */
export interface HomeOptions {
  readonly messages: number;
  /** Bytes of all mailboxes together, about. */
  readonly bytes: number;
}

export interface GeneratedHome {
  readonly home: string;
  readonly inbox: string;
  readonly bytes: number;
  readonly messages: number;
}

/** Share of the messages, in hundredths: an inbox, two big folders, and a tail of small ones, as people have. */
const folderShares: readonly (readonly [string, number])[] = [
  ['INBOX', 20],
  ['mail/sent-mail', 18],
  ['mail/lists/debian-user', 12],
  ['mail/lists/dovecot', 8],
  ...Array.from({ length: 14 }, (_, i) => [`mail/projet-${i + 1}`, 3] as const),
];

const keywords = ['NonJunk', '$Forwarded', '$MDNSent', '$Label1', 'gnus-expire'];

/** A home as uw-imap leaves it: a spool, folders under `mail/`, `.mailboxlist`. Deterministic. */
export function generateHome(root: string, options: HomeOptions): GeneratedHome {
  const home = path.join(root, 'home');
  const random = createRandom(20070925);
  const words = makeWords(random);
  let bytes = 0;
  let messages = 0;
  for (const [name, share] of folderShares) {
    const file = name === 'INBOX' ? path.join(root, 'inbox') : path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const count = Math.round((options.messages * share) / 100);
    bytes += writeMailbox(file, count, options.bytes / options.messages, random, words);
    messages += count;
  }
  const folders = folderShares.map(([name]) => name).filter((name) => name !== 'INBOX');
  writeFileSync(path.join(home, '.mailboxlist'), `${folders.join('\n')}\n`);
  writeFileSync(path.join(home, '.bashrc'), 'export PAGER=less\n');
  return { home, inbox: path.join(root, 'inbox'), bytes, messages };
}

function writeMailbox(file: string, count: number, meanBytes: number, random: () => number, words: Buffer): number {
  const fd = openSync(file, 'w');
  let bytes = 0;
  try {
    for (let uid = 1; uid <= count; uid++) {
      const first =
        uid === 1 ? `X-IMAPbase: 1190721925 ${String(count).padStart(10, '0')} ${keywords.join(' ')}\n` : '';
      bytes += writeSync(fd, Buffer.concat([messageHead(uid, first, random), messageBody(meanBytes, random, words)]));
    }
  } finally {
    closeSync(fd);
  }
  utimesSync(file, 1_190_800_000, 1_190_800_000);
  return bytes;
}

function messageHead(uid: number, base: string, random: () => number): Buffer {
  const date = new Date((1_000_000_000 + uid * 9973) * 1000);
  const [day, , , time] = [date.toUTCString().slice(0, 3), 0, 0, date.toISOString().slice(11, 19)];
  const month = date.toUTCString().slice(8, 11);
  const status = random() < 0.8 ? 'RO' : 'O';
  const flagged = random() < 0.1 ? 'X-Status: AF\n' : 'X-Status: \n';
  const label = random() < 0.2 ? (keywords[Math.floor(random() * keywords.length)] ?? '') : '';
  return Buffer.from(
    `From user${uid}@picard.example ${day} ${month} ${String(date.getUTCDate()).padStart(2)} ${time} ${date.getUTCFullYear()}\n` +
      `Received: from relay.example by picard.example (8.13.1/8.13.1)\n\tid ${uid.toString(36)} for <u@example>; ${date.toUTCString()}\n` +
      `Date: ${date.toUTCString().replace('GMT', '+0000')}\nFrom: User ${uid} <user${uid}@picard.example>\nTo: u@example\n` +
      `Subject: message number ${uid}\nMessage-ID: <${uid}.${Math.floor(random() * 2 ** 32)}@picard.example>\n` +
      `MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n${base}Status: ${status}\n${flagged}X-Keywords: ${label.padEnd(40)}\nX-UID: ${uid}\n\n`,
  );
}

/** Most mail is short and a few are long: sizes follow a log-normal about the mean. Lines are as long as people write them. */
function messageBody(meanBytes: number, random: () => number, words: Buffer): Buffer {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const size = Math.min(Math.max(200, meanBytes * 0.56 * Math.exp(normal * 1.05)), 1_000_000);
  const start = Math.floor(random() * (words.length - 1_100_000));
  const from = words.indexOf(10, start) + 1;
  const to = words.indexOf(10, from + Math.floor(size)) + 1;
  return Buffer.concat([words.subarray(from, to), Buffer.from('\n')]);
}

/** Two megabytes of lines, 20 to 76 columns, to cut bodies from. */
function makeWords(random: () => number): Buffer {
  const lines: string[] = [];
  for (let length = 0; length < 2_400_000;) {
    const width = 20 + Math.floor(random() * 56);
    let line = '';
    while (line.length < width) line += `${Math.floor(random() * 36 ** 6).toString(36)} `;
    lines.push(line);
    length += line.length + 1;
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Mulberry32: small, seeded, the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
