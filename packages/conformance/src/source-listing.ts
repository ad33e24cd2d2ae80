import { compareMailboxPaths, formatMailboxPath, mailboxKey } from '@sourdine/core';
import { describe, expect, it } from 'vitest';
import type { MakeSource } from './fixture.ts';
import { countMessages, infoAt } from './open-at.ts';
import { seedMailboxes } from './seed.ts';
import { smallAccount, withoutMailbox } from './standard-seeds.ts';

/** The listing, and what is opened by it. */
export function describeSourceListing(make: MakeSource): void {
  describe('listing', () => {
    it('has every mailbox once, INBOX first, then ordered by path', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      const paths = (await source.mailboxes()).mailboxes.map((mailbox) => mailbox.path);
      expect(paths).toEqual(seedMailboxes(smallAccount).map((mailbox) => mailbox.path));
      expect(paths).toEqual(paths.toSorted(compareMailboxPaths));
      expect(new Set(paths.map(mailboxKey)).size).toBe(paths.length);
    });

    it('has the subscriptions in order, of missing mailboxes too', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      expect((await source.mailboxes()).subscriptions).toEqual(smallAccount.subscriptions);
    });

    it('tells no error and leaves nothing out of an account in order', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      expect((await source.mailboxes()).errors).toEqual([]);
    });

    it('has printable locators, and an estimate of bytes', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      for (const { path, locator, bytes } of (await source.mailboxes()).mailboxes) {
        // eslint-disable-next-line no-control-regex -- that is the point
        expect(locator).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        expect(bytes).toBeGreaterThanOrEqual(path[0] === 'INBOX' ? 1000 : 0);
      }
    });

    it('is empty for an empty account, or has an empty INBOX', async () => {
      await using fixture = await make({ mailboxes: [] });
      await using source = await fixture.open();
      for (const info of (await source.mailboxes()).mailboxes) {
        expect(info.path).toEqual(['INBOX']);
        await using mailbox = await source.openMailbox(info);
        expect(await countMessages(mailbox)).toBe(0);
      }
    });

    it('opens mailboxes in another instance that has not listed them', async () => {
      await using fixture = await make(smallAccount);
      await using first = await fixture.open();
      await using second = await fixture.open();
      for (const info of (await first.mailboxes()).mailboxes) {
        await using mailbox = await second.openMailbox({ path: info.path, locator: info.locator });
        const seed = smallAccount.mailboxes.find((candidate) => mailboxKey(candidate.path) === mailboxKey(info.path));
        expect(await countMessages(mailbox), formatMailboxPath(info.path)).toBe(seed?.messages.length);
      }
    });

    it('throws NOT_FOUND of scope mailbox for a mailbox that is gone', async () => {
      await using fixture = await make(smallAccount);
      await using source = await fixture.open();
      const info = await infoAt(source, ['Work', 'b']);
      await fixture.write(withoutMailbox(smallAccount, ['Work', 'b']));
      await expect(source.openMailbox(info)).rejects.toMatchObject({
        name: 'MailError',
        code: expect.stringMatching(/_NOT_FOUND$/),
        scope: 'mailbox',
      });
    });
  });
}
