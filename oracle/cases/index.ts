import { byteCases } from './bytes.ts';
import type { Case } from './case.ts';
import { flagCases } from './flags.ts';
import { fromLineCases } from './from-lines.ts';
import { mbxCases } from './mbx.ts';
import { notMailboxCases } from './not-mailboxes.ts';
import { otherFormatCases } from './other-formats.ts';
import { uidCases } from './uids.ts';

export type { Case } from './case.ts';

/** Every file of corpus/uw: what a reader of mbox and mbx files must agree on. */
export const uwCases: Case[] = [
  ...fromLineCases,
  ...byteCases,
  ...uidCases,
  ...flagCases,
  ...notMailboxCases,
  ...mbxCases,
];

/** Every file of corpus/uw-other. */
export const uwOtherCases: Case[] = otherFormatCases;
