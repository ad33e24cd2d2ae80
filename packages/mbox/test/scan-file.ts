import {
  createStoreContext,
  defaultLimits,
  type Diagnostic,
  type Limits,
  type MailErrorJson,
  type Message,
  type MessageResult,
} from '@sourdine/core';
import { MailFile } from '../src/mail-file.ts';
import { detectFormat, sniffBytes } from '../src/index.ts';
import { MbxRound } from '../src/mbx-round.ts';
import { type Round, UidsVoid, type UidTrust } from '../src/round.ts';
import { UwRound } from '../src/uw-round.ts';
import { readContent } from './read-mailbox.ts';

export interface ScanSettings {
  readonly windowBytes: number;
  readonly limits?: Partial<Limits>;
}

type ScannedResult =
  | (Omit<Message, 'content'> & { readonly bytes: string })
  | { readonly uid: number | undefined; readonly error: MailErrorJson };

export interface ScannedFile {
  readonly uidValidity: number | undefined;
  readonly keywords: readonly string[];
  readonly results: readonly ScannedResult[];
  readonly uidNext: number;
  readonly provenEmpty: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** All that a reading tells of a file in mbox or mbx format, as plain data; without the waiting that a mailbox does. */
export async function scanFile(
  folder: string,
  name: string,
  { windowBytes, limits }: ScanSettings,
): Promise<ScannedFile> {
  const context = createStoreContext({ limits: { ...defaultLimits, ...limits } });
  const settings = { context, localOffset: 0, windowBytes, phile: {} };
  for (let trust: UidTrust = 'believed'; ;) {
    using file = MailFile.open({ root: folder, parts: [Buffer.from(name)] });
    try {
      const isMbx = detectFormat(file.head(sniffBytes)) === 'mbx';
      return await readRound(isMbx ? new MbxRound(file, settings, trust) : new UwRound([file], settings, trust));
    } catch (error) {
      if (!(error instanceof UidsVoid)) throw error;
      trust = error.trust;
    }
  }
}

async function readRound(round: Round): Promise<ScannedFile> {
  const results: ScannedResult[] = [];
  for (const batch of round.batches(true)) for (const result of batch) results.push(await describe(result));
  const { uidValidity, keywords } = round;
  const provenEmpty = round.provenEmpty();
  return { uidValidity, keywords, results, uidNext: round.uidNext(), provenEmpty, diagnostics: round.diagnostics() };
}

async function describe(result: MessageResult): Promise<ScannedResult> {
  if (!result.ok) return { uid: result.uid, error: result.error.toJSON() };
  const { content: _, ...told } = result.message;
  return { ...told, bytes: (await readContent(result.message)).toString('latin1') };
}
