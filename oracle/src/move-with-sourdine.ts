import { createStoreContext } from '@sourdine/core';
import { createMaildirSink } from '@sourdine/maildir';
import { createMboxSource } from '@sourdine/mbox';
import { syncAccount, type SyncReport, verifyAccount, type VerifyReport } from '@sourdine/sync';
import type { MovedAccount } from './moved-account.ts';

/** Moves the account with our own packages, and verifies it with them, in a given time zone. Not to be run concurrently. */
export async function moveWithSourdine(
  moved: MovedAccount,
  tz: string,
): Promise<{ report: SyncReport; verified: VerifyReport }> {
  const before = process.env['TZ'];
  process.env['TZ'] = tz;
  try {
    const { home, inbox, maildir } = moved;
    await using source = await createMboxSource({ home, inbox }).open(createStoreContext());
    await using sink = await createMaildirSink({ root: maildir }).open(createStoreContext());
    const report = await syncAccount(source, sink);
    await using target = sink.asSource();
    return { report, verified: await verifyAccount(source, target) };
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}
