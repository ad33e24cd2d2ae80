import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { MailboxPath, Message, Sink } from '@sourdine/core';
import { createFlags, equalFlags, SystemFlag } from '@sourdine/core-flags';
import { describe, expect, test } from 'vitest';
import { type Fault, withFault } from './fault-fs.ts';
import { later, messageOf, type ReadMailbox, TemporaryAccount } from './temporary-account.ts';

/** What a source says of a mailbox. */
interface Wanted {
  readonly uidValidity: number;
  readonly messages: readonly Message[];
}

const seen = createFlags(SystemFlag.seen, ['NonJunk']);
const text = (name: string): Partial<Message> & { text: string } => ({ text: `${name}\n`.repeat(9) });

const first: Wanted = { uidValidity: 5, messages: [1, 2, 3, 4].map((uid) => messageOf(uid, text(`old ${uid}`))) };

/** Later states of the mailbox, each a pass after the first. */
const passes: Readonly<Record<string, Wanted>> = {
  'new mail, flags, expunges and other content under a UID': {
    uidValidity: 5,
    messages: [
      messageOf(1, { ...text('old 1'), flags: seen }),
      messageOf(3, text('new 3')),
      messageOf(4, text('old 4')),
      messageOf(7, { ...text('new 7'), pop3Uidl: 'x', flags: createFlags(0, ['Other']) }),
      messageOf(8, text('new 8')),
    ],
  },
  'another UIDVALIDITY': {
    uidValidity: 6,
    messages: [1, 2, 3].map((uid) => messageOf(uid, text(`other ${uid}`))),
  },
  emptied: { uidValidity: 5, messages: [] },
};

/** Brings a mailbox to what is wanted, as the engine does. */
async function pass(sink: Sink, path: MailboxPath, wanted: Wanted): Promise<void> {
  await using mailbox = await sink.openMailbox(path);
  mailbox.begin(wanted.uidValidity);
  const there = mailbox.uidValidity === wanted.uidValidity ? mailbox.messages : new Map<number, never>();
  const byUid = new Map(wanted.messages.map((message) => [message.uid, message]));
  for (const uid of there.keys()) if (!byUid.has(uid)) mailbox.expunge(uid);
  const missing: Message[] = [];
  for (const message of wanted.messages) {
    const found = there.get(message.uid);
    if (found !== undefined && (await mailbox.digest(message.uid)) === digestOf(message)) {
      if (!equalFlags(found.flags, message.flags)) mailbox.setFlags(message.uid, message.flags);
      continue;
    }
    if (found !== undefined) mailbox.expunge(message.uid);
    missing.push(message);
  }
  expect(await mailbox.append(missing)).toEqual([]);
  await mailbox.commit({ uidNext: 20, keywords: ['Defined'], sourceToken: 'token' });
}

function textOf(message: Message): string {
  return message.content !== undefined && 'views' in message.content
    ? Buffer.concat(message.content.views).toString('latin1')
    : '';
}

function digestOf(message: Message): string {
  return createHash('sha256').update(textOf(message).replaceAll('\n', '\r\n')).digest('hex');
}

/** Everything that counts, without what may differ from run to run. */
function reduce({ uidValidity, uidNext, keywords, messages }: ReadMailbox): unknown {
  return { uidValidity, uidNext, keywords: [...keywords].sort(), messages };
}

/** What the end of a process does by itself: whoever looks for the owner of these finds none. */
function dropLocks(account: TemporaryAccount, directory: string): void {
  rmSync(`${account.root}/sourdine.lock`, { force: true });
  rmSync(`${directory}/dovecot-uidlist.lock`, { force: true });
}

function directoryOf(account: TemporaryAccount, path: MailboxPath, layout: string): string {
  if (path[0] === 'INBOX') return account.root;
  return layout === 'fs' ? `${account.root}/${path.join('/')}` : `${account.root}/.${path.join('.')}`;
}

interface Case {
  readonly layout: 'maildir++' | 'fs';
  readonly path: MailboxPath;
  readonly before: Wanted | undefined;
  readonly wanted: Wanted;
  /** Somebody else delivers before the pass. */
  readonly delivery: boolean;
}

