export * from './codec-loss.ts';
export * from './flags.ts';
export * from './imap-flag-list.ts';
