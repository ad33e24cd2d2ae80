import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createStoreContext, type Message } from '@sourdine/core';
import { createMaildirSink } from '@sourdine/maildir';
import { Dovecot, type MailboxAnswer, TemporaryHome, testAccount } from '@sourdine/oracle';
import { expect, test } from 'vitest';
import { withFault } from '../../packages/maildir/test/fault-fs.ts';

const account = testAccount();
const uidNext = 20;

interface Wanted {
  readonly uidValidity: number;
  /** Texts by UID. */
  readonly texts: Readonly<Record<number, string>>;
}

const first: Wanted = { uidValidity: 5, texts: { 1: 'one', 2: 'two', 3: 'three', 4: 'four' } };

/** Passes after the first. Dovecot has had the mailbox open before, and has it open between the kill and the next run. */
const passes: Readonly<Record<string, Wanted>> = {
  'new mail and expunges': { uidValidity: 5, texts: { 1: 'one', 3: 'three', 4: 'four', 7: 'seven', 8: 'eight' } },
  'other content under a UID': { uidValidity: 5, texts: { 1: 'one', 2: 'another', 3: 'three', 4: 'four' } },
  'another UIDVALIDITY': { uidValidity: 6, texts: { 1: 'eins', 2: 'zwei', 3: 'drei' } },
};

function stored(text: string): Buffer {
  return Buffer.from(`Subject: ${text}\n\n`);
}

function sha256(text: string): string {
  return createHash('sha256').update(stored(text).toString().replaceAll('\n', '\r\n')).digest('hex');
}

function message(uid: number, text: string): Message {
  const bytes = stored(text);
  return {
    uid,
    uidAssigned: true,
    internalDate: 1_190_721_925,
    flags: { system: 0, keywords: [] },
    size: bytes.length + 2,
    storedSize: bytes.length,
    content: { views: [bytes] },
  };
}

async function pass(root: string, { uidValidity, texts }: Wanted): Promise<void> {
  await using sink = await createMaildirSink({ root, lockTimeout: 100 }).open(createStoreContext());
  await using mailbox = await sink.openMailbox(['INBOX']);
  mailbox.begin(uidValidity);
  const there = mailbox.uidValidity === uidValidity ? [...mailbox.messages.keys()] : [];
  const kept = new Set<number>();
  for (const uid of there) {
    const text = texts[uid];
    if (text !== undefined && (await mailbox.digest(uid)) === sha256(text)) kept.add(uid);
    else mailbox.expunge(uid);
  }
  const missing = Object.entries(texts).filter(([uid]) => !kept.has(Number(uid)));
  await mailbox.append(missing.map(([uid, text]) => message(Number(uid), text)));
  await mailbox.commit({ uidNext, keywords: [] });
}

/** A home in which the pass is about to be made, Dovecot having served what was there. */
async function prepare(maildir: string, dovecot: Dovecot): Promise<void> {
  await pass(maildir, first);
  writeFileSync(`${maildir}/new/1300000000.M1P1.host`, stored('delivered'));
  giveAway(maildir);
  expect((await dovecot.mailbox('INBOX')).messages).toHaveLength(5);
}

function giveAway(maildir: string): void {
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, maildir]);
}

function reduce({ uidValidity, messages }: MailboxAnswer): unknown {
  return { uidValidity, messages: messages.map(({ uid, sha256: digest, flags }) => ({ uid, digest, flags })) };
}

test.each(Object.keys(passes))(
  'killed at any call, looked at by Dovecot, run again: %s',
  async (name) => {
    const wanted = passes[name] as Wanted;
    const undisturbed = await runOnce(wanted, undefined);
    for (let at = 1; at <= undisturbed.calls; at++) {
      const { between, after } = await runOnce(wanted, at);
      // A UID of the old server never tells of another message than it did or shall.
      for (const { uid, sha256: digest } of between.messages.filter((each) => each.uid < uidNext)) {
        const meant = [first, wanted]
          .filter((each) => each.uidValidity === between.uidValidity)
          .map((each) => each.texts[uid]);
        expect(
          meant.map((text) => text !== undefined && sha256(text)),
          `UID ${uid} after call ${at}`,
        ).toContain(digest);
      }
      expect(between.messages.filter((each) => each.sha256 === sha256('delivered'))).toHaveLength(1);
      expect(reduce(after), `call ${at}`).toEqual(reduce(undisturbed.after));
    }
  },
  300_000,
);

async function runOnce(
  wanted: Wanted,
  at: number | undefined,
): Promise<{ calls: number; between: MailboxAnswer; after: MailboxAnswer }> {
  using home = new TemporaryHome(account);
  const maildir = `${home.path}/Maildir`;
  using dovecot = new Dovecot({ account, maildir });
  await prepare(maildir, dovecot);
  const { calls } = await withFault(at === undefined ? undefined : { at, kind: 'kill' }, () => pass(maildir, wanted));
  // The dead hold no locks; ours names this process, which lives.
  for (const lock of ['sourdine.lock', 'dovecot-uidlist.lock']) rmSync(`${maildir}/${lock}`, { force: true });
  giveAway(maildir);
  const between = await dovecot.mailbox('INBOX');
  if (at !== undefined) await pass(maildir, wanted);
  giveAway(maildir);
  const after = await dovecot.mailbox('INBOX');
  expect(existsSync(`${maildir}/tmp/sourdine-staging`)).toBe(false);
  expect(readdirSync(maildir).filter((entry) => entry.endsWith('.lock'))).toEqual([]);
  return { calls, between, after };
}
