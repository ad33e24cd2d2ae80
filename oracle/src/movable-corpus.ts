import { corpus, type CorpusFile, readRecording } from './corpus.ts';
import type { Recording } from './record.ts';

export interface MovableFile {
  readonly name: string;
  readonly entry: CorpusFile;
  readonly recording: Recording;
}

/** The files of the corpus that the old server served as an INBOX, to IMAP and to POP3 clients. */
export function movableCorpus(): readonly MovableFile[] {
  return corpus('uw')
    .map((entry) => ({ name: entry.case.name, entry, recording: readRecording(entry) }))
    .filter(({ recording }) => wasServed(recording));
}

/** A file with a UID that IMAP does not allow (RFC 9051 §2.3.1.1: 32 bits) cannot be moved with its UIDs. */
function wasServed(recording: Recording): boolean {
  if ('error' in recording || recording.uidls === undefined) return false;
  return recording.messages.every((message) => message.uid < 2 ** 32 - 1);
}
