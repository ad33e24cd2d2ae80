import {
  type Diagnostic,
  type ErrorPosition,
  formatMailboxPath,
  type LeftOut,
  type MailErrorJson,
} from '@sourdine/core';
import type { QuarantinedMessage } from '@sourdine/sync';
import { formatCount, formatPlural } from '../format-quantity.ts';
import type { Style } from '../style.ts';
import { wrapText } from '../wrap-text.ts';

/** How many of a kind are shown before the rest is but counted. */
const shown = 10;

/** A heading and what is under it; nothing where nothing is. */
export function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines];
}

/** `file:offset`, as far as it is known. */
function formatPosition(at: ErrorPosition | undefined): string {
  if (at?.file === undefined) return '';
  const place = at.line ?? at.offset;
  return place === undefined ? at.file : `${at.file}:${place}`;
}

/** An error, where it is, and what to do about it. */
export function formatError(error: MailErrorJson, about: string, style: Style): string[] {
  const prefix = about ? `${style.safe(about)}: ` : '';
  const place = formatPosition(error.at);
  return [
    `  ${style.bad(prefix + style.safe(error.message))}`,
    ...(place && !error.message.includes(place) ? [`    ${style.dim(style.safe(place))}`] : []),
    ...(error.hint === undefined ? [] : wrapIndented(style.safe(error.hint), style)),
  ];
}

function wrapIndented(text: string, style: Style): string[] {
  return wrapText(text, style.columns - 4).map((line) => `    ${line}`);
}

/** The last lines of a report. A command is left whole, to be copied. */
export function formatAdvice(text: string, style: Style): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('Next: ') ? [line] : wrapText(line, style.columns)));
}

/** Errors of the account; what was met twice is told once. */
export function formatErrors(errors: readonly MailErrorJson[], style: Style): string[] {
  const unique = new Map(errors.map((error) => [JSON.stringify([error.message, error.at]), error]));
  return [...unique.values()].flatMap((error) => formatError(error, '', style));
}

/** Messages that could not be moved, one line each: where, and why. */
export function formatQuarantined(
  found: readonly { readonly mailbox: string; readonly message: QuarantinedMessage }[],
  style: Style,
): string[] {
  const lines = found.slice(0, shown).map(({ mailbox, message }) => {
    const uid = message.uid === undefined ? '' : ` UID ${message.uid}`;
    const place = formatPosition(message.error.at);
    const where = place ? style.dim(`  ${style.safe(place)}`) : '';
    return `  ${style.safe(mailbox)}${uid}: ${style.warn(style.safe(message.error.message))}${where}`;
  });
  return [...lines, ...andMore(found.length, style)];
}

/** A diagnostic with the mailbox it is about, `''` for the account. */
export interface PlacedDiagnostic {
  readonly mailbox: string;
  readonly diagnostic: Diagnostic;
}

/** What the target cannot hold, one by one. */
export function formatLosses(all: readonly PlacedDiagnostic[], style: Style): string[] {
  const losses = all.filter(({ diagnostic }) => diagnostic.level === 'loss');
  const lines = losses.slice(0, shown).flatMap(({ mailbox, diagnostic }) => {
    const uid = diagnostic.uid === undefined ? '' : ` UID ${diagnostic.uid}`;
    const where = mailbox || uid ? `${style.safe(mailbox)}${uid}: ` : '';
    const hint = diagnostic.hint === undefined ? [] : wrapIndented(style.safe(diagnostic.hint), style);
    return [`  ${where}${style.warn(style.safe(diagnostic.message))}`, ...hint];
  });
  return [...lines, ...andMore(losses.length, style)];
}

/** What was odd and dealt with: an entry a kind, the first of each told. */
export function formatNotes(all: readonly PlacedDiagnostic[], style: Style): string[] {
  const byCode = new Map<string, PlacedDiagnostic[]>();
  for (const placed of all) {
    if (placed.diagnostic.level !== 'note') continue;
    const same = byCode.get(placed.diagnostic.code);
    if (same) same.push(placed);
    else byCode.set(placed.diagnostic.code, [placed]);
  }
  return [...byCode.values()].flatMap(([first, ...others]) => {
    const where = first?.mailbox ? `${style.safe(first.mailbox)}: ` : '';
    const more = others.length === 0 ? '' : style.dim(` (and ${formatCount(others.length)} more like it)`);
    const hint = first?.diagnostic.hint === undefined ? [] : wrapIndented(style.safe(first.diagnostic.hint), style);
    return [`  ${where}${style.safe(first?.diagnostic.message ?? '')}${more}`, ...hint];
  });
}

/** What was left out, a line a reason with the first names; the rest is counted. */
export function formatLeftOut(leftOut: readonly LeftOut[], style: Style): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of leftOut) {
    const names = byReason.get(reason);
    if (names) names.push(name);
    else byReason.set(reason, [name]);
  }
  const rows = [...byReason].map(([reason, names]) => ({ label: reason.replaceAll('-', ' '), names }));
  const width = Math.max(...rows.map(({ label }) => label.length));
  return rows.map(({ label, names }) => {
    const head = `  ${style.safe(label).padEnd(width)}  ${formatCount(names.length).padStart(4)}  `;
    return head + style.dim(joinNames(names, style.columns - head.length - 1, style));
  });
}

/** As many names as there is room for, three at most, and how many more there are. */
function joinNames(names: readonly string[], columns: number, style: Style): string {
  for (let count = Math.min(3, names.length); count > 1; count--) {
    const rest = names.length - count;
    const text = names.slice(0, count).map(style.safe).join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '');
    if (text.length <= columns) return text;
  }
  const rest = names.length > 1 ? ` and ${formatCount(names.length - 1)} more` : '';
  return style.cut(style.safe(names[0] ?? ''), Math.max(10, columns - rest.length)) + rest;
}

function andMore(total: number, style: Style): string[] {
  return total > shown
    ? [style.dim(`  and ${formatPlural(total - shown, 'more', 'more')}; --json lists them all`)]
    : [];
}

/** A mailbox's name for a person. */
export function mailboxName(path: readonly string[], style: Style): string {
  return style.safe(formatMailboxPath(path));
}
