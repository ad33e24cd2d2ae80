import type { Diagnostic, MailErrorJson } from '@sourdine/core';

export type ExitCodeName =
  | 'interrupted'
  | 'terminated'
  | 'hung-up'
  | 'internal'
  | 'usage'
  | 'target'
  | 'source'
  | 'refused'
  | 'busy'
  | 'differences'
  | 'done';

/** One way a command can end. */
export interface ExitCode {
  readonly code: number;
  /** A word for code. */
  readonly name: ExitCodeName;
  /** One line for `--help` and the man page. */
  readonly meaning: string;
  /** What the operator does then; a sentence or two for the guide. */
  readonly action: string;
}

/**
 * Every exit code, the one that wins first: where several apply, the command ends with the one nearest the top. The order
 * is that of who must act: nobody can go on after an interrupt or a defect, a target that fails stops every mailbox, and
 * only a run where nothing else went wrong is worth reading for differences.
 */
export const exitCodesByPrecedence: readonly ExitCode[] = [
  {
    code: 130,
    name: 'interrupted',
    meaning: 'interrupted by Ctrl-C (SIGINT)',
    action: 'Nothing is lost. Run the same command again; it goes on where it stopped.',
  },
  {
    code: 143,
    name: 'terminated',
    meaning: 'interrupted by SIGTERM',
    action: 'As 130: run the same command again.',
  },
  {
    code: 129,
    name: 'hung-up',
    meaning: 'interrupted by SIGHUP: the terminal was closed',
    action: 'As 130: run the same command again.',
  },
  {
    code: 70,
    name: 'internal',
    meaning: 'internal error: a defect in sourdine',
    action:
      'Run it again with `SOURDINE_DEBUG=1` and report what it prints. The mailboxes named as done are done, the others are as they were.',
  },
  {
    code: 2,
    name: 'usage',
    meaning: 'the command line is wrong; nothing was done',
    action: 'The message says what to write instead.',
  },
  {
    code: 4,
    name: 'target',
    meaning: 'the target cannot be written',
    action:
      'Free space, raise the quota, or mend owner and mode, as the message says; then run the same command again. Mailboxes that were not finished are as they were before.',
  },
  {
    code: 3,
    name: 'source',
    meaning: 'the source, or part of it, cannot be read (verify: either side)',
    action:
      'Mend what the message names, mostly owner and mode, or use `--as USER`. The mailboxes that could be read are done; nothing is removed from the target meanwhile.',
  },
  {
    code: 6,
    name: 'refused',
    meaning: 'refused: it would empty the target because the source looks empty',
    action:
      'Is the file system of the old side mounted? If the mail really was deleted there, run again with `--allow-empty`.',
  },
  {
    code: 5,
    name: 'busy',
    meaning: 'busy: locked, in use, or mail kept changing; try again later',
    action: 'Wait a little and run the same command again. A script may do so by itself.',
  },
  {
    code: 1,
    name: 'differences',
    meaning: 'done, but there are differences, quarantined mail or losses: see the report',
    action:
      'Read the report: each case names the mailbox, the message and the reason. What could not be moved is on the old side still.',
  },
  {
    code: 0,
    name: 'done',
    meaning: 'done, and nothing to report',
    action: 'Nothing to do. After `sync`, run `verify`.',
  },
];

/** For people: ascending. */
export const exitCodesAscending: readonly ExitCode[] = [...exitCodesByPrecedence].sort((a, b) => a.code - b.code);

/** The number of a name. */
export function exitCode(name: ExitCodeName): number {
  return exitCodesByPrecedence.find((row) => row.name === name)?.code ?? 70;
}

/** The one that wins; 0 for none. */
export function worstExitCode(codes: Iterable<number>): number {
  const there = new Set(codes);
  return exitCodesByPrecedence.find((row) => there.has(row.code))?.code ?? 0;
}

const codeOfSide: Record<MailErrorJson['side'], number> = {
  source: exitCode('source'),
  target: exitCode('target'),
  usage: exitCode('usage'),
  busy: exitCode('busy'),
  internal: exitCode('internal'),
};

/** The exit code that one error asks for. */
export function exitCodeOfError(error: Pick<MailErrorJson, 'code' | 'scope' | 'side'>): number {
  if (error.scope === 'cancelled') return exitCode('interrupted');
  if (error.code === 'SOURCE_LOOKS_EMPTY') return exitCode('refused');
  if (error.scope === 'message') return exitCode('differences');
  return codeOfSide[error.side];
}

/** The exit code that diagnostics ask for: a loss is reported, a note is not. */
export function exitCodeOfDiagnostics(diagnostics: readonly Diagnostic[]): number {
  return exitCode(diagnostics.some((diagnostic) => diagnostic.level === 'loss') ? 'differences' : 'done');
}
