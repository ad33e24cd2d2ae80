import { CommanderError } from 'commander';
import type { ConsoleStreams } from './console-streams.ts';
import { exitCode } from './exit-codes.ts';
import { runInspectCommand } from './inspect-command.ts';
import { createProgram } from './program.ts';
import { runSyncCommand } from './sync-command.ts';
import { runVerifyCommand } from './verify-command.ts';

/**
 * Runs one command line, without the name of the program: `['inspect', 'mbox:/home/u']`. Resolves with the exit code, which
 * it does not set. Never rejects. `--as` and the umask change this process for good.
 */
export async function runCli(argv: readonly string[], streams: ConsoleStreams = process): Promise<number> {
  let code = 0;
  const { stdout, stderr } = streams;
  const program = createProgram(
    {
      inspect: async (...call) => void (code = await runInspectCommand(...call, streams)),
      sync: async (...call) => void (code = await runSyncCommand(...call, streams)),
      verify: async (...call) => void (code = await runVerifyCommand(...call, streams)),
      completion: async (shell) => {
        const { formatCompletion } = await import('./generate/completion.ts');
        stdout.write(formatCompletion(shell));
      },
    },
    {
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      outputError: (text, write) => write(text.replace(/^error: /, 'sourdine: ')),
    },
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode('usage');
    stderr.write(formatDefect(error, streams.env));
    return exitCode('internal');
  }
}

/** What is said of an exception that nobody expected. */
export function formatDefect(error: unknown, env: NodeJS.ProcessEnv): string {
  if (env['SOURDINE_DEBUG'] && error instanceof Error) return `sourdine: internal error: ${error.stack}\n`;
  const message = error instanceof Error ? error.message : String(error);
  return `sourdine: internal error: ${message.split('\n')[0]} (SOURDINE_DEBUG=1 shows where)\n`;
}
