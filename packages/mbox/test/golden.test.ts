import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreContext, WireFormEncoder } from '@sourdine/core';
import { type Flags, SystemFlag } from '@sourdine/core-flags';
import { afterAll, describe, expect, it } from 'vitest';
import { parseInternalDate } from '../src/index.ts';
import { openMailboxFile } from '../src/open-mailbox-file.ts';
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

const flagNames: readonly (readonly [number, string])[] = [
  [SystemFlag.answered, '\\Answered'],
  [SystemFlag.flagged, '\\Flagged'],
  [SystemFlag.deleted, '\\Deleted'],
  [SystemFlag.seen, '\\Seen'],
  [SystemFlag.draft, '\\Draft'],
];

function listFlags(flags: Flags): string[] {
  const system = flagNames.filter(([bit]) => (flags.system & bit) !== 0).map(([, name]) => name);
  return [...system, ...flags.keywords].sort();
}

/** What the answer must be, from what the server said. */
function expected(recorded: Recorded) {
  return {
    uidValidity: recorded.uidValidity === 'assigned' ? undefined : recorded.uidValidity,
    uidNext: recorded.uidNext,
    messages: recorded.messages.map((message) => ({
      ...pick(message),
      flags: [...message.flags].sort(),
      internalDate: parseInternalDate(message.internalDate, 0).seconds,
    })),
  };
}

function pick({ uid, size, sha256 }: RecordedMessage) {
  return { uid, size, sha256 };
}

describe('what the real uw-imapd said of each corpus file', () => {
  it('has cases', () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
  });

  it.each(names)('%s', async (name) => {
    const recorded = readRecording(name);
    const told = await readCase(name, recorded);
    expect({
      uidValidity: told.uidValidity,
      uidNext: told.summary.uidNext,
      messages: told.messages.map(({ message, bytes }) => ({
        uid: message.uid,
        size: message.size,
        sha256: createHash('sha256').update(new WireFormEncoder().encode(bytes)).digest('hex'),
        flags: listFlags(message.flags),
        internalDate: message.internalDate,
      })),
    }).toEqual(expected(recorded));
  });
});
