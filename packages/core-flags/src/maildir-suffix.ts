import type { FlagLoss, ParsedFlags } from './codec-loss.ts';
import type { Flags } from './flags.ts';
import { createFlags, foldKeyword, noFlags, SystemFlag } from './flags.ts';

/** Keywords a Maildir can hold: letters a to z (Dovecot, maildir-storage.h, MAILDIR_MAX_KEYWORDS). */
export const maildirKeywordLimit = 26;

/** Letters that stand for system flags, in the ASCII order in which they are written. P (passed) is none: see below. */
const systemLetters = [
  ['D', SystemFlag.draft],
  ['F', SystemFlag.flagged],
  ['R', SystemFlag.answered],
  ['S', SystemFlag.seen],
  ['T', SystemFlag.deleted],
] as const;

const systemBits: ReadonlyMap<string, number> = new Map(systemLetters);

/** The system part of a suffix by system bits. */
const systemPart: readonly string[] = Array.from({ length: 32 }, (_, bits) =>
  systemLetters.map(([letter, bit]) => ((bits & bit) === 0 ? '' : letter)).join(''),
);

/**
 * The table of a `dovecot-keywords` file: which letter stands for which keyword. Letters are given once and never change
 * their meaning. Names compare as IMAP does (Dovecot, maildir-keywords.c: strcase_hash).
 */
export class MaildirKeywords {
  readonly #names: (string | undefined)[] = [];
  readonly #letters = new Map<string, string>();
  #changed = false;

  /** Whether a letter was given since the table was read or made. */
  get changed(): boolean {
    return this.#changed;
  }

  /** Names in the order of their letters. */
  get names(): readonly string[] {
    return this.#names.filter((name) => name !== undefined);
  }

  /** The letter of a keyword that the table has. */
  letterOf(name: string): string | undefined {
    return this.#letters.get(name) ?? this.#letters.get(foldKeyword(name));
  }

  /** The letter of a keyword, the first free one if it has none yet; undefined where all 26 are taken. */
  assign(name: string): string | undefined {
    const known = this.letterOf(name);
    if (known !== undefined) return known;
    let index = 0;
    while (this.#names[index] !== undefined) index++;
    if (index >= maildirKeywordLimit) return undefined;
    this.#set(index, name);
    this.#changed = true;
    return letterAt(index);
  }

  /**
   * The keyword of a letter. For a letter that has none it is the name that Dovecot makes up (maildir-keywords.c,
   * maildir_keywords_char_idx()).
   */
  nameOf(letter: string): string {
    const index = letter.charCodeAt(0) - 97;
    return this.#names[index] ?? `unknown-${index}`;
  }

  /** Whether the letter stands for a keyword. */
  has(letter: string): boolean {
    return this.#names[letter.charCodeAt(0) - 97] !== undefined;
  }

  /** The file: `<number> <name>` a line. */
  format(): string {
    return this.#names.map((name, index) => (name === undefined ? '' : `${index} ${name}\n`)).join('');
  }

  /**
   * Reads the file as Dovecot does (maildir-keywords.c, maildir_keywords_sync()): lines without a space, with a bad number,
   * without or with a repeated name are skipped; of two lines with one number the later counts.
   */
  static parse(text: string): { table: MaildirKeywords; skippedLines: number } {
    const table = new MaildirKeywords();
    let skippedLines = 0;
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const match = /^([0-9]{1,9}) (.+)$/s.exec(line);
      const index = match ? Number(match[1]) : maildirKeywordLimit;
      const name = match?.[2] ?? '';
      if (index >= maildirKeywordLimit || table.#letters.has(foldKeyword(name))) skippedLines++;
      else table.#set(index, name);
    }
    return { table, skippedLines };
  }

  #set(index: number, name: string): void {
    while (this.#names.length <= index) this.#names.push(undefined);
    const replaced = this.#names[index];
    if (replaced !== undefined) this.#letters.delete(foldKeyword(replaced));
    this.#names[index] = name;
    this.#letters.set(foldKeyword(name), letterAt(index));
  }
}

function letterAt(index: number): string {
  return String.fromCharCode(97 + index);
}

/** What a file's suffix says. `lost` names letters that are no flag here and letters that the table does not hold. */
export interface MaildirSuffix extends ParsedFlags {
  /**
   * Letters that are no flag here, in their order: `P` (passed) among them, which Dovecot serves as no flag and keeps in
   * the name (maildir-filename-flags.c, maildir_filename_flags_full_set()). `$Forwarded` is a keyword like any other.
   */
  readonly unknown: string;
  /** What follows a second comma, with the comma; kept. */
  readonly rest: string;
}

const noneLost: readonly FlagLoss[] = Object.freeze([]);
const emptySuffix: MaildirSuffix = Object.freeze({ flags: noFlags, lost: noneLost, unknown: '', rest: '' });

/**
 * Reads the part of a file name from its last colon on. Anything but `:2,` says nothing
 * (Dovecot, maildir-filename-flags.c, maildir_filename_flags_get()).
 */
export function parseMaildirSuffix(suffix: string, keywords: MaildirKeywords): MaildirSuffix {
  if (!suffix.startsWith(':2,') || suffix.length === 3) return emptySuffix;
  const comma = suffix.indexOf(',', 3);
  const letters = comma < 0 ? suffix.slice(3) : suffix.slice(3, comma);
  let system = 0;
  let unknown = '';
  const names: string[] = [];
  const lost: FlagLoss[] = [];
  for (const letter of letters) {
    const bit = systemBits.get(letter);
    if (bit !== undefined) system |= bit;
    else if (letter >= 'a' && letter <= 'z') {
      names.push(keywords.nameOf(letter));
      if (!keywords.has(letter)) lost.push({ name: letter, reason: 'undefined-keyword' });
    } else {
      unknown += letter;
      lost.push({ name: letter, reason: 'unknown-flag' });
    }
  }
  const rest = comma < 0 ? '' : suffix.slice(comma);
  return { flags: createFlags(system, names), lost: lost.length === 0 ? noneLost : lost, unknown, rest };
}

/** A suffix, and the keywords that it could not express. */
export interface FormattedMaildirSuffix {
  readonly suffix: string;
  /** `table-full`: 26 others have the letters. `bad-name`: no IMAP client could be told of it. */
  readonly lost: readonly FlagLoss[];
}

/**
 * Writes `:2,` and the letters in ASCII order. Gives letters to keywords that have none yet, while there are any.
 * `keep` is the suffix that is replaced: its unknown letters and what follows a second comma stay.
 */
export function formatMaildirSuffix(
  flags: Flags,
  keywords: MaildirKeywords,
  keep?: Pick<MaildirSuffix, 'unknown' | 'rest'>,
): FormattedMaildirSuffix {
  let letters = systemPart[flags.system & 31] as string;
  if (flags.keywords.length === 0 && keep === undefined) return { suffix: `:2,${letters}`, lost: noneLost };
  const lost: FlagLoss[] = [];
  for (const name of flags.keywords) {
    const letter = isMaildirKeyword(name) ? keywords.assign(name) : undefined;
    if (letter !== undefined) letters += letter;
    else lost.push({ name, reason: isMaildirKeyword(name) ? 'table-full' : 'bad-name' });
  }
  const sorted = [...letters, ...(keep?.unknown ?? '')].sort();
  return { suffix: `:2,${sorted.join('')}${keep?.rest ?? ''}`, lost };
}

/** Whether a line of `dovecot-keywords` can hold the name and an IMAP server can send it: an atom (RFC 9051 §9). */
export function isMaildirKeyword(name: string): boolean {
  return /^[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+$/.test(name);
}
