import { asMailError, type Diagnostic, type Limits, MailError } from '@sourdine/core';
import { detectFormat, sniffBytes } from './file-format.ts';
import type { FoundFile } from './home-walk.ts';
import { MailFile } from './mail-file.ts';
import { parseMailboxList, resolveMailboxName } from './mailbox-list.ts';
import type { MboxSourceOptions } from './mbox-source-options.ts';

/** Where what goes wrong and what is odd is noted. */
interface Findings {
  readonly errors: MailError[];
  readonly diagnostics: Diagnostic[];
}

/** The files of a home that are wanted whatever they look like: subscribed, or asked for. */
export class WantedFiles {
  readonly #options: MboxSourceOptions;
  readonly #limits: Limits;
  readonly #findings: Findings;
  /** Keys of those that are asked for. */
  readonly #asked = new Set<string>();
  /** By key. */
  readonly #files = new Map<string, readonly Buffer[]>();

  constructor(options: MboxSourceOptions, limits: Limits, findings: Findings) {
    this.#options = options;
    this.#limits = limits;
    this.#findings = findings;
  }

  /**
   * Names of the subscription file that are within the account; undefined where there is none to be read. Where they mean
   * files, those are wanted from now on.
   */
  readSubscriptions(): readonly Buffer[] | undefined {
    const name = this.#options.subscriptions ?? '.mailboxlist';
    const location = { root: this.#options.home, parts: name.split('/').map((part) => Buffer.from(part)) };
    try {
      using file = MailFile.open(location);
      if (file.size > this.#limits.controlFileBytes) throw tooLong(file.name);
      return parseMailboxList(file.head(file.size)).filter((line) => this.#want(line, false));
    } catch (error) {
      const known = asMailError(error, { code: 'MBOX_UNREADABLE', scope: 'mailbox', side: 'source' });
      if (known.code !== 'MBOX_NOT_FOUND') this.#findings.errors.push(known);
      return undefined;
    }
  }

  /** Throws, with scope `account`, where the name leads out of the account. */
  ask(name: string): void {
    this.#want(Buffer.from(name), true);
  }

  has(file: FoundFile): boolean {
    return this.#files.has(keyOf(file.parts));
  }

  /** Wanted files that the walk did not come to, such as those whose name begins with a dot. */
  lookUpElsewhere(walked: readonly FoundFile[]): FoundFile[] {
    const seen = new Set(walked.map(({ parts }) => keyOf(parts)));
    return [...this.#files].flatMap(([key, parts]) => (seen.has(key) ? [] : this.#lookUp(parts)));
  }

  /** False for a name that leads out of the account. */
  #want(name: Buffer, asked: boolean): boolean {
    const named = resolveMailboxName(name, this.#options.home);
    if (named.kind === 'file') {
      this.#files.set(keyOf(named.parts), named.parts);
      if (asked) this.#asked.add(keyOf(named.parts));
    }
    if (named.kind !== 'outside') return true;
    const text = name.toString();
    if (asked)
      throw new MailError(`No mailbox of this account: ${text}`, {
        code: 'MBOX_BAD_OPTION',
        scope: 'account',
        side: 'usage',
      });
    this.#findings.diagnostics.push({
      level: 'note',
      code: 'MBOX_SUBSCRIPTION_OUTSIDE',
      message: `A subscription names something outside this account: ${text}`,
    });
    return false;
  }

  #lookUp(parts: readonly Buffer[]): FoundFile[] {
    try {
      using file = MailFile.open({ root: this.#options.home, parts });
      const { size, token, identity } = file;
      return [{ parts, size, token, identity, format: detectFormat(file.head(sniffBytes)) }];
    } catch (error) {
      const known = asMailError(error, { code: 'MBOX_UNREADABLE', scope: 'mailbox', side: 'source' });
      if (known.code === 'MBOX_UNREADABLE' || this.#asked.has(keyOf(parts))) this.#findings.errors.push(known);
      return [];
    }
  }
}

/** Equal for one file alone, and for maps. */
export function keyOf(parts: readonly Buffer[]): string {
  return parts.map((part) => part.toString('latin1')).join('/');
}

function tooLong(file: string): MailError {
  const at = { file };
  return new MailError('The list of subscriptions is longer than the limit', {
    code: 'MBOX_LIST_TOO_LONG',
    scope: 'mailbox',
    side: 'source',
    at,
  });
}
