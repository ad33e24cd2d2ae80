import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Account } from './account.ts';

const TIME_LIMIT_MS = 60_000;

/** c-client looks its host's name up, and waits five seconds for each query that is lost. */
const NO_DNS_WAIT = { RES_OPTIONS: 'timeout:1 attempts:1' };

export interface ChildOptions {
  /** Whom it runs as; without one, as we do. */
  account?: Account;
  home: string;
  /** Time zone of the process. Default UTC, so that an answer doesn't depend on the machine. */
  tz?: string | undefined;
}

/** A real server on a pipe. Disposing of it ends its input and waits for its exit. */
export class Child implements AsyncDisposable {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<string>;
  #stderr = '';

  constructor(program: string, args: readonly string[], { account, home, tz = 'UTC' }: ChildOptions) {
    const user = account === undefined ? {} : { USER: account.name, LOGNAME: account.name };
    this.process = spawn(program, args, {
      cwd: home,
      env: { HOME: home, TZ: tz, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...NO_DNS_WAIT, ...user },
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    this.process.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString('latin1');
    });
    // A server that dies while we write is reported by the read that follows.
    this.process.stdin.on('error', () => {});
    this.#exit = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
    this.#exit.catch(() => {});
  }

  /** Sends a line of a protocol that ends lines in CRLF. */
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
