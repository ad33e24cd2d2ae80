import { exitCode } from './exit-codes.ts';

const codes = {
  SIGINT: exitCode('interrupted'),
  SIGTERM: exitCode('terminated'),
  SIGHUP: exitCode('hung-up'),
} as const;
type Watched = keyof typeof codes;
const watched = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly Watched[];

/** Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an abort and the second into an exit. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController();
  readonly #onFirst: () => void;
  #code: number | undefined;

  /** `onFirst` may tell the user; it is called once. */
  constructor(onFirst: () => void) {
    this.#onFirst = onFirst;
    for (const name of watched) process.on(name, this.#receive);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code that the signal asks for; undefined where none came. */
  get exitCode(): number | undefined {
    return this.#code;
  }

  readonly #receive = (name: Watched): void => {
    if (this.#code !== undefined) process.exit(codes[name]);
    this.#code = codes[name];
    this.#onFirst();
    this.#controller.abort();
  };

  [Symbol.dispose](): void {
    for (const name of watched) process.removeListener(name, this.#receive);
  }
}
