export { detectFormat, type FileFormat, sniffBytes } from './file-format.ts';
export { type FromLine, parseFromLine } from './from-line.ts';
export { type InternalDate, localOffsetAt, parseInternalDate } from './internal-date.ts';
export { openMailboxFile, type MailboxFileOptions } from './open-mailbox-file.ts';
