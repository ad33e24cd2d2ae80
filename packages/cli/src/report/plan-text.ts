import type { SyncPlan } from '@sourdine/sync';
import { formatBytes, formatCount, formatPlural } from '../format-quantity.ts';
import type { Style } from '../style.ts';
import {
  formatAdvice,
  formatErrors,
  formatLeftOut,
  formatLosses,
  formatNotes,
  mailboxName,
  section,
} from './problems.ts';
import { settingLines } from './sync-text.ts';
import { formatTable } from './table.ts';

const words = { fill: 'new', delta: 'look for changes', skip: 'unchanged' } as const;

/** What a pass would do, for a person. */
export function formatPlan(plan: SyncPlan, next: string, style: Style): string {
  const todo = plan.mailboxes.filter((mailbox) => mailbox.action !== 'skip');
  const bytes = todo.reduce((sum, mailbox) => sum + mailbox.bytes, 0);
  const lines = [
    ...(plan.mailboxes.length > 0 ? planTable(plan, style) : []),
    ...section('Mailboxes to be removed from the target', namesOf(plan.removals, style), style),
    ...(plan.subscriptions === null ? [] : section('To be subscribed', namesOf(plan.subscriptions, style), style)),
    ...section('Dovecot needs these settings', settingLines(plan.requiredSettings, style), style),
    ...section('Left out', formatLeftOut(plan.leftOut, style), style),
    ...formatPlanProblems(plan, style),
    '',
    style.bold(
      `${formatPlural(plan.mailboxes.length, 'mailbox', 'mailboxes')}, ${formatCount(todo.length)} to do ` +
        `${style.dot} ${formatBytes(bytes)} to read ${style.dot} nothing was changed`,
    ),
    ...formatAdvice(next, style),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

/** All that is not as it should be: also what `--quiet` prints. */
export function formatPlanProblems(plan: SyncPlan, style: Style): string[] {
  const placed = plan.diagnostics.map((diagnostic) => ({ mailbox: '', diagnostic }));
  return [
    ...section('Dealt with', formatNotes(placed, style), style),
    ...section('What the target cannot hold', formatLosses(placed, style), style),
    ...section('Errors', formatErrors(plan.errors, style), style),
  ];
}

function planTable(plan: SyncPlan, style: Style): string[] {
  const columns = [
    { title: 'Mailbox', align: 'left' },
    { title: 'Size', align: 'right' },
    { title: 'To do', align: 'left' },
    { title: 'On the target', align: 'left' },
    { title: '', align: 'left' },
  ] as const;
  const rows = plan.mailboxes.map((mailbox) => [
    { text: mailboxName(mailbox.path, style) },
    { text: formatBytes(mailbox.bytes) },
    {
      text: mailbox.renamedFrom ? `rename ${mailboxName(mailbox.renamedFrom, style)}` : words[mailbox.action],
      ...(mailbox.action === 'skip' && { paint: style.dim }),
    },
    { text: style.safe(mailbox.storeName) },
    { text: style.safe(mailbox.mapping ?? ''), paint: style.dim },
  ]);
  return formatTable(columns, rows, style);
}

function namesOf(paths: readonly (readonly string[])[], style: Style): string[] {
  return paths.map((path) => `  ${mailboxName(path, style)}`);
}
