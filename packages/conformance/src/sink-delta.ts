import type { Sink, SinkMailbox } from '@sourdine/core';
import { createFlags, formatImapFlagList, parseImapFlagList, SystemFlag } from '@sourdine/core-flags';
import { describe, expect, it } from 'vitest';
import { expectedMailbox, expectedMessage } from './expected-account.ts';
import type { MakeSink } from './fixture.ts';
import { findMailbox } from './sink-fill.ts';
import type { MailboxSeed } from './seed.ts';
import { plainMessage } from './standard-seeds.ts';
import { appendMessages, changeMailbox, fillMailbox } from './write-mailbox.ts';

const filled: MailboxSeed = {
  path: ['Work'],
  uidValidity: 77,
  uidNext: 10,
  keywords: ['a', 'b'],
  messages: [plainMessage(1), plainMessage(3, { flags: '\\Seen a' }), plainMessage(5, { flags: 'b' }), plainMessage(9)],
};

/** New flags that say something else than before. */
const changed = parseImapFlagList('\\Flagged \\Answered b c').flags;
const replacement = plainMessage(5, { raw: 'Subject: another\n\nOther text.\n', internalDate: 1_200_000_000 });

/** Changes of a mailbox that is there. */
export function describeSinkDelta(make: MakeSink): void {
  describe('a mailbox that is there', () => {
    it('lists what an earlier pass wrote', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await using mailbox = await sink.openMailbox(filled.path);
      expect(mailbox).toMatchObject({ uidValidity: 77, foreignMessages: 0 });
      expect(await describeMessages(mailbox)).toEqual(
        await Promise.all(
          filled.messages.map(async (message) => {
            const { uid, internalDate, size, flags, digest } = await expectedMessage(message);
            return { uid, internalDate, size, flags, syncedFlags: flags, digest };
          }),
        ),
      );
    });

    it('takes additions, new flags, removals and replacements at once, and shows none before commit', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      const before = await findMailbox(sink, filled.path);
      await using mailbox = await sink.openMailbox(filled.path);
      await changeAll(mailbox);
      expect(await findMailbox(sink, filled.path)).toEqual(before);
      await mailbox.commit({ uidNext: 40, keywords: ['a', 'b', 'c'] });
      expect(await findMailbox(sink, filled.path)).toEqual(
        await expectedMailbox({
          ...filled,
          uidNext: 40,
          messages: [
            plainMessage(3, { flags: '\\Flagged \\Answered b c' }),
            replacement,
            plainMessage(9),
            plainMessage(12, { flags: 'c' }),
          ],
        }),
      );
    });

    it.each(['abort', 'dispose'])('is as it was after %s', async (end) => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled, { sourceToken: 'one' });
      const before = await findMailbox(sink, filled.path);
      {
        await using mailbox = await sink.openMailbox(filled.path);
        await changeAll(mailbox);
        if (end === 'abort') await mailbox.abort();
      }
      expect(await findMailbox(sink, filled.path)).toEqual(before);
      expect(await tokenOf(sink)).toBe('one');
      await using again = await sink.openMailbox(filled.path);
      expect(again.messages.get(3)?.syncedFlags).toEqual(createFlags(SystemFlag.seen, ['a']));
    });

    it('never takes UIDNEXT back', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await changeMailbox(sink, filled.path, () => {}, { uidNext: 3 });
      expect((await findMailbox(sink, filled.path))?.uidNext).toBe(10);
    });

    it('can be emptied, and is there still', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await changeMailbox(sink, filled.path, (mailbox) => {
        for (const uid of mailbox.messages.keys()) mailbox.expunge(uid);
      });
      expect(await findMailbox(sink, filled.path)).toEqual({
        path: ['Work'],
        uidValidity: 77,
        uidNext: 10,
        messages: [],
      });
    });

    it('is replaced as a whole under another UIDVALIDITY', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await using mailbox = await sink.openMailbox(filled.path);
      mailbox.begin(78);
      await appendMessages(mailbox, [plainMessage(1, { raw: 'Subject: new one\n\n' }), plainMessage(2)]);
      expect((await findMailbox(sink, filled.path))?.uidValidity).toBe(77);
      await mailbox.commit({ uidNext: 3, keywords: [] });
      const messages = [plainMessage(1, { raw: 'Subject: new one\n\n' }), plainMessage(2)];
      expect(await findMailbox(sink, filled.path)).toEqual(
        await expectedMailbox({ path: filled.path, uidValidity: 78, messages }),
      );
      await using again = await sink.openMailbox(filled.path);
      expect([...again.messages.keys()]).toEqual([1, 2]);
    });

    it('may change while another mailbox does', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await using work = await sink.openMailbox(filled.path);
      await changeAll(work);
      await fillMailbox(sink, { ...filled, path: ['Other'] });
      await work.commit({ uidNext: 1, keywords: [] });
      expect((await findMailbox(sink, ['Other']))?.messages.map((message) => message.uid)).toEqual([1, 3, 5, 9]);
      expect((await findMailbox(sink, filled.path))?.messages.map((message) => message.uid)).toEqual([3, 5, 9, 12]);
    });
  });

  describe('what the last pass left', () => {
    it('is known: the token of the source, as long as it is given', async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled, { sourceToken: 'one: {"x"} 1/2' });
      expect(await tokenOf(sink)).toBe('one: {"x"} 1/2');
      await changeMailbox(sink, filled.path, () => {}, { sourceToken: 'two' });
      expect(await tokenOf(sink)).toBe('two');
      await changeMailbox(sink, filled.path, () => {});
      expect(await tokenOf(sink)).toBeUndefined();
    });

    it('is known no more where another program changed the mailbox', async () => {
      await using fixture = await make();
      {
        await using sink = await fixture.open();
        await fillMailbox(sink, filled, { sourceToken: 'one' });
        expect(await tokenOf(sink)).toBe('one');
      }
      await fixture.setFlags(filled.path, 3, createFlags(SystemFlag.flagged));
      await using sink = await fixture.open();
      expect(await tokenOf(sink)).toBeUndefined();
    });

    it("is known: the source's flags, beside those that another program set since", async () => {
      await using fixture = await make();
      {
        await using sink = await fixture.open();
        await fillMailbox(sink, { ...filled, messages: [plainMessage(1, { flags: '\\Seen' }), plainMessage(2)] });
      }
      await fixture.setFlags(filled.path, 1, createFlags(SystemFlag.seen | SystemFlag.flagged));
      await using sink = await fixture.open();
      await using mailbox = await sink.openMailbox(filled.path);
      expect(mailbox.messages.get(1)).toMatchObject({
        flags: createFlags(SystemFlag.seen | SystemFlag.flagged),
        syncedFlags: createFlags(SystemFlag.seen),
      });
      expect(mailbox.messages.get(2)).toMatchObject({ flags: createFlags(0), syncedFlags: createFlags(0) });
    });

    it("is known: the source's flags as noted, whatever the target's are", async () => {
      await using fixture = await make();
      await using sink = await fixture.open();
      await fillMailbox(sink, filled);
      await changeMailbox(sink, filled.path, (mailbox) => {
        mailbox.setFlags(3, changed);
        mailbox.noteSourceFlags(3, createFlags(SystemFlag.draft, ['a', 'd']));
        mailbox.noteSourceFlags(5, createFlags(SystemFlag.seen));
      });
      await using mailbox = await sink.openMailbox(filled.path);
      expect(mailbox.messages.get(3)).toMatchObject({
        flags: changed,
        syncedFlags: createFlags(SystemFlag.draft, ['a', 'd']),
      });
      expect(mailbox.messages.get(5)).toMatchObject({
        flags: createFlags(0, ['b']),
        syncedFlags: createFlags(SystemFlag.seen),
      });
    });
  });
}

/** One change of every kind, not committed. */
async function changeAll(mailbox: SinkMailbox): Promise<void> {
  mailbox.begin(77);
  mailbox.expunge(1);
  mailbox.setFlags(3, changed);
  mailbox.noteSourceFlags(3, changed);
  mailbox.expunge(5);
  await appendMessages(mailbox, [replacement, plainMessage(12, { flags: 'c' })]);
}

async function tokenOf(sink: Sink): Promise<string | undefined> {
  const infos = await sink.mailboxes();
  return infos.find((info) => info.path[0] === 'Work')?.syncedToken;
}

async function describeMessages(mailbox: SinkMailbox): Promise<readonly object[]> {
  const described: object[] = [];
  for (const [uid, message] of mailbox.messages) {
    expect(message.uid).toBe(uid);
    expect(message.uidAssigned).toBe(true);
    described.push({
      uid,
      internalDate: message.internalDate,
      size: message.size,
      flags: formatImapFlagList(message.flags).text,
      syncedFlags: message.syncedFlags && formatImapFlagList(message.syncedFlags).text,
      digest: await mailbox.digest(uid),
    });
  }
  return described;
}
