// Random mailboxes, read by the real uw-imapd and by us.
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WireFormEncoder } from '@sourdine/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TemporaryHome, testAccount } from '../../../oracle/src/account.ts';
import { ImapProbe } from '../../../oracle/src/imap-probe.ts';
import { startUwImapd } from '../../../oracle/src/uw-imapd.ts';
import { parseInternalDate } from '../src/index.ts';
import { listFlags } from './list-flags.ts';
import { scanFile } from './scan-file.ts';

const fromLine = 'From a@example.org Wed Dec  2 05:53:22 1992';

const datedLine = fc
  .record({
    month: fc.constantFrom('Dec', 'Jan', 'jul', 'Foo'),
    day: fc.constantFrom(' 2', '31', '0x', '99', '00'),
    time: fc.constantFrom('05:53:22', '05:53', '25:00:00', ' 5:5a:22', '12:34:60'),
    year: fc.constantFrom('1992', '2026', '  92', '0049', '2098'),
    zone: fc.constantFrom('', '+0200', '-0730', 'CET', 'EST', '+16:0', '-9999'),
    zoneFirst: fc.boolean(),
  })
  .map(({ month, day, time, year, zone, zoneFirst }) => {
    const tail = zone === '' ? [year] : zoneFirst ? [zone, year] : [year, zone];
    return `From x y Wed ${[month, day, time, ...tail].join(' ')}\n`;
  });

/** No NUL or lone CR in a line of keywords: there the server itself hangs or crashes. */
const stateLine = fc.constantFrom(
  'X-IMAPbase: 700 20 Work Home\n', 'X-IMAP: 700 20 Work\n', 'X-UID: 3\n', 'X-UID: 9\r\n', 'X-UID: 9\n', 'X-UID: 12\n',
  'X-UID: 25\n', 'Status: RO\n', 'X-Status: AF\n', 'X-Keywords: home\n', 'X-Keywords:   home work  \n', 'status: R\n',
  'X-U\0ID: 3\n', 'X-Status : D\n', 'Status: R\0D\n', ' folded\n', '\tfolded\r\n', 'Subject: x\n', 'S\xe9: x\n',
); // prettier-ignore

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(`${fromLine}\n`, `${fromLine}\r\n`, `\n${fromLine} remote from host\n`, fromLine) },
  { weight: 3, arbitrary: datedLine },
  { weight: 7, arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\0', ' ', '\t', 'From ', '\nFrom ', ':', '\n\n', 'text\n', 'text') },
  { weight: 8, arbitrary: stateLine },
  { weight: 2, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 60 }) },
); // prettier-ignore

const mailbox = fc
  .array(piece, { maxLength: 30 })
  .map((pieces) => Buffer.from(`${fromLine}\n${pieces.join('')}`, 'latin1'));

async function askUwImapd(home: TemporaryHome, name: string) {
  await using child = startUwImapd(testAccount(), home.path, 'UTC');
  const probe = await ImapProbe.open(child);
  const told = await probe.mailbox('EXAMINE', name);
  await probe.logout();
  return told;
}

/** Behind a header line that the file ends in, the server sends an LF of its own, or none. */
async function compare(home: TemporaryHome, name: string): Promise<void> {
  const ours = await scanFile(home.path, name, { windowBytes: 37 });
  const theirs = await askUwImapd(home, name);
  const cut = new Set(ours.diagnostics.filter(({ code }) => code === 'MBOX_HEADER_CUT').map(({ uid }) => uid));
  const messages = ours.results.map((result) => {
    if ('error' in result) throw new Error('no limit is broken');
    const { uid, internalDate, flags, bytes } = result;
    const body = Buffer.from(new WireFormEncoder().encode(Buffer.from(bytes, 'latin1'))).toString('latin1');
    return { uid, internalDate, flags: listFlags(flags), body };
  });
  expect(messages).toEqual(
    theirs.messages.map(({ uid, internalDate, flags, body }) => ({
      uid,
      internalDate: parseInternalDate(internalDate, 0).seconds,
      flags: flags.toSorted(),
      body: cut.has(uid) ? body.toString('latin1').replace(/(?<!\r)\n$/, '') : body.toString('latin1'),
    })),
  );
  const fromClock = (theirs.uidValidity ?? 0) > 1_000_000_000;
  expect(ours.uidValidity).toBe(fromClock ? undefined : theirs.uidValidity);
  expect(ours.uidNext).toBe(theirs.uidNext);
}

it('random mailboxes are to us what they are to uw-imapd', async () => {
  const account = testAccount();
  using home = new TemporaryHome(account);
  await fc.assert(
    fc.asyncProperty(mailbox, async (content) => {
      const file = join(home.path, 'box');
      writeFileSync(file, content);
      chownSync(file, account.uid, account.gid);
      await compare(home, 'box');
    }),
    { numRuns: 500 },
  );
});
