import { mailboxKey } from '@sourdine/core';
import type { Difference, VerifyReport } from '@sourdine/sync';
import { formatBytes, formatCount, formatDuration, formatPlural } from '../format-quantity.ts';
import type { Style } from '../style.ts';
import { formatAdvice, formatErrors, mailboxName, section } from './problems.ts';
import { type Cell, formatTable } from './table.ts';

/** Differences shown of one mailbox. */
const shownOfMailbox = 10;

/** How each kind of difference reads. */
const words: Record<Difference['what'], string> = {
  'mailbox-missing': 'the mailbox is missing on the target',
  'mailbox-extra': 'the mailbox is on the target alone',
  subscription: 'subscribed',
  uidvalidity: 'UIDVALIDITY',
  uidnext: 'UIDNEXT',
  'message-missing': 'missing on the target',
  'message-extra': 'on the target alone',
  flags: 'flags',
  keywords: 'keywords',
  internaldate: 'INTERNALDATE',
  size: 'size',
  content: 'content',
  'pop3-uidl': 'POP3 UIDL',
  unreadable: 'cannot be read',
};

/** What the comparison found, for a person. */
export function formatVerifyReport(report: VerifyReport, next: string, style: Style): string {
  const messages = report.mailboxes.reduce((sum, mailbox) => sum + mailbox.messages, 0);
  const bytes = report.mailboxes.reduce((sum, mailbox) => sum + mailbox.bytes, 0);
  const lines = [
    ...(report.mailboxes.length > 0 ? verifyTable(report, style) : []),
    ...formatVerifyProblems(report, style),
    '',
    style.bold(
      [
        formatPlural(report.mailboxes.length, 'mailbox', 'mailboxes'),
        `${formatPlural(messages, 'message')} compared, ${formatBytes(bytes)}`,
        formatDuration(report.elapsedMs),
      ].join(` ${style.dot} `),
    ),
    ...formatAdvice(next, style),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

/** All that is not as it should be: also what `--quiet` prints. */
export function formatVerifyProblems(report: VerifyReport, style: Style): string[] {
  return [
    ...section('Differences (source / target)', differenceLines(report.differences, style), style),
    ...section('Errors', formatErrors(report.errors, style), style),
  ];
}

function verifyTable(report: VerifyReport, style: Style): string[] {
  const columns = [
    { title: 'Mailbox', align: 'left' },
    { title: 'Messages', align: 'right' },
    { title: 'Size', align: 'right' },
    { title: '', align: 'left' },
  ] as const;
  const rows = report.mailboxes.map((mailbox): readonly Cell[] => [
    { text: mailboxName(mailbox.path, style) },
    { text: formatCount(mailbox.messages) },
    { text: formatBytes(mailbox.bytes) },
    mailbox.differences === 0
      ? { text: 'same', paint: style.good }
      : { text: formatPlural(mailbox.differences, 'difference'), paint: style.bad },
  ]);
  return formatTable(columns, rows, style);
}

function differenceLines(differences: readonly Difference[], style: Style): string[] {
  const byMailbox = new Map<string, Difference[]>();
  for (const difference of differences) {
    const key = mailboxKey(difference.path);
    const same = byMailbox.get(key);
    if (same) same.push(difference);
    else byMailbox.set(key, [difference]);
  }
  return [...byMailbox.values()].flatMap((same) => {
    const more = same.length - shownOfMailbox;
    const rest = more > 0 ? [style.dim(`  and ${formatCount(more)} more; --json lists up to 100 a mailbox`)] : [];
    return [...same.slice(0, shownOfMailbox).map((difference) => differenceLine(difference, style)), ...rest];
  });
}

function differenceLine({ path, uid, what, source, target }: Difference, style: Style): string {
  const about = mailboxName(path, style) + (uid === undefined ? '' : ` UID ${uid}`);
  const side = (value: string | undefined): string => style.safe(value || 'none');
  const both = source === undefined && target === undefined ? '' : `: ${side(source)} / ${side(target)}`;
  return `  ${about}: ${style.bad(words[what])}${both}`;
}
