import { ByteReader } from './byte-reader.ts';
import type { Child } from './child.ts';

/** Just enough of a POP3 client (RFC 1939) to read the unique-id listing. */
export class Pop3Probe {
  readonly #child: Child;
  readonly #reader: ByteReader;

  constructor(child: Child) {
    this.#child = child;
    this.#reader = new ByteReader(child.process.stdout);
  }

  /** Waits for the greeting. A server that starts out logged in sends none. */
  async greeting(): Promise<void> {
    await this.#ok('the connection');
  }

  /** Logs in with USER and PASS. The password goes down the pipe and into no error. */
  async login(user: string, password: string): Promise<void> {
    this.#child.send(`USER ${user}`);
    await this.#ok('USER');
    this.#child.send(`PASS ${password}`);
    await this.#ok('PASS');
  }

  /** UIDL strings in message order. */
  async uidls(): Promise<string[]> {
    this.#child.send('UIDL');
    await this.#ok('UIDL');
    const uidls: string[] = [];
    for (let line = await this.#line(); line !== '.'; line = await this.#line()) uidls.push(line.split(' ')[1] ?? '');
    return uidls;
  }

  async quit(): Promise<void> {
    this.#child.send('QUIT');
    await this.#ok('QUIT');
  }

  async #ok(to: string): Promise<void> {
    const line = await this.#line();
    if (!line.startsWith('+OK')) throw new Error(`POP3 server answered ${to} with: ${line}`);
  }

  async #line(): Promise<string> {
    const line = await this.#reader.line();
    if (line === undefined) throw new Error(`POP3 connection lost, ${await this.#child.ended()}`);
    return line.toString('latin1');
  }
}
