import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { createStoreContext, type Message, type Sink, type SinkMailbox } from '@sourdine/core';
import { createMaildirSink } from '@sourdine/maildir';
import { Dovecot, ImapProbe, TemporaryHome, testAccount } from '@sourdine/oracle';
import { describe, expect, test } from 'vitest';

const account = testAccount();
const validity = 1_190_000_000;

/** A Maildir and the real Dovecot on it. */
class Site implements Disposable {
  readonly #home: TemporaryHome = new TemporaryHome(account);
  readonly maildir: string = `${this.#home.path}/Maildir`;
  readonly dovecot: Dovecot = new Dovecot({ account, maildir: this.maildir });

  /** One pass on one mailbox; the account owns all of it afterwards. */
  async pass(
    path: readonly string[],
    work: (mailbox: SinkMailbox) => Promise<void> | void,
    given: Pass = {},
  ): Promise<void> {
    await using sink = await this.sink();
    await using mailbox = await sink.openMailbox(path);
    mailbox.begin(given.uidValidity ?? validity);
    await work(mailbox);
    await mailbox.commit({ uidNext: given.uidNext ?? 1, keywords: given.keywords ?? [] });
    this.giveAway();
  }

  sink(): Promise<Sink> {
    return createMaildirSink({ root: this.maildir }).open(createStoreContext());
  }

  giveAway(): void {
    execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, this.maildir]);
  }

  [Symbol.dispose](): void {
    this.dovecot[Symbol.dispose]();
    this.#home[Symbol.dispose]();
  }
}

interface Pass {
  readonly uidValidity?: number;
  readonly uidNext?: number;
  readonly keywords?: readonly string[];
}

function text(uid: number, more = ''): string {
  return `From: a@b\nSubject: message ${uid}\n\nText of ${uid}\n${more}`;
}

function message(uid: number, given: Partial<Message> & { text?: string } = {}): Message {
  const { text: stored = text(uid), ...rest } = given;
  const bytes = Buffer.from(stored, 'latin1');
  return {
    uid,
    uidAssigned: true,
    internalDate: 1_190_721_925 + uid,
    flags: { system: 0, keywords: [] },
    size: wire(stored).length,
    storedSize: bytes.length,
    content: { views: [bytes] },
    ...rest,
  };
}

function wire(stored: string): Buffer {
  return Buffer.from(stored.replaceAll(/(?<!\r)\n/g, '\r\n'), 'latin1');
}

function sha256(stored: string): string {
  return createHash('sha256').update(wire(stored)).digest('hex');
}

const seen = 8;
const answered = 1;

