import type { Command } from 'commander';
import { createProgram } from '../program.ts';

/** The command line's grammar as plain data, read off the commander program. */
export interface ProgramDescription {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly commands: readonly CommandDescription[];
}

export interface CommandDescription {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly description: string;
    readonly choices: readonly string[];
  }[];
  readonly options: readonly OptionDescription[];
}

export interface OptionDescription {
  /** `-j`; absent where there is none. */
  readonly short?: string;
  /** `--jobs` */
  readonly long: string;
  /** `n`; absent where the option takes no value. */
  readonly value?: string;
  readonly description: string;
}

export function describeProgram(): ProgramDescription {
  const nothing = async (): Promise<void> => {};
  const program = createProgram({ inspect: nothing, sync: nothing, verify: nothing, completion: nothing });
  return {
    name: program.name(),
    description: program.description(),
    version: program.version() ?? '',
    commands: program.commands.map(describeCommand),
  };
}

function describeCommand(command: Command): CommandDescription {
  return {
    name: command.name(),
    summary: command.summary(),
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => {
        const value = /<(.+)>/.exec(option.flags)?.[1];
        return {
          ...(option.short && { short: option.short }),
          long: option.long ?? '',
          ...(value && { value }),
          description: option.description,
        };
      }),
  };
}
