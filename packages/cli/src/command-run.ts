import { availableParallelism } from 'node:os';
import {
  asMailError,
  createStoreContext,
  firstError,
  MailError,
  type MailErrorJson,
  type ProgressListener,
  type StoreContext,
} from '@sourdine/core';
import { refuseForeignOwner } from './check-owner.ts';
import { type ConsoleStreams, styleFor } from './console-streams.ts';
import { exitCode, exitCodeOfError } from './exit-codes.ts';
import { Interrupt } from './interrupt.ts';
import type { CommonOptions } from './program.ts';
import { ProgressDisplay } from './progress-display.ts';
import { formatError } from './report/problems.ts';
import { runAsUser } from './run-as-user.ts';
import type { StoreUrl } from './store-url.ts';
import type { Style } from './style.ts';

/** One call of a command. */
export interface CommandCall {
  readonly name: 'inspect' | 'sync' | 'verify';
  readonly options: CommonOptions;
  readonly streams: ConsoleStreams;
}

/** What a command's work is handed. */
export interface CommandScope {
  readonly context: StoreContext;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
  /** Mailboxes in work at once. */
  readonly jobs: number;
}

/** What a command found, ready to be shown either way. */
export interface CommandResult {
  readonly exitCode: number;
  /** Fields of the JSON document. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The report for a person. */
  readonly text: (style: Style) => string;
  /** The part of it that `--quiet` shows. */
  readonly problems: (style: Style) => readonly string[];
}

/** Version of all JSON documents; raised when a field goes or changes its meaning. */
const documentVersion = 1;

/**
 * Does what all commands share: parses the URLs, becomes the user, watches for Ctrl-C, shows progress, prints the result
 * or the error. Resolves with the exit code; rejects with what is a defect.
 */
export async function runCommand<Urls extends readonly StoreUrl[]>(
  call: CommandCall,
  parseUrls: () => Urls,
  work: (urls: Urls, scope: CommandScope) => Promise<CommandResult>,
): Promise<number> {
  const { options, streams } = call;
  const style = styleFor(streams, 'stderr');
  using display = new ProgressDisplay(streams.stderr, style);
  using interrupt = new Interrupt(() => {
    display.clear();
    streams.stderr.write('Stopping at a safe point ... (once more: at once)\n');
  });
  try {
    const urls = parseUrls();
    prepareProcess(options, urls);
    const result = await work(urls, {
      context: createStoreContext({ signal: interrupt.signal }),
      signal: interrupt.signal,
      onProgress: options.quiet ? () => {} : display.add,
      jobs: options.jobs ?? Math.min(availableParallelism(), 4),
    });
    display.clear();
    printResult(call, result);
    return result.exitCode;
  } catch (thrown) {
    display.clear();
    const error = firstError(thrown);
    if (!(error instanceof MailError)) {
      if (options.json) printDocument(streams, call.name, { errors: [describeDefect(error)] }, exitCode('internal'));
      throw error;
    }
    const code = error.scope === 'cancelled' ? (interrupt.exitCode ?? exitCode('interrupted')) : exitCodeOfError(error);
    printError(call, error.toJSON(), code);
    return code;
  }
}

function prepareProcess(options: CommonOptions, urls: readonly StoreUrl[]): void {
  if (options.as === undefined) refuseForeignOwner(urls);
  else runAsUser(options.as);
  // Mail is for its owner alone, whatever the shell says.
  process.umask(0o077);
}

function printResult({ name, options, streams }: CommandCall, result: CommandResult): void {
  if (options.json) printDocument(streams, name, result.document, result.exitCode);
  else if (options.quiet) printLines(streams, result.problems(styleFor(streams, 'stderr')));
  else streams.stdout.write(result.text(styleFor(streams, 'stdout')));
}

function printError({ name, options, streams }: CommandCall, error: MailErrorJson, code: number): void {
  if (options.json) printDocument(streams, name, { errors: [error] }, code);
  const style = styleFor(streams, 'stderr');
  if (error.scope === 'cancelled') {
    streams.stderr.write(`${style.bold('Interrupted.')} Nothing is lost: run the same command again and it goes on.\n`);
  } else if (!options.json) {
    const [first = '', ...others] = formatError(error, '', style);
    printLines(streams, [`sourdine: ${first.trimStart()}`, ...others.map((line) => line.replace(/^ {2}/, ''))]);
  }
}

function describeDefect(error: unknown): MailErrorJson {
  return asMailError(error, { code: 'INTERNAL_ERROR', scope: 'account', side: 'internal' }).toJSON();
}

function printDocument(
  streams: ConsoleStreams,
  command: string,
  fields: Readonly<Record<string, unknown>>,
  code: number,
): void {
  const document = { version: documentVersion, command, exitCode: code, ...fields };
  streams.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function printLines(streams: ConsoleStreams, lines: readonly string[]): void {
  if (lines.length > 0) streams.stderr.write(`${lines.join('\n').replace(/^\n+/, '')}\n`);
}
