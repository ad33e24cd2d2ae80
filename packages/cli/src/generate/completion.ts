import type { CompletionShell } from '../program.ts';
import { storeKinds } from '../store-kinds.ts';
import { type CommandDescription, describeProgram, type OptionDescription } from './describe-program.ts';

/** The completion script of a shell. */
export function formatCompletion(shell: CompletionShell): string {
  const { commands } = describeProgram();
  return `${formatters[shell](commands).join('\n')}\n`;
}

const formatters: Record<CompletionShell, (commands: readonly CommandDescription[]) => string[]> = {
  bash: formatBash,
  zsh: formatZsh,
  fish: formatFish,
};

const header = '# Made by "pnpm --filter @sourdine/cli run generate"; do not edit.';
const schemes = storeKinds.map((kind) => `${kind.scheme}:`);

function takesUrl(command: CommandDescription): boolean {
  return command.arguments.some((argument) => argument.choices.length === 0);
}

/** Readline breaks words at a colon, so what follows `mbox:` is a word of its own: a path. */
function formatBash(commands: readonly CommandDescription[]): string[] {
  const names = [...commands.map((command) => command.name), 'help'].join(' ');
  return [
    header,
    '_sourdine() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
    '  COMPREPLY=()',
    '  if [[ $COMP_CWORD -eq 1 ]]; then',
    `    COMPREPLY=($(compgen -W '${names} --help --version' -- "$cur"))`,
    '    return',
    '  fi',
    '  case $prev in',
    '    --as) COMPREPLY=($(compgen -u -- "$cur")); return ;;',
    '    -j | --jobs) return ;;',
    '  esac',
    '  if [[ $cur == : || $prev == : ]]; then',
    '    compopt -o filenames -o nospace',
    '    COMPREPLY=($(compgen -d -- "${cur#:}"))',
    '    return',
    '  fi',
    '  case $command in',
    ...commands.map(bashCase),
    `    help) COMPREPLY=($(compgen -W '${names}' -- "$cur")) ;;`,
    '  esac',
    '  [[ ${COMPREPLY[0]-} == *: ]] && compopt -o nospace',
    '}',
    'complete -F _sourdine sourdine',
  ];
}

function bashCase(command: CommandDescription): string {
  const options = command.options.flatMap(({ short, long }) => [short, long]).filter((name) => name !== undefined);
  const words = [...options, ...command.arguments.flatMap((argument) => argument.choices)];
  const all = takesUrl(command) ? [...schemes, ...words] : words;
  return `    ${command.name}) COMPREPLY=($(compgen -W '${all.join(' ')}' -- "$cur")) ;;`;
}

function formatZsh(commands: readonly CommandDescription[]): string[] {
  return [
    '#compdef sourdine',
    header,
    '_sourdine_url() {',
    '  if compset -P "*:"; then _files -/; else',
    `    compadd -S '' -- ${schemes.join(' ')}`,
    '  fi',
    '}',
    '_sourdine() {',
    '  local -a commands',
    '  commands=(',
    ...commands.map((command) => `    ${zshQuote(`${command.name}:${command.summary}`)}`),
    "    'help:print the help of a command'",
    '  )',
    '  if (( CURRENT == 2 )); then',
    '    _describe -t commands command commands',
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words; (( CURRENT-- ))',
    '  case $command in',
    ...commands.flatMap(zshCase),
    '    help) _describe -t commands command commands ;;',
    '  esac',
    '}',
    // Loaded by name, zsh calls the file as the function; sourced, it is to be registered.
    'if [[ $funcstack[1] == _sourdine ]]; then _sourdine "$@"; else compdef _sourdine sourdine; fi',
  ];
}

function zshCase(command: CommandDescription): string[] {
  const specs = [
    ...command.options.map(zshOption),
    ...command.arguments.map(({ name, choices }, i) =>
      zshQuote(`${i + 1}:${name}:${choices.length > 0 ? `(${choices.join(' ')})` : '_sourdine_url'}`),
    ),
  ];
  return [`    ${command.name}) _arguments \\`, `${specs.map((spec) => `      ${spec}`).join(' \\\n')} ;;`];
}

function zshOption({ short, long, value, description }: OptionDescription): string {
  const about = `[${description.replaceAll(/[[\]]/g, '\\$&')}]`;
  const action = value === undefined ? '' : `:${value}:${value === 'user' ? '_users' : ''}`;
  if (short === undefined) return zshQuote(`${long}${about}${action}`);
  return `'(${short} ${long})'{${short},${long}}${zshQuote(`${about}${action}`)}`;
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function formatFish(commands: readonly CommandDescription[]): string[] {
  return [
    header,
    'complete -c sourdine -f',
    ...commands.map(({ name, summary }) => fishLine('__fish_use_subcommand', `-a ${name} -d ${fishQuote(summary)}`)),
    fishLine('__fish_use_subcommand', "-a help -d 'print the help of a command'"),
    fishLine('__fish_seen_subcommand_from help', `-a '${commands.map(({ name }) => name).join(' ')}'`),
    ...commands.flatMap((command) => {
      const seen = `__fish_seen_subcommand_from ${command.name}`;
      const values = takesUrl(command) ? schemes : command.arguments.flatMap((argument) => argument.choices);
      return [
        ...command.options.map((option) => fishLine(seen, fishOption(option))),
        fishLine(seen, `-a '${values.join(' ')}'`),
      ];
    }),
  ];
}

function fishOption({ short, long, value, description }: OptionDescription): string {
  const parts = [`-l ${long.slice(2)}`, `-d ${fishQuote(description)}`];
  if (short !== undefined) parts.unshift(`-s ${short.slice(1)}`);
  if (value !== undefined) parts.push(value === 'user' ? "-x -a '(__fish_complete_users)'" : '-x');
  return parts.join(' ');
}

function fishLine(condition: string, rest: string): string {
  return `complete -c sourdine -n '${condition}' ${rest}`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
