import { stripVTControlCharacters } from 'node:util';
import type { SyncReport } from '@sourdine/sync';
import { describe, expect, test } from 'vitest';
import { formatSyncReport } from '../src/report/sync-text.ts';
import { formatVerifyReport } from '../src/report/verify-text.ts';
import { createStyle } from '../src/style.ts';

const plain = createStyle({ isTTY: false, columns: 80, env: {} });
const nothing = { copied: 0, copiedBytes: 0, reflagged: 0, expunged: 0, quarantined: [], diagnostics: [] };
const full = {
  code: 'MAILDIR_NO_SPACE',
  message: 'ENOSPC: no space left on device, write',
  scope: 'account',
  side: 'target',
  retryable: false,
  hint: 'Free some space on that file system and run the same command again; it goes on where it stopped.',
} as const;

const report: SyncReport = {
  mailboxes: [
    {
      ...nothing,
      path: ['INBOX'],
      outcome: 'updated',
      messages: 1204,
      copied: 3,
      copiedBytes: 20_480,
      reflagged: 7,
      quarantined: [
        {
          uid: 88,
          error: {
            code: 'MBOX_HEADER_TOO_LONG',
            message: 'The header is longer than 16 MiB',
            scope: 'message',
            side: 'source',
            retryable: false,
            at: { file: '/var/mail/u', offset: 10_233 },
          },
        },
      ],
    },
    {
      ...nothing,
      path: ['lists', 'evil\u001b[2J'],
      outcome: 'filled',
      messages: 30,
      copied: 30,
      copiedBytes: 90_000,
      diagnostics: [
        { level: 'loss', code: 'KEYWORD', message: 'The keyword "key29" has no letter', hint: 'Use fewer keywords.' },
        { level: 'note', code: 'UID', message: 'UIDs were not ascending', at: { file: '/home/u/mail/lists' } },
      ],
    },
    { ...nothing, path: ['a'], outcome: 'failed', error: full },
    { ...nothing, path: ['b'], outcome: 'failed', error: full },
    { ...nothing, path: ['c'], outcome: 'unchanged' },
  ],
  renamed: [{ from: ['old'], to: ['new'] }],
  removed: [['gone']],
  kept: [{ path: ['held'], reason: 'a failed' }],
  subscriptionsChanged: false,
  leftOut: [
    { name: 'thesis.tex', reason: 'not-a-mailbox' },
    { name: 'link', reason: 'symbolic-link' },
  ],
  requiredSettings: ['separator = /'],
  errors: [],
  diagnostics: [],
  elapsedMs: 310,
};

describe('the report of a pass', () => {
  test('is aligned, names what went wrong once, and says what to do', () => {
    expect(formatSyncReport(report, 'Free space.', plain)).toMatchInlineSnapshot(`
      "  Mailbox         Messages  Copied   Size  Flags
        INBOX              1,204       3  20 kB      7  1 quarantined
        lists/evil�[2J        30      30  90 kB      –  new
        a                      –       –      –      –  failed
        b                      –       –      –      –  failed

      On the target
        renamed  old → new
        removed  gone
        kept     held, gone from the source: a failed

      Left out
        not a mailbox     1  thesis.tex
        symbolic link     1  link

      Dealt with
        lists/evil�[2J: UIDs were not ascending

      What the target cannot hold
        lists/evil�[2J: The keyword "key29" has no letter
          Use fewer keywords.

      Quarantined: not moved, on the old side still
        INBOX UID 88: The header is longer than 16 MiB  /var/mail/u:10233

      Errors
        a, b: ENOSPC: no space left on device, write
          Free some space on that file system and run the same command again; it goes
          on where it stopped.

      Dovecot needs these settings
        separator = /

      5 mailboxes, 1 unchanged, 2 failed · 33 messages copied, 110 kB · 2 left out · 0.31 s
      Free space.
      "
    `);
  });

  test('is the same text in colours', () => {
    const colourful = createStyle({ isTTY: true, columns: 80, env: {} });
    const text = formatSyncReport(report, 'Free space.', colourful);
    expect(text).not.toBe(stripVTControlCharacters(text));
    expect(stripVTControlCharacters(text)).toBe(formatSyncReport(report, 'Free space.', plain));
  });

  test('fits the terminal', () => {
    const mailboxes = report.mailboxes.map((mailbox) => ({ ...mailbox, path: ['x'.repeat(200)] }));
    const table = formatSyncReport(
      { ...report, mailboxes },
      '',
      createStyle({ isTTY: true, columns: 70, env: { NO_COLOR: '1' } }),
    );
    const rows = table.split('\n').filter((line) => line.startsWith('  xxx') && !line.includes(':'));
    expect(rows).toHaveLength(4);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(70);
  });
});

test('the report of a comparison says what differs, and how', () => {
  const text = formatVerifyReport(
    {
      mailboxes: [
        { path: ['INBOX'], messages: 1204, bytes: 20_000_000, differences: 0 },
        { path: ['Work'], messages: 10, bytes: 900, differences: 2 },
      ],
      differences: [
        { path: ['Work'], uid: 7, what: 'flags', source: '\\Seen', target: '' },
        { path: ['Work'], uid: 9, what: 'message-missing' },
        { path: ['Late'], what: 'mailbox-missing' },
      ],
      errors: [],
      elapsedMs: 1200,
    },
    'Read the report.',
    plain,
  );
  expect(text).toMatchInlineSnapshot(`
    "  Mailbox  Messages   Size
      INBOX       1,204  20 MB  same
      Work           10  900 B  2 differences

    Differences (source / target)
      Work UID 7: flags: \\Seen / none
      Work UID 9: missing on the target
      Late: the mailbox is missing on the target

    2 mailboxes · 1,214 messages compared, 20 MB · 1.20 s
    Read the report.
    "
  `);
});
