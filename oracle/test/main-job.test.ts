import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../src/compare-answers.ts';
import { movableCorpus } from '../src/movable-corpus.ts';
import { moveWithSourdine } from '../src/move-with-sourdine.ts';
import { MovedAccount } from '../src/moved-account.ts';
import { testAccount } from '../src/account.ts';

/*
 * The main job against both real servers: each file of the corpus is the inbox of an account, moved to a Maildir; the real
 * Dovecot must then say what the real uw-imapd and ipop3d said, UIDLs included.
 */

const account = testAccount();
const inboxes = movableCorpus();

describe('what uw-imapd and ipop3d served, Dovecot serves', () => {
  it('the corpus has enough mailboxes', () => expect(inboxes.length).toBeGreaterThanOrEqual(100));

  it.for(inboxes)('$name', async ({ entry, recording }) => {
    const old = recording;
    if ('error' in old) throw new Error(old.error);
    using moved = new MovedAccount(account, entry);
    const { report, verified } = await moveWithSourdine(moved, recording.tz);
    expect(report).toMatchObject({ errors: [], mailboxes: [{ path: ['INBOX'], outcome: 'filled', quarantined: [] }] });
    expect(verified).toMatchObject({ differences: [], errors: [] });
    const now = await moved.askDovecot();
    expect(compareAnswers(old, now.mailbox, { old: recording.uidls ?? [], now: now.uidls })).toEqual([]);
  });
});
