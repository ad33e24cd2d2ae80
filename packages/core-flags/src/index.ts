export * from './codec-loss.ts';
export * from './flags.ts';
export * from './imap-flag-list.ts';
export * from './uw-headers.ts';
export * from './maildir-suffix.ts';