test('UIDs, flags, keywords, dates, sizes, bytes and UIDLs of a first fill', async () => {
  using site = new Site();
  const texts = ['plain\n', 'crlf\r\nand lf\n\r\n', '', 'no end of line', '\0\x80\xff\n', `big${'x'.repeat(70_000)}\n`];
  const messages = texts.map((each, i) =>
    message(i * 1000 + 1, {
      text: each,
      internalDate: [-86_400, 1, 951_782_400, 1_190_721_925, 2_147_483_647, 4_294_967_296][i] ?? 0,
      flags: {
        system: [0, 1, 2, 4, 8, 31][i] ?? 0,
        keywords: [[], ['NonJunk'], ['$MDNSent', 'NonJunk'], [], [], ['$Forwarded']][i] ?? [],
      },
      ...(i === 2 && { pop3Uidl: 'Another.UIDL-2' }),
    }),
  );
  await site.pass([`INBOX`], async (mailbox) => expect(await mailbox.append(messages)).toEqual([]), {
    uidNext: 9000,
    keywords: ['Defined'],
  });
  const answer = await site.dovecot.mailbox('INBOX');
  expect(answer).toMatchObject({ uidValidity: validity, uidNext: 9000, warnings: [] });
  // Dovecot tells of a keyword once a message has had it; `Defined` has its letter all the same.
  expect(answer.permanentFlags).not.toContain('Defined');
  expect(answer.permanentFlags).toEqual(expect.arrayContaining(['NonJunk', '$MDNSent', '$Forwarded']));
  expect(answer.messages.map(({ uid, flags, size, sha256: digest }) => ({ uid, flags, size, digest }))).toEqual(
    messages.map(({ uid, size }, i) => ({
      uid,
      flags: [
        [],
        ['NonJunk', '\\Answered'],
        ['$MDNSent', 'NonJunk', '\\Flagged'],
        ['\\Deleted'],
        ['\\Seen'],
        ['$Forwarded', '\\Answered', '\\Deleted', '\\Draft', '\\Flagged', '\\Seen'],
      ][i],
      size,
      // IMAP cannot carry NUL: Dovecot sends 0x80 in its place, as c-client stores it.
      digest: sha256((texts[i] ?? '').replaceAll('\0', '\x80')),
    })),
  );
  expect(answer.messages.map(({ internalDate }) => internalDate)).toEqual([
    '31-Dec-1969 00:00:00 +0000',
    '01-Jan-1970 00:00:01 +0000',
    '29-Feb-2000 00:00:00 +0000',
    '25-Sep-2007 12:05:25 +0000',
    '19-Jan-2038 03:14:07 +0000',
    '07-Feb-2106 06:28:16 +0000',
  ]);
  const hex = (value: number): string => value.toString(16).padStart(8, '0');
  expect(await site.dovecot.uidls()).toEqual(
    messages.map(({ uid }, i) => (i === 2 ? 'Another.UIDL-2' : `${hex(validity)}${hex(uid)}`)),
  );
});

describe('keywords', () => {
  test.each([26, 27, 30])('%d of them', async (count) => {
    using site = new Site();
    const names = Array.from({ length: count }, (_, i) => `Key${String(i).padStart(2, '0')}`);
    await site.pass(
      ['many'],
      async (mailbox) => void (await mailbox.append([message(1, { flags: { system: 0, keywords: names } })])),
    );
    const { messages } = await site.dovecot.mailbox('many');
    expect(messages[0]?.flags).toEqual(names.slice(0, 26));
    if (count === 26) return;
    // What the diagnostic advises: an index holds more than the files can.
    await using child = site.dovecot.startImap();
    const imap = await ImapProbe.open(child);
    await imap.command('SELECT many');
    for (const name of names.slice(26)) await imap.command(`UID STORE 1 +FLAGS (${name})`);
    await imap.logout();
    expect((await site.dovecot.mailbox('many')).messages[0]?.flags).toEqual(names);
  });

  test('longer than Dovecot lets a client make, and in any case', async () => {
    using site = new Site();
    const names = ['A'.repeat(60), 'mixedCase', '[bracket'];
    await site.pass(
      ['a'],
      async (mailbox) => void (await mailbox.append([message(1, { flags: { system: 0, keywords: names } })])),
    );
    expect((await site.dovecot.mailbox('a')).messages[0]?.flags).toEqual([...names].sort());
  });
});

