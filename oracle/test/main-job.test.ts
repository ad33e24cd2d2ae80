import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../src/compare-answers.ts';
import { exceptions } from '../src/exceptions.ts';
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

  it.for(inboxes)('$name', async ({ name, entry, recording }) => {
    const exception = exceptions[name];
    if ('error' in recording) throw new Error(recording.error);
    using moved = new MovedAccount(account, entry);
    const { report, verified } = await moveWithSourdine(moved, recording.tz);
    expect(report).toMatchObject({ errors: [], mailboxes: [{ path: ['INBOX'], outcome: 'filled', quarantined: [] }] });
    const lossReported = report.mailboxes[0]?.diagnostics.some(({ level }) => level === 'loss');
    expect(lossReported).toBe(exception?.reported ?? false);
    expect(verified.errors).toEqual([]);
    const keywordsLost = verified.differences.some(({ what }) => what === 'keywords');
    expect(keywordsLost).toBe(name.startsWith('keywords') && exception !== undefined);
    const now = await moved.askDovecot();
    const differences = compareAnswers(recording, now.mailbox, { old: recording.uidls ?? [], now: now.uidls });
    if (exception) expect(differences.map(({ aspect }) => aspect)).toEqual(exception.aspects);
    else expect(differences).toEqual([]);
  });
});
