import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMailboxFile, staleLockMs, takeDotlock, waitForDotlock } from '../src/index.ts';
import { readMailbox } from './read-mailbox.ts';

let folder: string;
let lock: string;
const location = () => ({ root: folder, parts: [Buffer.from('box')] });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dotlock-'));
  lock = join(folder, 'box.lock');
  writeFileSync(join(folder, 'box'), 'From a@example.org Wed Dec  2 05:53:22 1992\nSubject: x\n\nx\n');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const locked = {
  code: 'MBOX_LOCKED',
  side: 'busy',
  retryable: true,
  at: { file: expect.stringMatching(/box\.lock$/) },
};

/** Sees locks made now as left behind: a file's change time can't be set, so the clock is. */
function letLocksGetOld(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + staleLockMs + 1000 });
}

describe('taking a dotlock', () => {
  it('makes FILE.lock and nothing else, and removes it', async () => {
    {
      using _ = await takeDotlock(location(), { waitMs: 0 });
      expect(readdirSync(folder).sort()).toEqual(['box', 'box.lock']);
      expect(statSync(lock).mode & 0o777).toBe(0o644);
    }
    expect(readdirSync(folder)).toEqual(['box']);
  });

  it('excludes another', async () => {
    using _ = await takeDotlock(location(), { waitMs: 0 });
    await expect(takeDotlock(location(), { waitMs: 150 })).rejects.toMatchObject(locked);
    expect(existsSync(lock)).toBe(true);
  });

  it('waits until the other is gone', async () => {
    writeFileSync(lock, '');
    setTimeout(() => unlinkSync(lock), 150);
    using _ = await takeDotlock(location(), { waitMs: 5000 });
    expect(existsSync(lock)).toBe(true);
  });

  it('takes over one that was left behind', async () => {
    writeFileSync(lock, 'old');
    letLocksGetOld();
    using _ = await takeDotlock(location(), { waitMs: 0 });
    expect(statSync(lock).size).toBe(String(process.pid).length);
  });

  it('leaves a lock alone that another program has put in place of its own', async () => {
    const own = await takeDotlock(location(), { waitMs: 0 });
    writeFileSync(join(folder, 'other'), 'not ours');
    renameSync(join(folder, 'other'), lock);
    own[Symbol.dispose]();
    expect(existsSync(lock)).toBe(true);
  });

  it('fails where the folder is not there', async () => {
    const nowhere = { root: folder, parts: [Buffer.from('no'), Buffer.from('box')] };
    await expect(takeDotlock(nowhere, { waitMs: 0 })).rejects.toMatchObject({ code: 'MBOX_LOCK_FAILED' });
  });
});

describe("another program's dotlock", () => {
  it('is waited for a while', async () => {
    writeFileSync(lock, '');
    await expect(waitForDotlock(location(), { waitMs: 120 })).rejects.toMatchObject(locked);
    await expect(openMailboxFile(join(folder, 'box'), { lockWaitMs: 0 })).rejects.toMatchObject(locked);
  });

  it('does not count once it is five minutes old, or is a symbolic link', async () => {
    symlinkSync('/nowhere', lock);
    await waitForDotlock(location(), { waitMs: 0 });
    unlinkSync(lock);
    writeFileSync(lock, '');
    utimesSync(lock, 1, 1);
    await expect(waitForDotlock(location(), { waitMs: 0 })).rejects.toMatchObject(locked);
    letLocksGetOld();
    await waitForDotlock(location(), { waitMs: 0 });
  });

  it('stops the waiting when cancelled', async () => {
    writeFileSync(lock, '');
    const signal = AbortSignal.timeout(50);
    await expect(waitForDotlock(location(), { waitMs: 60_000, signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a mailbox', () => {
  it('is not locked unless asked, and leaves nothing behind', async () => {
    await using mailbox = await openMailboxFile(join(folder, 'box'));
    expect(existsSync(lock)).toBe(false);
    await readMailbox(mailbox);
    expect(readdirSync(folder)).toEqual(['box']);
  });

  it('may have a name that leaves no room for that of a lock', async () => {
    const name = 'x'.repeat(255);
    renameSync(join(folder, 'box'), join(folder, name));
    await using mailbox = await openMailboxFile(join(folder, name));
    expect((await readMailbox(mailbox)).messages).toHaveLength(1);
  });

  it('is locked for as long as it is open, if asked', async () => {
    {
      await using mailbox = await openMailboxFile(join(folder, 'box'), { lock: true });
      expect(existsSync(lock)).toBe(true);
      expect((await readMailbox(mailbox)).messages).toHaveLength(1);
    }
    expect(existsSync(lock)).toBe(false);
  });

  it('is not left locked when it cannot be opened', async () => {
    rmSync(join(folder, 'box'));
    await expect(openMailboxFile(join(folder, 'box'), { lock: true })).rejects.toMatchObject({
      code: 'MBOX_NOT_FOUND',
    });
    expect(existsSync(lock)).toBe(false);
  });
});
