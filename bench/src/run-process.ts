import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessRun {
  /** Wall time from start to exit, milliseconds. */
  readonly ms: number;
  /** Peak resident memory, MiB: VmHWM as last seen, looked at every 5 ms. */
  readonly peakMib: number;
  readonly stdout: string;
}

export interface ProcessOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
}

/** Runs a program to its end and measures it as a whole, start-up included. Rejects if it does not exit with 0. */
export function runProcess(command: readonly string[], options: ProcessOptions = {}): Promise<ProcessRun> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakMib = 0;
    const timer = setInterval(() => (peakMib = Math.max(peakMib, readPeakMib(child.pid))), 5);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - started;
      clearInterval(timer);
      if (code === 0) resolve({ ms, peakMib, stdout: Buffer.concat(stdout).toString() });
      else
        reject(new Error(`${command.join(' ')} exited with ${code}: ${Buffer.concat(stderr).toString().slice(-2000)}`));
    });
  });
}

function readPeakMib(pid: number | undefined): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
