export { type LockOptions, staleLockMs, takeDotlock, waitForDotlock } from './dotlock.ts';
export { detectFormat, type FileFormat, sniffBytes } from './file-format.ts';
export { type FromLine, parseFromLine } from './from-line.ts';
export { type InternalDate, localOffsetAt, parseInternalDate } from './internal-date.ts';
export type { Location } from './location.ts';
export { type NamedMailbox, parseMailboxList, readMailboxList, resolveMailboxName } from './mailbox-list.ts';
export { createMboxSource, type MboxSourceOptions } from './mbox-source.ts';
export { decodeModifiedUtf7, decodeName, encodeModifiedUtf7, escapeName } from './name-codec.ts';
export { type MailboxFileOptions, openMailboxFile, type PhileNames, type ReadOptions } from './open-mailbox-file.ts';
