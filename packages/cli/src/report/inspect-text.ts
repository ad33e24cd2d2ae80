import type { SourceListing } from '@sourdine/core';
import { formatBytes, formatCount, formatPlural } from '../format-quantity.ts';
import type { MailboxInspection } from '../inspect-mailbox.ts';
import type { Style } from '../style.ts';
import {
  formatError,
  formatAdvice,
  formatErrors,
  formatLosses,
  formatNotes,
  formatQuarantined,
  mailboxName,
  section,
} from './problems.ts';
import { type Cell, formatTable } from './table.ts';

/** What `inspect` found. */
export interface Inspection {
  readonly listing: SourceListing;
  readonly mailboxes: readonly MailboxInspection[];
}

/** What an account holds, for a person; every file left out with its reason. */
export function formatInspection(inspection: Inspection, next: string, style: Style): string {
  const { listing, mailboxes } = inspection;
  const messages = mailboxes.reduce((sum, mailbox) => sum + mailbox.messages, 0);
  const bytes = mailboxes.reduce((sum, mailbox) => sum + mailbox.bytes, 0);
  const lines = [
    ...(mailboxes.length > 0 ? mailboxTable(mailboxes, style) : []),
    ...section('Subscribed', subscriptionLines(listing, style), style),
    ...section('Left out', leftOutTable(listing, style), style),
    ...formatInspectionProblems(inspection, style),
    '',
    style.bold(
      [
        formatPlural(mailboxes.length, 'mailbox', 'mailboxes'),
        formatPlural(messages, 'message'),
        formatBytes(bytes),
        `${formatCount(listing.leftOut.length)} left out`,
      ].join(` ${style.dot} `),
    ),
    ...formatAdvice(next, style),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

/** All that is not as it should be: also what `--quiet` prints. */
export function formatInspectionProblems({ listing, mailboxes }: Inspection, style: Style): string[] {
  const diagnostics = [
    ...listing.diagnostics.map((diagnostic) => ({ mailbox: '', diagnostic })),
    ...mailboxes.flatMap((mailbox) =>
      mailbox.diagnostics.map((diagnostic) => ({ mailbox: mailboxName(mailbox.path, style), diagnostic })),
    ),
  ];
  const unreadable = mailboxes.flatMap((mailbox) =>
    mailbox.unreadable.map((message) => ({ mailbox: mailboxName(mailbox.path, style), message })),
  );
  const errors = [
    ...formatErrors(
      listing.errors.map((error) => error.toJSON()),
      style,
    ),
    ...mailboxes.flatMap(({ error, path }) => (error ? formatError(error, mailboxName(path, style), style) : [])),
  ];
  return [
    ...section('To be dealt with', formatNotes(diagnostics, style), style),
    ...section('What cannot be told as it is', formatLosses(diagnostics, style), style),
    ...section('Messages that cannot be moved', formatQuarantined(unreadable, style), style),
    ...section('Errors', errors, style),
  ];
}

function mailboxTable(mailboxes: readonly MailboxInspection[], style: Style): string[] {
  const columns = [
    { title: 'Mailbox', align: 'left' },
    { title: 'Messages', align: 'right' },
    { title: 'Size', align: 'right' },
    { title: 'UIDVALIDITY', align: 'right' },
    { title: 'UIDNEXT', align: 'right' },
    { title: 'Keywords', align: 'left' },
  ] as const;
  const rows = mailboxes.map((mailbox): readonly Cell[] => [
    { text: mailboxName(mailbox.path, style) },
    mailbox.error ? { text: 'failed', paint: style.bad } : { text: formatCount(mailbox.messages) },
    { text: mailbox.error ? style.dash : formatBytes(mailbox.bytes) },
    { text: String(mailbox.uidValidity ?? style.dash) },
    { text: String(mailbox.uidNext ?? style.dash) },
    { text: style.cut(mailbox.keywords.map(style.safe).join(' '), keywordColumns), paint: style.dim },
  ]);
  return formatTable(columns, rows, style);
}

const keywordColumns = 36;

function subscriptionLines(listing: SourceListing, style: Style): string[] {
  const names = listing.subscriptions.map((path) => mailboxName(path, style));
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 < style.columns) lines.push(`${lines.pop()}, ${name}`);
    else lines.push(`  ${name}`);
  }
  return lines;
}

function leftOutTable(listing: SourceListing, style: Style): string[] {
  if (listing.leftOut.length === 0) return [];
  const columns = [
    { title: 'Name', align: 'left' },
    { title: 'Reason', align: 'left' },
    { title: '', align: 'left' },
  ] as const;
  const rows = listing.leftOut.map(({ name, reason, detail }): readonly Cell[] => [
    { text: style.safe(name) },
    { text: style.safe(reason.replaceAll('-', ' ')) },
    { text: style.safe(detail ?? ''), paint: style.dim },
  ]);
  return formatTable(columns, rows, style);
}
