import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, uwCases, uwOtherCases } from '../cases/index.ts';
import type { Recording } from './record.ts';

/** A corpus file with its case. */
export interface CorpusFile {
  case: Case;
  /** Path of the mailbox file. */
  file: string;
  /** Path of what the server said of it. */
  json: string;
}

const FOLDERS: Record<'uw' | 'uw-other', readonly Case[]> = { uw: uwCases, 'uw-other': uwOtherCases };

/** The files of one folder of the corpus, in the order of the case list. */
export function corpus(folder: keyof typeof FOLDERS): CorpusFile[] {
  const directory = join(import.meta.dirname, '..', 'corpus', folder);
  return FOLDERS[folder].map((entry) => ({
    case: entry,
    file: join(directory, `${entry.name}.${entry.suffix}`),
    json: join(directory, `${entry.name}.json`),
  }));
}

export function wholeCorpus(): CorpusFile[] {
  return [...corpus('uw'), ...corpus('uw-other')];
}

/** What the real server said, as committed beside the file. */
export function readRecording(entry: CorpusFile): Recording {
  return JSON.parse(readFileSync(entry.json, 'utf8')) as Recording;
}
