import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext, WireFormEncoder } from '@sourdine/core';
import { afterAll, describe, expect, it } from 'vitest';
import { openMailboxFile, parseInternalDate } from '../src/index.ts';
import { listFlags } from './list-flags.ts';
import { readMailbox } from './read-mailbox.ts';

const corpus = join(import.meta.dirname, '../../../oracle/corpus/uw');
const names = readdirSync(corpus).filter((name) => /\.(mbox|mbx)$/.test(name));
const folder = mkdtempSync(join(tmpdir(), 'golden-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Recorded {
  readonly tz: string;
  readonly mtime: number;
  readonly error?: string;
  readonly uidValidity: number | 'assigned' | null;
  readonly uidNext: number | null;
  readonly messages: readonly RecordedMessage[];
  readonly warnings: readonly string[];
}

interface RecordedMessage {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly internalDate: string;
  readonly size: number;
  readonly sha256: string;
}

/** Dates without a zone got the offset of the day the answers were recorded. */
const recordedOn = Date.UTC(2026, 10, 23);

function readRecording(name: string): Recorded {
  return JSON.parse(readFileSync(join(corpus, name.replace(/\.mbo?x$/, '.json')), 'utf8')) as Recorded;
}

async function readCase(name: string, recorded: Recorded) {
  const file = join(folder, name);
  copyFileSync(join(corpus, name), file);
  utimesSync(file, recorded.mtime, recorded.mtime);
  await using mailbox = await openMailboxFile(file, {
    context: createStoreContext({ now: () => recordedOn }),
    timeZone: recorded.tz,
    phile: { owner: 'owner', host: 'host.example', path: `/home/owner/${name}` },
  });
  return await readMailbox(mailbox);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Told = Awaited<ReturnType<typeof readCase>>;

/** Messages for comparison: as they are told, but for two things that no message of ours can be. */
function toldMessages({ messages, summary }: Told) {
  const uidsOf = (wanted: string) =>
    new Set(summary.diagnostics.filter(({ code }) => code === wanted).map(({ uid }) => uid));
  const bareLf = uidsOf('MBX_BARE_LF');
  const cut = uidsOf('MBOX_HEADER_CUT');
  return messages.map(({ message, bytes }) => {
    const { uid, flags, internalDate } = message;
    let served = bareLf.has(uid) ? bytes : new WireFormEncoder().encode(bytes);
    expect(served.length).toBe(bareLf.has(uid) ? message.storedSize : message.size);
    // Behind a header line with no end the server sends an LF that is not in the file.
    if (cut.has(uid)) served = Buffer.concat([served, Buffer.from('\n')]);
    return { uid, size: served.length, sha256: sha256(served), flags: listFlags(flags), internalDate };
  });
}

/** A file that is no mailbox has its message unread at each opening; that it was read shows in the answers. */
function recordedMessages({ messages, warnings }: Recorded) {
  const phile = warnings.some((warning) => warning.startsWith('[UIDNOTSTICKY]'));
  return messages.map(({ uid, size, sha256: digest, flags, internalDate }) => ({
    uid,
    size,
    sha256: digest,
    flags: phile ? [] : [...flags].sort(),
    internalDate: parseInternalDate(internalDate, 0).seconds,
  }));
}

const all = names.map((name) => ({ name, recorded: readRecording(name) }));
const refused = all.filter(({ recorded }) => recorded.error?.startsWith('NO ') === true);
const crashed = all.filter(({ recorded }) => recorded.error?.startsWith('connection lost') === true);
const answered = all.filter(({ recorded }) => recorded.error === undefined);
/** IMAP numbers have 32 bits; uw-imapd writes more. There we do not follow it. */
const isBeyond32Bits = ({ recorded }: (typeof all)[number]): boolean =>
  Math.max(Number(recorded.uidValidity) || 0, (recorded.uidNext ?? 0) - 1) > 0xfffffffe;
const beyond32Bits = answered.filter(isBeyond32Bits);
const plain = answered.filter((entry) => !isBeyond32Bits(entry));

describe('what the real uw-imapd said of each corpus file', () => {
  it('has cases, each of one kind', () => {
    expect(plain.length).toBeGreaterThanOrEqual(60);
    expect(refused.length + crashed.length + answered.length).toBe(names.length);
  });

  it.each(plain)('$name', async ({ name, recorded }) => {
    const told = await readCase(name, recorded);
    expect(told.errors).toEqual([]);
    expect(toldMessages(told)).toEqual(recordedMessages(recorded));
    const { uidValidity, uidNext } = recorded;
    // A validity of 0 is told to nobody.
    expect(told.uidValidity).toBe(uidValidity === 'assigned' || uidValidity === null ? undefined : uidValidity);
    if (uidNext !== null) expect(told.summary.uidNext).toBe(uidNext);
  });

  it.each(refused)('$name, which it refuses to open', async ({ name, recorded }) => {
    await expect(readCase(name, recorded)).rejects.toMatchObject({ code: 'MBX_CORRUPT', scope: 'mailbox' });
  });

  it.each(crashed)('$name, on which it crashes', async ({ name, recorded }) => {
    const told = await readCase(name, recorded);
    expect(told.errors).toEqual([]);
    expect(told.messages.length).toBeGreaterThan(0);
  });

  it.each(beyond32Bits)('$name, whose numbers are none of IMAP: numbered anew', async ({ name, recorded }) => {
    const told = await readCase(name, recorded);
    expect(told.uidValidity).toBeUndefined();
    expect(told.messages.map(({ message }) => message.uidAssigned)).not.toContain(true);
    const renumbered = recordedMessages(recorded).map((message, i) => ({ ...message, uid: i + 1 }));
    expect(toldMessages(told)).toEqual(renumbered);
    expect(told.summary.diagnostics.map(({ code }) => code)).toContain('MBOX_UID_TOO_LARGE');
  });
});
