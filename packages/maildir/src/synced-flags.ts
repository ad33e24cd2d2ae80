import { createFlags, type Flags, foldKeyword } from '@sourdine/core-flags';
import { LineFile } from './line-file.ts';

const magic = 'sourdine-flags 1';

/**
 * Writes `sourdine-flags`: for each message of ours the flags that the source had when it was last synced. Text, a line a run
 * of messages with equal flags, so that most mailboxes take a few lines:
 *
 *     sourdine-flags 1 <id>
 *     k 0 $Forwarded
 *     1-511 8
 *     512-513 9 0
 *     end
 *
 * that is: first and last UID, system flags as the sum of their bits (core-flags, SystemFlag), numbers of keywords.
 */
export class SyncedFlagsWriter {
  readonly id: string;
  readonly #file: LineFile;
  readonly #keywords = new Map<string, number>();
  #first = 0;
  #last = 0;
  #flags: Flags | undefined;
  #text = '';
  #closed = false;

  constructor(path: string, mode: number, id: string) {
    this.id = id;
    this.#file = new LineFile(path, mode);
    this.#file.write(`${magic} ${id}\n`);
  }

  /** In ascending UID order. Undefined flags are not known. */
  add(uid: number, flags: Flags | undefined): void {
    if (flags !== this.#flags) this.#change(flags, uid);
    this.#last = uid;
  }

  close(sync = false): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#endRun();
    this.#file.write('end\n');
    this.#file.close(sync);
  }

  discard(): void {
    this.#file.discard();
  }

  #change(flags: Flags | undefined, uid: number): void {
    const text = flags === undefined ? '' : this.#format(flags);
    this.#flags = flags;
    if (text === this.#text) return;
    this.#endRun();
    this.#first = uid;
    this.#text = text;
  }

  #endRun(): void {
    if (this.#text !== '') this.#file.write(`${this.#first}-${this.#last} ${this.#text}\n`);
  }

  #format(flags: Flags): string {
    return [flags.system, ...flags.keywords.map((name) => this.#numberOf(name))].join(' ');
  }

  #numberOf(name: string): number {
    const folded = foldKeyword(name);
    const known = this.#keywords.get(folded);
    if (known !== undefined) return known;
    const number = this.#keywords.size;
    this.#keywords.set(folded, number);
    this.#file.write(`k ${number} ${Buffer.from(name).toString('latin1')}\n`);
    return number;
  }
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly flags: Flags;
}

/** The flags as last synced, by UID. */
export class SyncedFlags {
  readonly #runs: readonly Run[];

  private constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  static readonly none: SyncedFlags = new SyncedFlags([]);

  /** A file that is cut off, of another format or of another pass (`id`) tells nothing. */
  static parse(text: string, id: string): SyncedFlags {
    const lines = text.split('\n');
    if (lines[0] !== `${magic} ${id}` || lines.at(-2) !== 'end' || lines.at(-1) !== '') return SyncedFlags.none;
    const keywords: string[] = [];
    const runs: Run[] = [];
    for (const line of lines.slice(1, -2)) {
      const keyword = /^k ([0-9]{1,9}) (.+)$/.exec(line);
      const run = /^([0-9]{1,10})-([0-9]{1,10}) ([0-9]{1,2})((?: [0-9]{1,9})*)$/.exec(line);
      if (keyword !== null && Number(keyword[1]) === keywords.length) {
        keywords.push(Buffer.from(keyword[2] as string, 'latin1').toString('utf8'));
      } else if (run !== null) {
        runs.push(parseRun(run, keywords));
      } else return SyncedFlags.none;
    }
    return new SyncedFlags(runs);
  }

  /** Undefined where not known. */
  get(uid: number): Flags | undefined {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle] as Run).last < uid) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    return run !== undefined && run.first <= uid ? run.flags : undefined;
  }
}

function parseRun(match: RegExpExecArray, keywords: readonly string[]): Run {
  const names = (match[4] as string)
    .split(' ')
    .filter((number) => number !== '')
    .map((number) => keywords[Number(number)])
    .filter((name) => name !== undefined);
  return { first: Number(match[1]), last: Number(match[2]), flags: createFlags(Number(match[3]) & 31, names) };
}
