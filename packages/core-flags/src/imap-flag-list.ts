import type { FlagLoss, ParsedFlags } from './codec-loss.ts';
import type { Flags } from './flags.ts';
import { createFlags, foldKeyword, SystemFlag } from './flags.ts';

/** System flags in the order of RFC 9051 §9, `flag`. */
const systemFlagNames: readonly (readonly [name: string, bit: number])[] = [
  ['\\Answered', SystemFlag.answered],
  ['\\Flagged', SystemFlag.flagged],
  ['\\Deleted', SystemFlag.deleted],
  ['\\Seen', SystemFlag.seen],
  ['\\Draft', SystemFlag.draft],
];

const systemFlagBits: ReadonlyMap<string, number> = new Map(
  systemFlagNames.map(([name, bit]) => [foldKeyword(name), bit]),
);

/** RFC 9051 §9, 1*ATOM-CHAR: no space, control, 8-bit character, `(){%*"\` or `]`. */
const atom = /^[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+$/;

/** RFC 2060 §9 allowed `]` in an atom, and keywords of that time have it. Read, but not written. */
const atomOnceAllowed = /^[!#$&'+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+$/;

/**
 * Reads an IMAP flag list: `(\Seen $Label1 NonJunk)`, or the same without parentheses as STORE takes it (RFC 9051 §6.4.6).
 * Never throws. Lost: `\Recent` and `\*` (`session-flag`), other names that begin with a backslash (`unknown-flag`), and
 * what is no atom (`bad-name`). Of two keywords that differ in case alone the first is kept; that is no loss.
 */
export function parseImapFlagList(text: string): ParsedFlags {
  const lost: FlagLoss[] = [];
  const keywords: string[] = [];
  let system = 0;
  for (const name of splitFlagList(text)) {
    const bit = systemFlagBits.get(foldKeyword(name));
    if (bit !== undefined) system |= bit;
    else if (atomOnceAllowed.test(name)) keywords.push(name);
    else lost.push({ name, reason: reasonOfLoss(name) });
  }
  return { flags: createFlags(system, keywords), lost };
}

/**
 * Writes an IMAP flag list with its parentheses, system flags first, then keywords in their order: what
 * {@link parseImapFlagList} reads back as an equal value. Lost: keywords that are no atom (`bad-name`).
 */
export function formatImapFlagList(flags: Flags): { readonly text: string; readonly lost: readonly FlagLoss[] } {
  const names = systemFlagNames.filter(([, bit]) => (flags.system & bit) !== 0).map(([name]) => name);
  const lost: FlagLoss[] = [];
  for (const name of flags.keywords) {
    if (atom.test(name)) names.push(name);
    else lost.push({ name, reason: 'bad-name' });
  }
  return { text: `(${names.join(' ')})`, lost };
}

/** The names between the parentheses. A parenthesis elsewhere stays in its name, which is then no atom. */
function splitFlagList(text: string): string[] {
  const trimmed = text.trim();
  const enclosed = trimmed.startsWith('(') && trimmed.endsWith(')');
  const inner = enclosed ? trimmed.slice(1, -1) : trimmed;
  return inner.split(' ').filter((name) => name !== '');
}

function reasonOfLoss(name: string): FlagLoss['reason'] {
  // `\*` says that a session may make new keywords (RFC 9051 §7.1, PERMANENTFLAGS): nothing of a message.
  if (name === '\\*' || foldKeyword(name) === '\\recent') return 'session-flag';
  return name.startsWith('\\') && atom.test(name.slice(1)) ? 'unknown-flag' : 'bad-name';
}
