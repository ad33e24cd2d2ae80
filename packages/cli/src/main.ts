import { exitCode } from './exit-codes.ts';
import { formatDefect, runCli } from './run-cli.ts';

/** The process `sourdine`: the command line it was started with, its streams, its exit code. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  process.on('uncaughtException', endWithDefect);
  process.exitCode = await runCli(process.argv.slice(2));
}

/** `sourdine inspect ... | head` is no accident: the work goes on, and nobody reads the rest. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') endWithDefect(error);
}

function endWithDefect(error: unknown): void {
  process.stderr.write(formatDefect(error, process.env));
  process.exit(exitCode('internal'));
}
