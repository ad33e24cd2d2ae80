/** A step of a store at which something may go wrong: `source.batch`, `sink.commit` ... */
export type StepName = `${'source' | 'sink'}.${string}`;

/**
 * Counts the steps that stores take and makes one of them fail. Stores that share a plan share its count, so "every step of
 * a pass" is one number running up.
 */
export class FaultPlan {
  readonly #names: StepName[] = [];
  #fault: { readonly at: number | StepName; readonly error: unknown; readonly forGood: boolean } | undefined;
  #dead = false;

  /** The steps taken so far, in order. */
  get steps(): readonly StepName[] {
    return this.#names;
  }

  /** Throws `error` at the nth step from now (from 1), or at the next step of that name; once. */
  failAt(at: number | StepName, error: unknown): void {
    this.#fault = { at: typeof at === 'number' ? at + this.#names.length : at, error, forGood: false };
  }

  /** Like a kill: from the nth step from now on, every step throws `error`, so that nobody can tidy up. */
  dieAt(at: number, error: unknown): void {
    this.#fault = { at: at + this.#names.length, error, forGood: true };
  }

  /** No more faults, and the count begins anew. */
  reset(): void {
    this.#names.length = 0;
    this.#fault = undefined;
    this.#dead = false;
  }

  /** A store calls this before each step. Throws what was planned. */
  step(name: StepName): void {
    this.#names.push(name);
    const fault = this.#fault;
    if (fault === undefined) return;
    const due = typeof fault.at === 'number' ? this.#names.length === fault.at : name === fault.at;
    if (!due && !this.#dead) return;
    if (fault.forGood) this.#dead = true;
    else this.#fault = undefined;
    throw fault.error;
  }
}
