import { chmodSync, cpSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createDsync,
  createFloor,
  createMb2md,
  createSourdine,
  messageSizes,
  sourdineCommand,
  type Workplace,
} from './contender.ts';
import { type GeneratedHome, generateHome } from './generate-home.ts';
import { type ProcessOptions, runProcess } from './run-process.ts';

export interface ConvertOptions {
  readonly bin: string;
  readonly title: string;
  /** The file system to work on. */
  readonly folder: string;
  readonly rounds: number;
  readonly messages: number;
}

export interface ConvertResult {
  readonly title: string;
  readonly home: GeneratedHome;
  /** Milliseconds by contender and round. The first is sourdine. */
  readonly rows: readonly { readonly name: string; readonly ms: readonly number[] }[];
  readonly missing: readonly string[];
  /** A second pass of sourdine with nothing changed: the whole process, and the pass as the engine timed it. */
  readonly secondPass: { readonly ms: readonly number[]; readonly engineMs: readonly number[] };
  readonly firstPassEngineMs: readonly number[];
}

/** Mean message size of the measured homes elsewhere: 340 MB in 20,000 messages. */
const bytesPerMessage = 17_000;

/** Debian's `nobody`: Dovecot refuses to read mail as root, so nobody runs as root here. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * Runs every program in turn, round by round, each on a fresh copy of the same home and into a fresh target. Preparing and
 * cleaning are not timed. One round more is run first and not counted: it fills the page cache and gives the floor its sizes.
 */
export async function benchConvert(options: ConvertOptions): Promise<ConvertResult> {
  const folder = mkdtempSync(path.join(options.folder, 'sourdine-bench-'));
  chmodSync(folder, 0o755);
  try {
    const home = generateHome(path.join(folder, 'original'), {
      messages: options.messages,
      bytes: options.messages * bytesPerMessage,
    });
    return await measure(folder, home, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, home: GeneratedHome, options: ConvertOptions): Promise<ConvertResult> {
  const sizes = path.join(folder, 'sizes.json');
  writeFileSync(sizes, '[]');
  const all = [createSourdine(options.bin), createDsync(), createMb2md(), createFloor(sizes)];
  const contenders = all.filter((contender) => contender.missing === undefined);
  const rows = contenders.map(({ name }) => ({ name, ms: [] as number[] }));
  const secondPass = { ms: [] as number[], engineMs: [] as number[] };
  const firstPassEngineMs: number[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const place = prepare(folder, home);
      const run = await contender.run(place);
      if (i === 0) {
        const second = await runProcess(sourdineCommand(options.bin, place), place.process);
        if (round === 0) writeFileSync(sizes, JSON.stringify(messageSizes(path.join(place.folder, 'Maildir'))));
        else {
          firstPassEngineMs.push(engineMs(run.stdout));
          secondPass.ms.push(second.ms);
          secondPass.engineMs.push(engineMs(second.stdout));
        }
      }
      if (round > 0) rows[i]?.ms.push(run.ms);
      rmSync(place.folder, { recursive: true });
      process.stderr.write(
        `${options.title}, round ${round}/${options.rounds}: ${contender.name} ${run.ms.toFixed(0)} ms\n`,
      );
    }
  }
  const missing = all.flatMap((contender) => contender.missing ?? []);
  return { title: options.title, home, rows, missing, secondPass, firstPassEngineMs };
}

/** A folder of its own with a copy of the home: dsync writes to the mailboxes it reads. */
function prepare(folder: string, home: GeneratedHome): Workplace {
  const place = path.join(folder, 'run');
  mkdirSync(place);
  const original = path.dirname(home.home);
  cpSync(original, path.join(place, 'original'), { recursive: true, preserveTimestamps: true });
  if (unprivileged.uid !== undefined) giveAway(place, unprivileged.uid, unprivileged.gid);
  const copy = { ...home, home: path.join(place, 'original', 'home'), inbox: path.join(place, 'original', 'inbox') };
  return { folder: place, home: copy, process: { ...unprivileged } satisfies ProcessOptions };
}

function giveAway(folder: string, uid: number, gid: number): void {
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(path.join(folder, entry), uid, gid);
}

function engineMs(stdout: string): number {
  const { elapsedMs } = JSON.parse(stdout) as { elapsedMs?: number };
  if (elapsedMs === undefined) throw new Error('sourdine --json gave no elapsedMs');
  return elapsedMs;
}
