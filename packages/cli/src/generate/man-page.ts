import { exitCodesAscending } from '../exit-codes.ts';
import { examples } from '../program.ts';
import { storeKinds } from '../store-kinds.ts';
import { type CommandDescription, describeProgram, type OptionDescription } from './describe-program.ts';

/** The manual page sourdine(1), in the man macros that man-db and mandoc read. */
export function formatManPage(): string {
  const program = describeProgram();
  return [
    '.\\" Made by "pnpm --filter @sourdine/cli run generate"; do not edit.',
    '.TH SOURDINE 1 "" "Sourdine" "User Commands"',
    '.SH NAME',
    'sourdine \\- moves mail between stores so that no mail client can tell',
    '.SH SYNOPSIS',
    ...program.commands.flatMap(synopsis),
    '.SH DESCRIPTION',
    roff(program.description),
    'The source is only read. Any command can be stopped at any moment and run again.',
    '.SH COMMANDS',
    ...program.commands.flatMap(commandSection),
    '.SH STORE URLS',
    'Quote them: the shell knows ? and &. Only %XX, ? and & are special in them; a plain % is %25.',
    ...storeKinds.flatMap(storeSection),
    '.SH EXIT STATUS',
    'Where several apply, interrupts come first, then 70, 2, 4, 3, 6, 5, 1.',
    ...exitCodesAscending.flatMap(({ code, meaning, action }) => item(String(code), `${meaning}. ${action}`)),
    '.SH ENVIRONMENT',
    ...item('NO_COLOR', 'No colours, even on a terminal.'),
    ...item('SOURDINE_DEBUG', 'Where a defect happened is shown in full.'),
    '.SH EXAMPLES',
    ...Object.values(examples)
      .flat()
      .flatMap(([purpose, command]) => example(purpose, command)),
    '.SH SEE ALSO',
    '.BR doveadm (1),',
    '.BR dovecot (1)',
    '',
  ].join('\n');
}

function synopsis(command: CommandDescription): string[] {
  const values = command.arguments.map((argument) => `\\fI${roff(argument.name.toUpperCase())}\\fR`);
  const options = command.options.length > 1 ? '[\\fIOPTION\\fR]... ' : '';
  return [`\\fBsourdine ${roff(command.name)}\\fR ${options}${values.join(' ')}`, '.br'];
}

function commandSection(command: CommandDescription): string[] {
  return [`.SS ${roff(command.name)}`, roff(command.description), ...command.options.flatMap(optionItem)];
}

function optionItem({ short, long, value, description }: OptionDescription): string[] {
  const names = [short, long].filter((name) => name !== undefined).map((name) => `\\fB${roff(name)}\\fR`);
  const tail = value === undefined ? '' : ` \\fI${roff(value)}\\fR`;
  return ['.TP', names.join(', ') + tail, roff(sentence(description))];
}

function storeSection(kind: (typeof storeKinds)[number]): string[] {
  const parameters = kind.parameters.flatMap((parameter) => [
    '.RS',
    ...item(`${parameter.name}=`, sentence(parameter.description)),
    '.RE',
  ]);
  return [...item(kind.example, sentence(kind.description)), ...parameters];
}

function item(term: string, text: string): string[] {
  return ['.TP', `\\fB${roff(term)}\\fR`, roff(text)];
}

function example(purpose: string, command: string): string[] {
  return ['.PP', `${roff(purpose)}:`, '.RS', '.nf', roff(command), '.fi', '.RE'];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A line of text as roff wants it: hyphens that are to be copied, no escape, no macro at its begin. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('`', '').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
