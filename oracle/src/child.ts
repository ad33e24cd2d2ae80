import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Account } from './account.ts';

const TIME_LIMIT_MS = 60_000;

export interface ChildOptions {
  account: Account;
  home: string;
  /** Time zone of the process. Default UTC, so that an answer doesn't depend on the machine. */
  tz?: string;
}

/** A real server on a pipe, run as the test account. Disposing of it ends its input and waits for its exit. */
export class Child implements AsyncDisposable {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<string>;
  #stderr = '';

  constructor(program: string, args: string[], options: ChildOptions) {
    const { account, home, tz } = options;
    this.process = spawn(program, args, {
      cwd: home,
      env: { HOME: home, USER: account.name, LOGNAME: account.name, TZ: tz ?? 'UTC', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
      ...account.spawnAs,
    });
    this.process.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString('latin1')));
    // A server that dies while we write is reported by the read that follows.
    this.process.stdin.on('error', () => {});
    this.#exit = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    this.#exit.catch(() => {});
  }

  send(line: string): void {
    this.process.stdin.write(`${line}\r\n`, 'latin1');
  }

  /** How it ended, with what it wrote to stderr. Rejects if it could not be started. */
  async ended(): Promise<string> {
    const how = await this.#exit;
    return this.#stderr === '' ? how : `${how}: ${this.#stderr.trim()}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.stdin.end();
    this.process.stdout.resume();
    await this.#exit.catch(() => {});
  }
}
