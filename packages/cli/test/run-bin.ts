import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command of this checkout. */
const checkout = { node: process.execPath, bin: fileURLToPath(new URL('../bin/sourdine.js', import.meta.url)) };

export interface Finished {
  /** Exit code, or the name of the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Another copy of it. */
  readonly program?: { readonly node: string; readonly bin: string } | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Program and arguments that start it, as `sh -c` would. */
  readonly under?: readonly string[];
  /** A module that is loaded first, in every thread. */
  readonly preload?: string;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the real command as a process of its own. */
export async function runBin(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const preload = options.preload && `--import data:text/javascript,${encodeURIComponent(options.preload)}`;
  const env = {
    ...process.env,
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
    ...(preload && { NODE_OPTIONS: preload }),
    ...options.env,
  };
  const { node, bin } = options.program ?? checkout;
  const [file = '', ...rest] = [...(options.under ?? []), node, bin, ...args];
  const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  options.onStart?.(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code: code ?? signal, stdout, stderr };
}
