import type { AccountSeed, MailboxSeed } from './seed.ts';
import {
  inboxSeed,
  plainMessage,
  smallAccount,
  unopenedAccount,
  withMailbox,
  withoutMailbox,
} from './standard-seeds.ts';

/** What happens on the old side between two passes. */
export interface PairScenario {
  readonly name: string;
  readonly before: AccountSeed;
  readonly after: AccountSeed;
  /** What the second pass must report, where the scenario is about doing no more than needed. */
  readonly report?: { readonly copied?: number; readonly reflagged?: number; readonly expunged?: number };
}

const [first, second, ...others] = inboxSeed.messages;
const someInbox: MailboxSeed = { ...inboxSeed, messages: [first, second, ...others].filter((m) => m !== undefined) };

function inboxWith(change: Partial<MailboxSeed>): AccountSeed {
  return withMailbox(smallAccount, { ...someInbox, ...change });
}

const work: MailboxSeed = { path: ['Work', 'b'], uidValidity: 501, messages: [plainMessage(3), plainMessage(5)] };
const play: MailboxSeed = { path: ['Play'], uidValidity: 502, messages: [plainMessage(3, { flags: '\\Seen' })] };
const twoFolders: AccountSeed = { mailboxes: [someInbox, work, play], subscriptions: [['Play'], ['Work', 'b']] };

/** Every kind of change; each must end as if the second state had been copied at once. */
export const pairScenarios: readonly PairScenario[] = [
  {
    name: 'nothing',
    before: smallAccount,
    after: smallAccount,
    report: { copied: 0, reflagged: 0, expunged: 0 },
  },
  {
    name: 'new mail',
    before: smallAccount,
    after: inboxWith({
      uidNext: 4020,
      messages: [...someInbox.messages, plainMessage(4010), plainMessage(4019, { flags: '\\Seen new-keyword' })],
    }),
    report: { copied: 2, reflagged: 0, expunged: 0 },
  },
  {
    name: 'changed flags and keywords',
    before: smallAccount,
    after: inboxWith({
      messages: someInbox.messages.map((message) => {
        if (message.uid === 1) return { ...message, flags: '\\Seen \\Flagged brand-new' };
        return message.uid === 10 ? { ...message, flags: '' } : message;
      }),
    }),
    report: { copied: 0, reflagged: 2, expunged: 0 },
  },
  {
    name: 'deletions',
    before: smallAccount,
    after: inboxWith({ messages: someInbox.messages.filter((message) => message.uid % 2 === 0) }),
    report: { copied: 0, reflagged: 0, expunged: 4 },
  },
  {
    name: 'all of it at once',
    before: smallAccount,
    after: inboxWith({
      uidNext: 5001,
      messages: [
        ...someInbox.messages.slice(2).map((message) => ({ ...message, flags: `${message.flags ?? ''} kept`.trim() })),
        plainMessage(5000),
      ],
    }),
    report: { copied: 1, reflagged: 6, expunged: 2 },
  },
  {
    name: 'a mailbox emptied by its owner',
    before: twoFolders,
    after: withMailbox(twoFolders, { ...play, uidNext: 4, messages: [] }),
    report: { copied: 0, expunged: 1 },
  },
  { name: 'a new folder', before: withoutMailbox(twoFolders, ['Play']), after: twoFolders, report: { copied: 1 } },
  { name: 'a folder that is gone', before: twoFolders, after: withoutMailbox(twoFolders, ['Play']) },
  {
    name: 'a renamed folder',
    before: twoFolders,
    after: withMailbox(withoutMailbox(twoFolders, ['Play']), { ...play, path: ['Fun', 'and games'] }),
    report: { copied: 0, reflagged: 0, expunged: 0 },
  },
  {
    name: 'a renamed folder with new mail and another flag',
    before: twoFolders,
    after: withMailbox(withoutMailbox(twoFolders, ['Play']), {
      ...play,
      path: ['Fun'],
      messages: [plainMessage(3, { flags: '\\Flagged' }), plainMessage(4)],
    }),
    report: { copied: 1, reflagged: 1, expunged: 0 },
  },
  {
    name: 'two folders that swapped names',
    before: twoFolders,
    after: { ...twoFolders, mailboxes: [someInbox, { ...work, path: play.path }, { ...play, path: work.path }] },
  },
  {
    name: 'a folder that took the name of another, which moved on',
    before: twoFolders,
    after: { ...twoFolders, mailboxes: [someInbox, { ...work, path: ['Play'] }, { ...play, path: ['Attic', 'Play'] }] },
  },
  {
    name: 'another UIDVALIDITY of the same mail',
    before: smallAccount,
    after: inboxWith({
      uidValidity: 1_200_000_000,
      uidNext: 9,
      messages: someInbox.messages.map((message, i) => ({ ...message, uid: i + 1 })),
    }),
    report: { copied: 8 },
  },
  {
    name: 'another UIDVALIDITY and fewer messages',
    before: smallAccount,
    after: inboxWith({ uidValidity: 1_200_000_000, uidNext: 2, messages: [plainMessage(1)] }),
  },
  {
    name: 'a message edited where it lies',
    before: smallAccount,
    after: inboxWith({
      messages: someInbox.messages.map((message) =>
        message.uid === 3 ? { ...message, raw: 'Subject: edited\n\nby hand\n' } : message,
      ),
    }),
    report: { copied: 1, reflagged: 0 },
  },
  {
    name: 'other subscriptions',
    before: smallAccount,
    after: { ...smallAccount, subscriptions: [['Entwürfe'], ['Work', 'b']] },
    report: { copied: 0, reflagged: 0, expunged: 0 },
  },
];

/** UIDs that a source had to predict, and what the old server made of them. */
export const predictedScenarios: readonly PairScenario[] = [
  {
    name: 'as predicted',
    before: unopenedAccount,
    after: withMailbox(unopenedAccount, {
      path: ['INBOX'],
      uidValidity: 44,
      uidNext: 11,
      messages: [plainMessage(2, { flags: '\\Seen' }), plainMessage(9), plainMessage(10, { flags: '\\Seen' })],
    }),
    report: { copied: 0, expunged: 0 },
  },
  {
    name: 'otherwise: the first was deleted unseen',
    before: unopenedAccount,
    after: withMailbox(unopenedAccount, {
      path: ['INBOX'],
      uidValidity: 44,
      uidNext: 11,
      messages: [
        plainMessage(2, { flags: '\\Seen' }),
        { ...plainMessage(10), uid: 9 },
        plainMessage(10, { raw: 'Subject: yet another\n\n' }),
      ],
    }),
  },
  {
    name: 'otherwise, with date and size as before',
    before: unopenedAccount,
    after: withMailbox(unopenedAccount, {
      path: ['INBOX'],
      uidValidity: 44,
      uidNext: 11,
      messages: [
        plainMessage(2, { flags: '\\Seen' }),
        plainMessage(9, { raw: 'From: a@example.org\nSubject: message 9\n\nBODY of message 9.\n' }),
        plainMessage(10),
      ],
    }),
  },
];
