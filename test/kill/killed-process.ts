import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/cli/bin/sourdine.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly killed: boolean;
  readonly ms: number;
  readonly output: string;
}

/** `sourdine sync` on a home of homes.ts. */
export function syncCommand(account: string, target: string, jobs: number): readonly string[] {
  const urls = [`mbox:${account}/home?inbox=${account}/inbox&folders=mail`, `maildir:${target}`];
  return [process.execPath, bin, 'sync', ...urls, '--jobs', String(jobs), '--quiet'];
}

/** Runs it; sends SIGKILL after `killAfterMs`, if it still runs then. */
export function runSync(account: string, target: string, killAfterMs?: number): Promise<Outcome> {
  const [program = '', ...args] = syncCommand(account, target, 2);
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, killed: signal === 'SIGKILL', ms: performance.now() - started, output });
    });
  });
}