describe('later passes, Dovecot having opened the mailbox in between', () => {
  test('new mail, flags, expunges and what Dovecot itself did', async () => {
    using site = new Site();
    await site.pass(['a'], async (mailbox) => void (await mailbox.append([1, 2, 3, 4].map((uid) => message(uid)))), {
      uidNext: 5,
    });
    {
      await using child = site.dovecot.startImap();
      const imap = await ImapProbe.open(child);
      await imap.mailbox('SELECT', 'a');
      await imap.command('UID STORE 4 +FLAGS (\\Seen Mine)');
      await imap.logout();
    }
    await site.pass(
      ['a'],
      async (mailbox) => {
        expect(mailbox.messages.get(4)?.flags).toEqual({ system: seen, keywords: ['Mine'] });
        mailbox.setFlags(1, { system: answered, keywords: ['Ours'] });
        mailbox.expunge(2);
        await mailbox.append([message(5), message(8)]);
      },
      { uidNext: 12 },
    );
    const answer = await site.dovecot.mailbox('a');
    expect(answer).toMatchObject({ uidValidity: validity, uidNext: 12, warnings: [] });
    expect(answer.messages.map(({ uid, flags }) => [uid, flags])).toEqual([
      [1, ['Ours', '\\Answered']],
      [3, []],
      [4, ['Mine', '\\Seen']],
      [5, []],
      [8, []],
    ]);
    expect(answer.messages.map((each) => each.sha256)).toEqual([1, 3, 4, 5, 8].map((uid) => sha256(text(uid))));
  });

  test('a UID that comes to mean another message, and one below UIDNEXT', async () => {
    using site = new Site();
    await site.pass(['INBOX'], async (mailbox) => void (await mailbox.append([1, 2, 3].map((uid) => message(uid)))), {
      uidNext: 9,
    });
    expect((await site.dovecot.mailbox('INBOX')).messages).toHaveLength(3);
    await site.pass(
      ['INBOX'],
      async (mailbox) => {
        mailbox.expunge(2);
        await mailbox.append([message(2, { text: 'another, longer or not\n' }), message(5)]);
      },
      { uidNext: 9 },
    );
    const answer = await site.dovecot.mailbox('INBOX');
    expect(answer).toMatchObject({ uidValidity: validity, uidNext: 9, warnings: [] });
    expect(answer.messages.map(({ uid, sha256: digest }) => [uid, digest])).toEqual([
      [1, sha256(text(1))],
      [2, sha256('another, longer or not\n')],
      [3, sha256(text(3))],
      [5, sha256(text(5))],
    ]);
    expect(answer.messages[1]?.size).toBe(wire('another, longer or not\n').length);
  });

  test('another UIDVALIDITY; mail that others delivered stays', async () => {
    using site = new Site();
    await site.pass(['INBOX'], async (mailbox) => void (await mailbox.append([1, 2].map((uid) => message(uid)))), {
      uidNext: 3,
    });
    writeFileSync(`${site.maildir}/new/1300000000.M1P1.host`, text(99));
    site.giveAway();
    expect((await site.dovecot.mailbox('INBOX')).messages.map(({ uid }) => uid)).toEqual([1, 2, 3]);
    await site.pass(
      ['INBOX'],
      async (mailbox) => void (await mailbox.append([message(1), message(3, { text: text(30) })])),
      { uidValidity: 77, uidNext: 4 },
    );
    const answer = await site.dovecot.mailbox('INBOX');
    expect(answer).toMatchObject({ uidValidity: 77, uidNext: 5, warnings: [] });
    expect(answer.messages.map(({ uid, sha256: digest }) => [uid, digest])).toEqual([
      [1, sha256(text(1))],
      [3, sha256(text(30))],
      [4, sha256(text(99))],
    ]);
    {
      await using child = site.dovecot.startImap();
      const imap = await ImapProbe.open(child);
      expect(await imap.status('INBOX')).toMatchObject({ MESSAGES: 3, UIDNEXT: 5, UIDVALIDITY: 77 });
      await imap.logout();
    }
  });

  test('mailboxes that Dovecot made by itself are filled', async () => {
    using site = new Site();
    {
      await using child = site.dovecot.startImap();
      const imap = await ImapProbe.open(child);
      await imap.command('CREATE Drafts');
      for (const name of ['INBOX', 'Drafts']) expect((await imap.mailbox('SELECT', name)).messages).toEqual([]);
      await imap.logout();
    }
    for (const path of ['INBOX', 'Drafts']) {
      await site.pass([path], async (mailbox) => void (await mailbox.append([message(7), message(8)])), {
        uidNext: 20,
      });
      const answer = await site.dovecot.mailbox(path);
      expect(answer).toMatchObject({ uidValidity: validity, uidNext: 20, warnings: [] });
      expect(answer.messages.map(({ uid }) => uid)).toEqual([7, 8]);
    }
  });

  test('a lost uidlist: what Dovecot made up is put right', async () => {
    using site = new Site();
    await site.pass(['a'], async (mailbox) => void (await mailbox.append([3, 5].map((uid) => message(uid)))), {
      uidNext: 9,
    });
    execFileSync('rm', [`${site.maildir}/.a/dovecot-uidlist`]);
    expect((await site.dovecot.mailbox('a')).uidValidity).not.toBe(validity);
    await site.pass(['a'], (mailbox) => expect([...mailbox.messages.keys()]).toEqual([3, 5]), { uidNext: 9 });
    const answer = await site.dovecot.mailbox('a');
    expect(answer).toMatchObject({ uidValidity: validity, uidNext: 9 });
    expect(answer.messages.map(({ uid }) => uid)).toEqual([3, 5]);
  });
});

