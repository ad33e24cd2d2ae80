export { inRounds } from './in-rounds.ts';
export * from './options.ts';
export * from './plan-sync.ts';
export * from './report.ts';
export { syncAccount } from './sync-account.ts';
export { failedMailbox, syncMailbox } from './sync-mailbox.ts';
export { verifyAccount } from './verify-account.ts';
export { verifyMailbox } from './verify-mailbox.ts';
