import type { AccountSeed, MailboxSeed, MessageSeed } from './seed.ts';

/** A day of 2007, when the first of this mail was young. */
const someDay = 1_190_721_925;

/** A message that differs from others of other numbers. */
export function plainMessage(uid: number, more: Partial<MessageSeed> = {}): MessageSeed {
  return {
    uid,
    internalDate: someDay + (uid % 10_000) * 3600,
    raw: `From: a@example.org\nSubject: message ${uid}\n\nBody of message ${uid}.\n`,
    ...more,
  };
}

/** Bytes that a store may be tempted to mend. No bare CR: uw-imap serves none. */
const oddMessages: readonly MessageSeed[] = [
  plainMessage(4, { raw: 'Subject: 8-bit \xe9\xff\n\nL\xe9on, \x80\xfe and a form feed\f.\n', flags: '\\Seen' }),
  plainMessage(9, {
    raw: 'Subject: quoted\n\n>From here on\n>>From there on\nnot From here\n.\n..\n',
    flags: '\\Answered',
  }),
  plainMessage(10, { raw: 'Subject: blank lines\n\n\n\nfirst\n\n\nlast\n\n\n', flags: '\\Flagged $Label1' }),
  plainMessage(11, { raw: `Subject: long lines\n\n${'x'.repeat(70_000)}\n${'y '.repeat(9_000)}\n`, flags: '\\Draft' }),
  plainMessage(12, { raw: 'Subject: no body\n\n', flags: '\\Seen \\Answered \\Flagged \\Deleted \\Draft' }),
  plainMessage(4000, { raw: 'Subject:folded\n\tover lines \n\n \n\t\n', flags: 'NonJunk gnus-expire $Label1' }),
];

export const inboxSeed: MailboxSeed = {
  path: ['INBOX'],
  uidValidity: 1_190_000_000,
  uidNext: 4007,
  messages: [plainMessage(1), plainMessage(3, { flags: '\\Seen' }), ...oddMessages],
};

/** What a store must be able to tell of an old account. */
export const smallAccount: AccountSeed = {
  mailboxes: [
    inboxSeed,
    {
      path: ['Work', 'v1.2 release'],
      uidValidity: 7,
      keywords: ['Later', 'Sooner', 'Unused'],
      messages: [plainMessage(1, { flags: '\\Seen Sooner' }), plainMessage(2, { flags: 'Later' })],
    },
    { path: ['Work', 'b'], uidValidity: 4_294_967_295, messages: [plainMessage(4_294_967_000)] },
    { path: ['Entwürfe'], uidValidity: 3, messages: [plainMessage(1, { flags: '\\Draft' })] },
    { path: ['cleared'], uidValidity: 5, uidNext: 18, messages: [] },
  ],
  subscriptions: [['Work', 'b'], ['INBOX'], ['long gone']],
};

/** Mail that no server has given a UID yet, alone and behind mail that has one. */
export const unopenedAccount: AccountSeed = {
  mailboxes: [
    {
      path: ['INBOX'],
      uidValidity: 44,
      uidNext: 9,
      messages: [
        plainMessage(2, { flags: '\\Seen' }),
        plainMessage(9, { uidAssigned: false }),
        plainMessage(10, { uidAssigned: false }),
      ],
    },
    {
      path: ['delivered only'],
      messages: [plainMessage(1, { uidAssigned: false }), plainMessage(2, { uidAssigned: false })],
    },
  ],
};

/** Replaces one mailbox of a seed, or adds it. */
export function withMailbox(seed: AccountSeed, mailbox: MailboxSeed): AccountSeed {
  const others = withoutMailbox(seed, mailbox.path).mailboxes;
  return { ...seed, mailboxes: [...others, mailbox] };
}

/** A seed without one of its mailboxes. */
export function withoutMailbox(seed: AccountSeed, path: readonly string[]): AccountSeed {
  const key = JSON.stringify(path);
  return { ...seed, mailboxes: seed.mailboxes.filter((mailbox) => JSON.stringify(mailbox.path) !== key) };
}
