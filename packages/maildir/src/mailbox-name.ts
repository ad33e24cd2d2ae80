import { createHash } from 'node:crypto';
import { decodeModifiedUtf7, encodeModifiedUtf7, isInbox, type MailboxPath } from '@sourdine/core';

/** How mailboxes lie in the directory: `.A.B` beside each other, or `A/B` in each other. */
export type MaildirLayout = 'maildir++' | 'fs';

export interface NameRules {
  readonly layout: MaildirLayout;
  /** The hierarchy separator that the server shows its clients; one ASCII character. */
  readonly separator: string;
}

export interface StoredName {
  /** Path of the mailbox's directory below the root, '' for INBOX. */
  readonly directory: string;
  /** The components as clients will see them; those of the path unless `mapped`. */
  readonly visible: MailboxPath;
  /** Whether clients see another name than the path's. */
  readonly mapped: boolean;
  /** Whether the directory's name does not tell the path: a file in it must. */
  readonly shortened: boolean;
  /** Whether the server needs listescape to show the name. */
  readonly escaped: boolean;
}

/** Bytes of one directory name (ext4, xfs, tmpfs and the rest). */
const nameBytes = 255;

/** Bytes of all names below the root: PATH_MAX of Linux less room for the root and the files. */
const pathBytes = 3000;

/** What is at the end of a name that had to be shortened: it tells two such names apart. */
const digestPattern = /\{#[0-9a-f]{32}\}$/;

/**
 * The directory of a mailbox. Names that Dovecot can show are stored as Dovecot 2.3 stores them with listescape and
 * `listescape_char = "\\"`: modified UTF-7, then `\xx` for each separator of the layout, backslash, slash and leading tilde
 * (mailbox-list.c, mailbox_list_default_get_storage_name()). What Dovecot cannot show is written `{xx}`, the hexadecimal of
 * the character, and clients see it so:
 *
 * - the server's hierarchy separator inside a component; NUL; halves of surrogate pairs (bytes that are no text);
 * - the first letter of a top-level component that is INBOX in another case;
 * - with LAYOUT=fs the first letter of names that a file or directory of Maildir or Dovecot has: cur, dovecot-uidlist ...
 * - an empty component is `{}`; a brace that could be read as one of these is `{7b}`.
 *
 * A name too long for a directory ends in `{#` and 32 digits of the SHA-256 of its path `}`. No two paths share a directory.
 */
export function storeName(path: MailboxPath, rules: NameRules): StoredName {
  if (isInbox(path)) return { directory: '', visible: path, mapped: false, shortened: false, escaped: false };
  const natural = path.map((component, depth) => visibleComponent(component, depth, rules));
  const shortened = !fits(natural, rules);
  const visible = shortened ? shortenPath(path, natural, rules) : natural;
  const stored = visible.map((component) => storeComponent(component, rules));
  return {
    directory: rules.layout === 'fs' ? stored.join('/') : `.${stored.join('.')}`,
    visible,
    mapped: visible.some((component, i) => component !== path[i]),
    shortened,
    escaped: visible.some((component, i) => stored[i] !== encodeModifiedUtf7(component)),
  };
}

/** The path of a directory below the root as `storeName` made it; undefined where no path can have that directory. */
export function parseStoredName(directory: string, rules: NameRules): MailboxPath | undefined {
  if (directory === '') return ['INBOX'];
  if (rules.layout === 'maildir++' && !directory.startsWith('.')) return undefined;
  const stored = rules.layout === 'fs' ? directory.split('/') : directory.slice(1).split('.');
  const visible = stored.map(parseStoredComponent);
  if (!visible.every((component) => component !== undefined && component !== '')) return undefined;
  return (visible as string[]).map(parseVisibleComponent);
}

/** Whether a name ends as shortened names do: then a file in the directory tells the path. */
export function looksShortened(directory: string): boolean {
  return digestPattern.test(directory);
}

function visibleComponent(component: string, depth: number, rules: NameRules): string {
  if (component === '') return '{}';
  let visible = component
    .replace(/\{(?=(?:[0-9a-f]{2}|[0-9a-f]{4}|#[0-9a-f]{32}|)\})/g, '{7b}')
    .replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff\0]/g, (unit) => (unit.length === 2 ? unit : brace(unit)))
    .replaceAll(rules.separator, brace(rules.separator));
  const reserved = rules.layout === 'fs' && isReservedFsName(visible);
  const otherInbox = depth === 0 && visible !== 'INBOX' && visible.toUpperCase() === 'INBOX';
  if (reserved || otherInbox) visible = brace(visible.slice(0, 1)) + visible.slice(1);
  return visible;
}

function brace(unit: string): string {
  const code = unit.charCodeAt(0);
  return `{${code.toString(16).padStart(code < 256 ? 2 : 4, '0')}}`;
}

function parseVisibleComponent(visible: string): string {
  if (visible === '{}') return '';
  return visible.replace(/\{([0-9a-f]{2}|[0-9a-f]{4})\}/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * Names in a mailbox's directory that Maildir, Dovecot or Sourdine use (Dovecot: maildir-storage.c,
 * maildir_is_internal_name(); the control and index files; file-dotlock.c; mailbox-list-delete.h).
 */
function isReservedFsName(name: string): boolean {
  return /^(?:(?:cur|new|tmp|subscriptions|maildirfolder|maildirsize)$|dovecot|sourdine[-.]|\.temp\.|\.nfs|\.\.DOVECOT|subscriptions\.)/.test(
    name,
  );
}

function storeComponent(visible: string, rules: NameRules): string {
  const escaped = encodeModifiedUtf7(visible).replace(rules.layout === 'fs' ? /[\\/]/g : /[\\/.]/g, escapeByte);
  if (rules.layout === 'fs' && (escaped === '.' || escaped === '..')) return `\\2e${escaped.slice(1)}`;
  return escaped.startsWith('~') ? `\\7e${escaped.slice(1)}` : escaped;
}

function escapeByte(byte: string): string {
  return `\\${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function parseStoredComponent(stored: string): string | undefined {
  const unescaped = stored.replace(/\\([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decodeModifiedUtf7(unescaped) ?? decodeUtf8(unescaped);
}

/** A server with `UTF-8` in its mail location stores names as UTF-8; directory names are read as Latin-1. */
function decodeUtf8(bytes: string): string | undefined {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
}

function fits(visible: MailboxPath, rules: NameRules): boolean {
  const lengths = visible.map((component) => storeComponent(component, rules).length);
  const total = lengths.reduce((sum, length) => sum + length + 1, 0);
  if (rules.layout === 'fs') return total <= pathBytes && lengths.every((length) => length <= nameBytes);
  return total <= nameBytes;
}

/** Keeps the parents where that leaves room for the last component's digest, else makes one top-level name of the path. */
function shortenPath(path: MailboxPath, natural: MailboxPath, rules: NameRules): MailboxPath {
  const digest = `{#${createHash('sha256').update(JSON.stringify(path)).digest('hex').slice(0, 32)}}`;
  const last = natural.at(-1) as string;
  const parents = natural.slice(0, -1);
  if (fits([...parents, digest], rules)) return [...parents, shortenComponent(last, digest, parents, rules)];
  return [shortenComponent(last, digest, [], rules)];
}

function shortenComponent(component: string, digest: string, parents: MailboxPath, rules: NameRules): string {
  const characters = [...component];
  while (!fits([...parents, characters.join('') + digest], rules)) characters.pop();
  return characters.join('') + digest;
}
