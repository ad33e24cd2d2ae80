import type { MailboxPath } from '@sourdine/core';
import type { Difference } from './report.ts';

/** How many differences of one mailbox are kept in full; all are counted. */
const keptDifferences = 100;

/** The differences of one mailbox: counted all, kept up to a bound so that a report cannot fill memory. */
export class DifferenceList {
  readonly #path: MailboxPath;
  readonly #kept: Difference[] = [];
  #count = 0;

  constructor(path: MailboxPath) {
    this.#path = path;
  }

  get kept(): readonly Difference[] {
    return this.#kept;
  }

  get count(): number {
    return this.#count;
  }

  add(difference: Omit<Difference, 'path'>): void {
    this.#count++;
    if (this.#kept.length < keptDifferences) this.#kept.push({ path: this.#path, ...difference });
  }
}
