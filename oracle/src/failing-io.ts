import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/** What happens to which system call below which folder; see oracle/faults/fail-io.c. */
export interface Fault {
  readonly under: string;
  /** `read`, or `change`: whatever changes the file system. */
  readonly calls: 'read' | 'change';
  /** Which one, from 1; 0 for none, to count them. */
  readonly at: number;
  /** The error it fails with; `SIGKILL` ends the process just before it. */
  readonly how: 'SIGKILL' | 'ENOSPC' | 'EIO' | 'EACCES';
  /** Whether all later calls fail too. */
  readonly stays?: boolean;
}

export interface FaultyRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls that would have been eligible; NaN of a process that was killed. */
  readonly calls: number;
}

/** Compiles the library into a folder; answers its path. Needs a C compiler, as oracle/install brings. */
export function buildFailIo(folder: string): string {
  const library = join(folder, 'fail-io.so');
  const source = join(import.meta.dirname, '..', 'faults', 'fail-io.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'pipe' });
  return library;
}

/** Runs a command with the fault in it. `count` is a file that is not there yet, and of this run's own. */
export function runWithFault(
  library: string,
  command: readonly string[],
  fault: Fault,
  count: string,
): Promise<FaultyRun> {
  const [program = '', ...args] = command;
  const env = {
    ...process.env,
    LD_PRELOAD: library,
    FAIL_UNDER: fault.under,
    FAIL_CALLS: fault.calls,
    FAIL_AT: String(fault.at),
    FAIL_ERRNO: fault.how === 'SIGKILL' ? '0' : String(constants.errno[fault.how]),
    FAIL_STAYS: fault.stays ? '1' : '0',
    FAIL_COUNT: count,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const calls = existsSync(count) ? Number(readFileSync(count, 'utf8')) : Number.NaN;
      resolve({ code, signal, stdout, stderr, calls });
    });
  });
}