async function prepare(account: TemporaryAccount, { layout, path, before, delivery }: Case): Promise<void> {
  await using sink = await account.sink({ layout }, { now: later });
  if (before !== undefined) await pass(sink, path, before);
  const directory = directoryOf(account, path, layout);
  if (!delivery) return;
  writeFileSync(`${directory}/new/1300000000.M1P1.host`, 'delivered\n');
  utimesSync(`${directory}/new/1300000000.M1P1.host`, 1_300_000_000, 1_300_000_000);
}

/** Makes each call of the pass fail in turn, and runs it again. */
async function failEverywhere(given: Case, kind: Fault['kind']): Promise<void> {
  const { layout, path, wanted } = given;
  using undisturbed = new TemporaryAccount();
  await prepare(undisturbed, given);
  const run = async (account: TemporaryAccount): Promise<void> => {
    await using sink = await account.sink({ layout, lockTimeout: 100 }, { now: later });
    await pass(sink, path, wanted);
  };
  const { calls, error } = await withFault(undefined, () => run(undisturbed));
  expect(error).toBeUndefined();
  const expected = await stateOf(undisturbed, given);
  const before = new Set([...(given.before?.messages ?? []), ...wanted.messages].map(textOf).concat('delivered\n'));
  for (let at = 1; at <= calls; at++) {
    using account = new TemporaryAccount();
    await prepare(account, given);
    const told = await withFault({ at, kind }, () => run(account));
    const directory = directoryOf(account, path, layout);
    if (kind === 'kill') dropLocks(account, directory);
    else expect(leftovers(account, directory), `left at call ${at}, ${String(told.error)}`).toEqual([]);
    await checkVisible(account, given, before, at);
    await run(account);
    const now = await stateOf(account, given);
    expect(now, `call ${at} of ${calls}`).toEqual(expected);
    expect(leftovers(account, directory), `left after call ${at}`).toEqual([]);
  }
}

async function stateOf(account: TemporaryAccount, { path, layout }: Case): Promise<unknown> {
  return reduce(await account.read(path, { layout }));
}

/** Locks, staging and files under way. */
function leftovers(account: TemporaryAccount, directory: string): readonly string[] {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const staging = `${account.root}/tmp/sourdine-staging`;
  return [
    ...names.filter((name) => /lock|new$/.test(name) && name !== 'new'),
    ...(existsSync(staging) ? [staging] : []),
  ];
}

/** After a fault all that shows is whole: each message is one that was or is to be there, and nobody else's is missing. */
async function checkVisible(
  account: TemporaryAccount,
  given: Case,
  texts: ReadonlySet<string>,
  at: number,
): Promise<void> {
  if (!existsSync(`${directoryOf(account, given.path, given.layout)}/cur`)) return;
  const { messages } = await account.read(given.path, { layout: given.layout });
  for (const message of messages) expect(texts.has(message.text), `a message is not whole after call ${at}`).toBe(true);
  if (given.delivery) expect(messages.filter((message) => message.text === 'delivered\n')).toHaveLength(1);
  const lost = (given.before?.messages ?? [])
    .map(textOf)
    .filter((each) => given.wanted.messages.map(textOf).includes(each));
  for (const each of lost)
    expect(
      messages.some((message) => message.text === each),
      `lost at call ${at}: ${each}`,
    ).toBe(true);
}

const places = [
  { layout: 'maildir++', path: ['INBOX'] },
  { layout: 'maildir++', path: ['a', 'b'] },
  { layout: 'fs', path: ['a', 'b'] },
] as const;

describe.each(places)('$layout $path', { timeout: 180_000 }, (place) => {
  test.each(['kill', 'ENOSPC', 'EACCES'] as const)('%s at each call of a first fill', async (kind) => {
    await failEverywhere({ ...place, before: undefined, wanted: first, delivery: false }, kind);
  });
  test.each(Object.keys(passes))('killed at each call of a later pass: %s', async (name) => {
    const wanted = passes[name] as Wanted;
    for (const delivery of [false, true]) await failEverywhere({ ...place, before: first, wanted, delivery }, 'kill');
  });
  test('a full disk at each call of a later pass', async () => {
    for (const wanted of Object.values(passes))
      await failEverywhere({ ...place, before: first, wanted, delivery: true }, 'ENOSPC');
  });
});
