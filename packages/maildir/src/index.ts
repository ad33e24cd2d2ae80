export type { MaildirOptions } from './maildir-account.ts';
export { createMaildirSink } from './maildir-sink.ts';
export { createMaildirSource } from './maildir-source.ts';
