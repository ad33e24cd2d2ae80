import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { MailboxPath, Sink } from '@sourdine/core';
import { describe, expect, test } from 'vitest';
import { withFault } from './fault-fs.ts';
import { fill, messageOf, TemporaryAccount } from './temporary-account.ts';

const texts = ['one\n', 'two\n'];

/** A mailbox `a` of ours, another below it, and mail that others delivered to the one below. */
async function prepare(account: TemporaryAccount, layout: 'maildir++' | 'fs'): Promise<void> {
  await using sink = await account.sink({ layout });
  await fill(sink, ['a'], [messageOf(1, { text: texts[0] ?? '' }), messageOf(2, { text: texts[1] ?? '' })]);
  await fill(sink, ['a', 'below'], [messageOf(1)]);
  writeFileSync(`${account.root}/${layout === 'fs' ? 'a/below' : '.a.below'}/new/1300000000.M1P1.host`, 'delivered\n');
}

async function paths(sink: Sink): Promise<readonly string[]> {
  return (await sink.mailboxes()).filter(({ ours }) => ours).map(({ path }) => path.join('/'));
}

async function textsOf(
  account: TemporaryAccount,
  layout: 'maildir++' | 'fs',
  path: MailboxPath,
): Promise<readonly string[]> {
  return (await account.read(path, { layout })).messages.map(({ text }) => text);
}

/** Runs a step with a kill at each of its calls, then what the next run does, then the check. */
async function killEverywhere(
  layout: 'maildir++' | 'fs',
  step: (sink: Sink) => Promise<unknown>,
  check: (account: TemporaryAccount) => Promise<void>,
): Promise<void> {
  for (let at = 1, killed = true; killed; at++) {
    using account = new TemporaryAccount();
    await prepare(account, layout);
    const run = async (): Promise<void> => {
      await using sink = await account.sink({ layout });
      await step(sink);
    };
    const told = await withFault({ at, kind: 'kill' }, run);
    killed = told.error !== undefined;
    for (const lock of ['sourdine.lock', 'a/dovecot-uidlist.lock', '.a/dovecot-uidlist.lock']) {
      rmSync(`${account.root}/${lock}`, { force: true });
    }
    await run();
    await check(account);
  }
}

describe.each(['maildir++', 'fs'] as const)('%s', (layout) => {
  test('a rename killed at any call, then asked for again where it is still to do', async () => {
    await killEverywhere(
      layout,
      async (sink) => {
        if ((await paths(sink)).includes('a')) await sink.renameMailbox(['a'], ['new', 'name']);
      },
      async (account) => {
        await using sink = await account.sink({ layout });
        expect(await paths(sink)).toEqual(['a/below', 'new/name']);
        expect(await textsOf(account, layout, ['new', 'name'])).toEqual(texts);
        expect((await account.read(['new', 'name'], { layout })).uidValidity).toBe(1_190_000_000);
        expect(await textsOf(account, layout, ['a', 'below'])).toContain('delivered\n');
      },
    );
  });

  test('a removal killed at any call, then asked for again where it is still to do', async () => {
    await killEverywhere(
      layout,
      async (sink) => {
        if ((await paths(sink)).includes('a')) expect(await sink.removeMailbox(['a'])).toBe(true);
      },
      async (account) => {
        await using sink = await account.sink({ layout });
        expect(await paths(sink)).toEqual(['a/below']);
        expect(existsSync(`${account.root}/tmp/sourdine-staging`)).toBe(false);
        expect(await textsOf(account, layout, ['a', 'below'])).toContain('delivered\n');
      },
    );
  });
});
