/**
 * System flags of a message as bits. `\Recent` is not one of them: it belongs to a session, not to a message
 * (RFC 9051 §2.3.2).
 */
export const SystemFlag = {
  answered: 1,
  flagged: 2,
  deleted: 4,
  seen: 8,
  draft: 16,
} as const;

/**
 * The flags and keywords of one message. Immutable; safe to share between messages.
 *
 * `system` is a sum of {@link SystemFlag} bits. `keywords` hold no two names that {@link foldKeyword} makes equal, and are
 * sorted by their folded names, so equal values print the same.
 */
export interface Flags {
  readonly system: number;
  readonly keywords: readonly string[];
}

const noKeywords: readonly string[] = Object.freeze([]);

/** No flag and no keyword. */
export const noFlags: Flags = Object.freeze({ system: 0, keywords: noKeywords });

/** The name a keyword is compared by: ASCII letters in lower case (RFC 9051 §2.3.2: keywords are case-insensitive). */
export function foldKeyword(name: string): string {
  return name.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
}

/**
 * Makes a value from system bits and keyword names in any order. Of two names that differ in case alone the first is
 * kept. Names are not checked here; each codec checks what its dialect can hold.
 */
export function createFlags(system: number, keywords: Iterable<string> = noKeywords): Flags {
  const byFold = new Map<string, string>();
  for (const name of keywords) {
    const folded = foldKeyword(name);
    if (!byFold.has(folded)) byFold.set(folded, name);
  }
  if (byFold.size === 0) return system === 0 ? noFlags : Object.freeze({ system, keywords: noKeywords });
  const sorted = [...byFold].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, name]) => name);
  return Object.freeze({ system, keywords: Object.freeze(sorted) });
}

/** Whether all system bits of `bits` are set. */
export function hasSystemFlag(flags: Flags, bits: number): boolean {
  return (flags.system & bits) === bits;
}

/** Whether the keyword is set, whatever its case. */
export function hasKeyword(flags: Flags, name: string): boolean {
  const folded = foldKeyword(name);
  return flags.keywords.some((keyword) => foldKeyword(keyword) === folded);
}

/** Everything set in either. Where both have a keyword, `a`'s spelling is kept. */
export function unionFlags(a: Flags, b: Flags): Flags {
  if (b.system === 0 && b.keywords.length === 0) return a;
  return createFlags(a.system | b.system, [...a.keywords, ...b.keywords]);
}

/** What `a` has and `b` has not. */
export function differenceFlags(a: Flags, b: Flags): Flags {
  if (b.system === 0 && b.keywords.length === 0) return a;
  const gone = new Set(b.keywords.map(foldKeyword));
  return createFlags(
    a.system & ~b.system,
    a.keywords.filter((keyword) => !gone.has(foldKeyword(keyword))),
  );
}

/** Whether both have the same flags, keywords compared as IMAP does. */
export function equalFlags(a: Flags, b: Flags): boolean {
  if (a === b) return true;
  if (a.system !== b.system || a.keywords.length !== b.keywords.length) return false;
  return a.keywords.every((keyword, i) => foldKeyword(keyword) === foldKeyword(b.keywords[i] ?? ''));
}
