import { readFileSync } from 'node:fs';
import { Argument, Command, InvalidArgumentError, Option, type OutputConfiguration } from 'commander';
import { exitCodesAscending } from './exit-codes.ts';
import { storeKinds } from './store-kinds.ts';
import { wrapBeside } from './wrap-text.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly as?: string;
  readonly jobs?: number;
}

export interface SyncCommandOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly allowEmpty?: boolean;
  readonly full?: boolean;
}

export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** What the commands do. The program itself only knows their words. */
export interface ProgramActions {
  inspect(url: string, options: CommonOptions): Promise<void>;
  sync(source: string, target: string, options: SyncCommandOptions): Promise<void>;
  verify(source: string, target: string, options: CommonOptions): Promise<void>;
  completion(shell: CompletionShell): Promise<void>;
}

const sourceExample = "'mbox:/home/u?inbox=/var/mail/u&folders=mail'";
const targetExample = 'maildir:/home/u/Maildir';

/** Worked examples of each command, for `--help` and the man page: what it is for, then what to type. */
export const examples: Readonly<Record<string, readonly (readonly [purpose: string, command: string])[]>> = {
  sourdine: [
    ['See what there is to move, and what is left out', `sourdine inspect ${sourceExample}`],
    ['Move it, as the user whose mail it is', `sourdine sync --as u ${sourceExample} ${targetExample}`],
    ['Compare both sides message by message', `sourdine verify --as u ${sourceExample} ${targetExample}`],
  ],
  inspect: [
    ['A home as uw-imapd serves it', `sourdine inspect ${sourceExample}`],
    ['What is in a Maildir, for a script', `sourdine inspect --json ${targetExample}`],
  ],
  sync: [
    ['What would be done', `sourdine sync --dry-run ${sourceExample} ${targetExample}`],
    ['Do it; run again, it takes over only what changed', `sourdine sync ${sourceExample} ${targetExample}`],
    [
      'One folder more, which nobody subscribed; to be named in each pass',
      `sourdine sync 'mbox:/home/u?inbox=/var/mail/u&folders=mail&mailbox=old/archive-2003' ${targetExample}`,
    ],
  ],
  verify: [['Both sides, byte for byte', `sourdine verify ${sourceExample} ${targetExample}`]],
  completion: [['In this shell, from now on', 'source <(sourdine completion bash)']],
};

/** Builds the command line's grammar with its help. The man page and the completions are made of it as well. */
export function createProgram(actions: ProgramActions, output: OutputConfiguration = {}): Command {
  const program = new Command('sourdine')
    .exitOverride()
    .configureOutput(output)
    .description('Moves mail from a uw-imap home to a Dovecot Maildir so that no mail client can tell.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError();
  addInspect(program, actions);
  addSync(program, actions);
  addVerify(program, actions);
  addCompletion(program, actions);
  program.addHelpText('after', () => helpTail(program));
  return program;
}

function addInspect(program: Command, actions: ProgramActions): void {
  const command = program
    .command('inspect')
    .summary('show the mailboxes of an account and what is left out')
    .description('Shows the mailboxes of an account, and every file that is left out with the reason. Changes nothing.')
    .argument('<url>', 'the account, as a store URL')
    .action((url: string, options: CommonOptions) => actions.inspect(url, options));
  addCommonOptions(command);
}

function addSync(program: Command, actions: ProgramActions): void {
  const command = program
    .command('sync')
    .summary('bring the target to what the source has')
    .description(
      'Brings the target to what the source has: the first time all of it, later what changed. The source is only read. ' +
        'Can be stopped at any moment and run again.',
    )
    .argument('<source>', 'where the mail is, as a store URL')
    .argument('<target>', 'where it goes, as a store URL')
    .option('-n, --dry-run', 'print what would be done and change nothing')
    .option('--allow-empty', 'empty mailboxes of the target where the source looks empty')
    .option('--full', 'compare everything, and undo changes made on the target')
    .action((source: string, target: string, options: SyncCommandOptions) => actions.sync(source, target, options));
  addCommonOptions(command);
}

function addVerify(program: Command, actions: ProgramActions): void {
  const command = program
    .command('verify')
    .summary('compare both sides message by message')
    .description(
      'Reads both sides whole and compares what clients can see: UIDVALIDITY, UIDNEXT, and of every message its UID, flags, ' +
        'keywords, date, size, bytes and POP3 UIDL; then the subscriptions. Changes nothing.',
    )
    .argument('<source>', 'where the mail is, as a store URL')
    .argument('<target>', 'where it went, as a store URL')
    .action((source: string, target: string, options: CommonOptions) => actions.verify(source, target, options));
  addCommonOptions(command);
}

function addCompletion(program: Command, actions: ProgramActions): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a completion script, to be sourced or saved where the shell looks for it.')
    .addArgument(new Argument('<shell>', 'the shell').choices(completionShells))
    .addHelpText('after', () => exampleText('completion'))
    .action((shell: CompletionShell) => actions.completion(shell));
}

function addCommonOptions(command: Command): void {
  command
    .option('-j, --jobs <n>', 'mailboxes in work at once; default: one per processor, 4 at most', parseJobs)
    .addOption(new Option('--as <user>', 'when root: work as this user, so that no file of theirs can trick root'))
    .option('--json', 'print one JSON document instead of text')
    .option('-q, --quiet', 'print neither progress nor a report, only errors')
    .addHelpText('after', () => helpTail(command));
}

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 64) return jobs;
  throw new InvalidArgumentError('It is a number from 1 to 64.');
}

function helpTail(command: Command): string {
  const columns = command.configureOutput().getOutHelpWidth?.() ?? 80;
  return `${storeText(columns)}\n${exampleText(command.name())}\n${exitCodeText(columns)}`;
}

function storeText(columns: number): string {
  const lines = storeKinds.flatMap((kind) => [
    `  ${kind.example}`,
    ...wrapBeside('      ', kind.description, columns),
    ...kind.parameters.flatMap(({ name, description }) =>
      wrapBeside(`      ${`${name}=`.padEnd(9)} `, description, columns),
    ),
  ]);
  return `\nStore URLs (quote them: the shell knows ? and &):\n${lines.join('\n')}\n`;
}

function exampleText(name: string): string {
  const lines = (examples[name] ?? []).flatMap(([purpose, command]) => [`  # ${purpose}`, `  ${command}`]);
  return `Examples:\n${lines.join('\n')}\n`;
}

function exitCodeText(columns: number): string {
  const lines = exitCodesAscending.flatMap(({ code, meaning }) =>
    wrapBeside(`  ${String(code).padStart(3)}  `, meaning, columns),
  );
  return `Exit codes:\n${lines.join('\n')}`;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
  return typeof version === 'string' ? version : 'unknown';
}
