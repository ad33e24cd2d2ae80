import type { MailboxPath, MailErrorJson } from '@sourdine/core';
import type { MailboxReport, SyncReport } from '@sourdine/sync';
import { formatBytes, formatCount, formatDuration, formatPlural } from '../format-quantity.ts';
import type { Style } from '../style.ts';
import {
  formatError,
  formatAdvice,
  formatErrors,
  formatLeftOut,
  formatLosses,
  formatNotes,
  formatQuarantined,
  mailboxName,
  type PlacedDiagnostic,
  section,
} from './problems.ts';
import { type Cell, formatTable } from './table.ts';

/** What a pass did, for a person. `next` is the last line. */
export function formatSyncReport(report: SyncReport, next: string, style: Style): string {
  const touched = report.mailboxes.filter((mailbox) => mailbox.outcome !== 'unchanged');
  // What holds for the account was told when its first mailbox was filled, and is in --json each time.
  const news = report.mailboxes.some((mailbox) => mailbox.outcome === 'filled');
  const lines = [
    ...(touched.length > 0 ? ['', ...mailboxTable(touched, style)] : []),
    ...section('On the target', movedLines(report, style), style),
    ...(news ? section('Left out', formatLeftOut(report.leftOut, style), style) : []),
    ...formatSyncProblems(report, style),
    ...(news ? section('Dovecot needs these settings', settingLines(report.requiredSettings, style), style) : []),
    '',
    totalLine(report, style),
    ...formatAdvice(next, style),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

/** All that is not as it should be: also what `--quiet` prints. */
export function formatSyncProblems(report: SyncReport, style: Style): string[] {
  const quarantined = report.mailboxes.flatMap((mailbox) =>
    mailbox.quarantined.map((message) => ({ mailbox: mailboxName(mailbox.path, style), message })),
  );
  const diagnostics = syncDiagnostics(report, style);
  return [
    ...section('Dealt with', formatNotes(diagnostics, style), style),
    ...section('What the target cannot hold', formatLosses(diagnostics, style), style),
    ...section('Quarantined: not moved, on the old side still', formatQuarantined(quarantined, style), style),
    ...section('Errors', [...formatErrors(report.errors, style), ...failureLines(report, style)], style),
  ];
}

/** Mailboxes that failed of one and the same thing, as a full disk, share an entry. */
function failureLines(report: SyncReport, style: Style): string[] {
  const byError = new Map<string, { error: MailErrorJson; names: string[] }>();
  for (const { path, error } of report.mailboxes) {
    if (!error) continue;
    const key = JSON.stringify([error.code, error.message, error.at]);
    const same = byError.get(key) ?? { error, names: [] };
    same.names.push(mailboxName(path, style));
    byError.set(key, same);
  }
  return [...byError.values()].flatMap(({ error, names }) => {
    const more = names.length > 3 ? ` and ${formatCount(names.length - 3)} more` : '';
    return formatError(error, names.slice(0, 3).join(', ') + more, style);
  });
}

function syncDiagnostics(report: SyncReport, style: Style): readonly PlacedDiagnostic[] {
  return [
    ...report.diagnostics.map((diagnostic) => ({ mailbox: '', diagnostic })),
    ...report.mailboxes.flatMap((mailbox) =>
      mailbox.diagnostics.map((diagnostic) => ({ mailbox: mailboxName(mailbox.path, style), diagnostic })),
    ),
  ];
}

function mailboxTable(mailboxes: readonly MailboxReport[], style: Style): string[] {
  const columns = [
    { title: 'Mailbox', align: 'left' },
    { title: 'Messages', align: 'right' },
    { title: 'Copied', align: 'right' },
    { title: 'Size', align: 'right' },
    { title: 'Flags', align: 'right' },
    { title: 'Removed', align: 'right' },
    { title: '', align: 'left' },
  ] as const;
  const changed = mailboxes.some((mailbox) => mailbox.reflagged > 0);
  const expunged = mailboxes.some((mailbox) => mailbox.expunged > 0);
  const count = (value: number, wanted = true): Cell => ({ text: wanted ? quantity(value, style) : '' });
  const rows = mailboxes.map((mailbox): readonly Cell[] => [
    { text: mailboxName(mailbox.path, style) },
    { text: mailbox.messages === undefined ? style.dash : formatCount(mailbox.messages) },
    count(mailbox.copied),
    { text: mailbox.copied === 0 ? style.dash : formatBytes(mailbox.copiedBytes) },
    count(mailbox.reflagged, changed),
    count(mailbox.expunged, expunged),
    outcomeCell(mailbox, style),
  ]);
  return formatTable(columns, rows, style);
}

function quantity(value: number, style: Style): string {
  return value === 0 ? style.dash : formatCount(value);
}

function outcomeCell(mailbox: MailboxReport, style: Style): Cell {
  if (mailbox.outcome === 'failed') return { text: 'failed', paint: style.bad };
  const losses = mailbox.quarantined.length;
  if (losses > 0) return { text: `${formatCount(losses)} quarantined`, paint: style.warn };
  return mailbox.outcome === 'filled' ? { text: 'new', paint: style.good } : { text: mailbox.outcome };
}

function movedLines(report: SyncReport, style: Style): string[] {
  const name = (path: MailboxPath): string => mailboxName(path, style);
  return [
    ...report.renamed.map(({ from, to }) => `  renamed  ${name(from)} ${style.arrow} ${name(to)}`),
    ...report.removed.map((path) => `  removed  ${name(path)}`),
    ...report.kept.map(({ path, reason }) => `  kept     ${name(path)}, gone from the source: ${style.safe(reason)}`),
    ...(report.subscriptionsChanged ? ['  subscriptions brought up to date'] : []),
  ];
}

export function settingLines(settings: readonly string[], style: Style): string[] {
  return settings.map((setting) => `  ${style.safe(setting)}`);
}

function totalLine(report: SyncReport, style: Style): string {
  const outcomes = (['unchanged', 'failed'] as const).flatMap((outcome) => {
    const count = report.mailboxes.filter((mailbox) => mailbox.outcome === outcome).length;
    return count > 0 ? [`${formatCount(count)} ${outcome}`] : [];
  });
  const sum = (of: (mailbox: MailboxReport) => number): number => report.mailboxes.reduce((n, m) => n + of(m), 0);
  const copied = sum((mailbox) => mailbox.copied);
  const bytes = sum((mailbox) => mailbox.copiedBytes);
  const parts = [
    [formatPlural(report.mailboxes.length, 'mailbox', 'mailboxes'), ...outcomes].join(', '),
    copied === 0 ? 'nothing to copy' : `${formatPlural(copied, 'message')} copied, ${formatBytes(bytes)}`,
    ...(report.leftOut.length > 0 ? [`${formatCount(report.leftOut.length)} left out`] : []),
    formatDuration(report.elapsedMs),
  ];
  return style.bold(parts.join(` ${style.dot} `));
}