describe('while a client has the mailbox open', () => {
  test('new mail, flags and expunges reach it', async () => {
    using site = new Site();
    await site.pass(['INBOX'], async (mailbox) => void (await mailbox.append([1, 2, 3].map((uid) => message(uid)))), {
      uidNext: 4,
    });
    await using child = site.dovecot.startImap();
    const imap = await ImapProbe.open(child);
    await imap.mailbox('SELECT', 'INBOX');
    await site.pass(
      ['INBOX'],
      async (mailbox) => {
        mailbox.expunge(1);
        mailbox.setFlags(2, { system: seen, keywords: ['New'] });
        await mailbox.append([message(4)]);
      },
      { uidNext: 5 },
    );
    const told = (await imap.command('NOOP')).untagged.map((response) => response.text);
    expect(told).toEqual(expect.arrayContaining(['* 1 EXPUNGE', '* 3 EXISTS']));
    const { untagged } = await imap.command('UID FETCH 1:* (FLAGS)');
    expect(untagged.map((response) => response.text)).toEqual([
      '* 1 FETCH (UID 2 FLAGS (\\Seen New))',
      '* 2 FETCH (UID 3 FLAGS ())',
      expect.stringMatching(/^\* 3 FETCH \(UID 4 FLAGS \((?:\\Recent)?\)\)$/),
    ]);
    await imap.logout();
  });

  test('where UIDs change their meaning it is not told wrong, and the next session is right', async () => {
    using site = new Site();
    await site.pass(['INBOX'], async (mailbox) => void (await mailbox.append([1, 2, 3].map((uid) => message(uid)))), {
      uidNext: 4,
    });
    const other = 'another, much longer text than it was before\n';
    {
      await using child = site.dovecot.startImap();
      const imap = await ImapProbe.open(child);
      await imap.mailbox('SELECT', 'INBOX');
      await site.pass(
        ['INBOX'],
        async (mailbox) => {
          mailbox.expunge(2);
          await mailbox.append([message(2, { text: other })]);
        },
        { uidNext: 4 },
      );
      // Dovecot may end the session; whatever it serves must be the old text or the new one.
      const bodies = await imap
        .command('NOOP')
        .then(() => imap.command('UID FETCH 2 (BODY.PEEK[])'))
        .then(({ untagged }) => untagged.map((response) => String(response.tokens().at(-1))))
        .catch(() => []);
      for (const body of bodies) expect(body.includes('Text of 2') || body.includes('another, much longer')).toBe(true);
      await imap.logout().catch(() => {});
    }
    const answer = await site.dovecot.mailbox('INBOX');
    expect(answer).toMatchObject({ uidValidity: validity, warnings: [] });
    expect(answer.messages.map(({ uid, sha256: digest }) => [uid, digest])).toEqual([
      [1, sha256(text(1))],
      [2, sha256(other)],
      [3, sha256(text(3))],
    ]);
    expect(readdirSync(`${site.maildir}/cur`)).toHaveLength(3);
  });
});
