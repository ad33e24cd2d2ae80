import { formatMailboxPath, type MailboxPath, MailError, type Sink } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import type { MakeSink } from './fixture.ts';
import { mailboxesOf } from './sink-fill.ts';
import { plainMessage } from './standard-seeds.ts';
import { fillMailbox } from './write-mailbox.ts';

/** Names that people do have: every sink must hold them. */
const plainPaths: readonly MailboxPath[] = [
  ['INBOX'],
  ['Work'],
  ['Work', 'a'],
  ['Work', 'a', 'b'],
  ['Work', 'v1.2 release'],
  ['Entwürfe'],
  ['日本語', 'メール'],
  ['a & b'],
  ['Sent Mail'],
  ['2007'],
];

/** Names that take some thought. A sink may refuse one, but never mix two up. */
const oddPaths: readonly MailboxPath[] = [
  ['a.b'],
  ['a', 'b'],
  ['a/b'],
  ['a\\2eb'],
  ['a%2Eb'],
  ['a%2Fb'],
  ['.a'],
  ['a.'],
  ['a..b'],
  ['.'],
  ['..'],
  ['~', 'x'],
  ['~root'],
  [' led by a space'],
  ['followed by one '],
  ['inbox'],
  ['Inbox', 'x'],
  ['INBOX', 'x'],
  ['INBOX', 'INBOX'],
  ['work'],
  ['&AOk-'],
  ['é'],
  ['e\u0301'],
  ['&'],
  ['&-'],
  ['*'],
  ['%'],
  ['"'],
  ['\\'],
  ['a\\b'],
  ['tab\there'],
  ['line\nfeed'],
  ['cur'],
  ['new'],
  ['tmp'],
  ['cur', 'new'],
  ['subscriptions'],
  ['dovecot-uidlist'],
  ['maildirfolder'],
  ['\u{1f4ec}'],
  ['x'.repeat(80)],
  ['x'.repeat(250)],
  [''],
  ['a', ''],
  ['nul\0'],
];

/** What mailboxes are called on the target. */
export function describeSinkNames(make: MakeSink): void {
  describe('names', () => {
    it('are told beforehand, the same each time, no two alike', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const planned = holdablePaths(sink).map((path) => sink.nameOf(path).storeName);
      expect(new Set(planned).size).toBe(planned.length);
      expect(holdablePaths(sink).map((path) => sink.nameOf(path).storeName)).toEqual(planned);
      expect(await mailboxesOf(sink)).toSatisfy((found: readonly unknown[]) => found.length <= 1);
    });

    it.each([...plainPaths, ...oddPaths].map((path) => [formatMailboxPath(path), path]))(
      'come back as they went: %s',
      async (_, path) => {
        await using fixture = await make();
        {
          await using sink = await fixture.open();
          if (!canHold(sink, path)) return;
          await fillMailbox(sink, { path, uidValidity: 5, messages: [plainMessage(1)] });
        }
        await using sink = await fixture.open();
        expect(await pathsOf(sink)).toContainEqual(path);
      },
    );

    it('never collide, and their settings are known from the paths', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      const paths = holdablePaths(sink);
      for (const [i, path] of paths.entries()) {
        await fillMailbox(sink, { path, uidValidity: i + 1, messages: [plainMessage(i + 1)] });
      }
      const found = await mailboxesOf(sink);
      const byKey = new Map(found.map((mailbox) => [JSON.stringify(mailbox.path), mailbox]));
      for (const [i, path] of paths.entries()) {
        expect(byKey.get(JSON.stringify(path)), formatMailboxPath(path)).toMatchObject({
          uidValidity: i + 1,
          messages: [{ uid: i + 1 }],
        });
      }
      expect(sink.requiredSettings(paths)).toEqual(sink.requiredSettings(paths.toReversed()));
      for (const setting of sink.requiredSettings(paths)) expect(setting).toMatch(/^\S+ = \S/);
    });

    it('are all held if they are plain; there is none for no path', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      for (const path of plainPaths) expect(() => sink.nameOf(path), formatMailboxPath(path)).not.toThrow();
      expect(() => sink.nameOf([])).toThrow(expect.objectContaining({ name: 'MailError', scope: 'mailbox' }));
    });
  });
}

function holdablePaths(sink: Sink): readonly MailboxPath[] {
  return [...plainPaths, ...oddPaths].filter((path) => canHold(sink, path));
}

function canHold(sink: Sink, path: MailboxPath): boolean {
  try {
    sink.nameOf(path);
    return true;
  } catch (error) {
    if (error instanceof MailError && error.scope === 'mailbox') return false;
    throw error;
  }
}

async function pathsOf(sink: Sink): Promise<readonly MailboxPath[]> {
  return (await sink.mailboxes()).map((info) => info.path);
}
