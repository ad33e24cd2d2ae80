import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type { GeneratedHome } from './generate-home.ts';
import { type ProcessOptions, type ProcessRun, runProcess } from './run-process.ts';

/** Where one run of one program works: made anew for each run. */
export interface Workplace {
  /** An empty folder of the run's own. */
  readonly folder: string;
  /** A copy of the home that the program may write to. */
  readonly home: GeneratedHome;
  readonly process: ProcessOptions;
}

export interface Contender {
  readonly name: string;
  /** Undefined where it can run; else why not. */
  readonly missing: string | undefined;
  run(place: Workplace): Promise<ProcessRun>;
}

const threads = 2;

/** Our own command as it is installed; see install-sourdine.ts. */
export function createSourdine(bin: string): Contender {
  return {
    name: 'sourdine',
    missing: undefined,
    run: (place) => runProcess(sourdineCommand(bin, place), place.process),
  };
}

/** The same command is the first and every later pass. */
export function sourdineCommand(bin: string, { folder, home }: Workplace): readonly string[] {
  const source = `mbox:${home.home}?inbox=${home.inbox}&folders=mail`;
  const target = `maildir:${folder}/Maildir`;
  return [process.execPath, bin, 'sync', source, target, '--json', '--quiet', '--jobs', String(threads)];
}

/** `doveadm backup` from mbox to Maildir, as an admin would call it. */
export function createDsync(): Contender {
  return {
    name: 'dsync',
    missing: whyMissing('doveadm'),
    run: async (place) => {
      const config = path.join(place.folder, 'dovecot.conf');
      writeFileSync(config, dovecotConfig(place.folder));
      const source = `mbox:${place.home.home}/mail:INBOX=${place.home.inbox}`;
      const env = { ...process.env, USER: 'bench', HOME: place.folder };
      return runProcess(['doveadm', '-c', config, 'backup', '-R', source], { ...place.process, env });
    },
  };
}

function dovecotConfig(folder: string): string {
  return [
    `mail_location = maildir:${folder}/Maildir`,
    `base_dir = ${folder}/run`,
    `log_path = ${folder}/dovecot.log`,
    'first_valid_uid = 1',
    'namespace inbox {\n  inbox = yes\n  separator = /\n}\n',
  ].join('\n');
}

/** mb2md takes folders and inbox in two calls. */
export function createMb2md(): Contender {
  return {
    name: 'mb2md',
    missing: whyMissing('mb2md'),
    run: async (place) => {
      const target = path.join(place.folder, 'Maildir');
      const env = { ...process.env, HOME: place.folder };
      const script = 'mb2md -s "$1/mail" -R -d "$3" && mb2md -s "$2" -d "$3"';
      return runProcess(['sh', '-c', script, 'sh', place.home.home, place.home.inbox, target], {
        ...place.process,
        env,
      });
    },
  };
}

/** Bare system calls for the files that sourdine wrote in an earlier run; `sizes` is a JSON file of messageSizes. */
export function createFloor(sizes: string): Contender {
  const typed = readFileSync(new URL('write-floor.ts', import.meta.url), 'utf8');
  const program = path.join(path.dirname(sizes), 'write-floor.mjs');
  // Without its types, so that Node does not take time to strip them in each thread.
  writeFileSync(program, stripTypeScriptTypes(typed));
  return {
    name: `floor, ${threads} threads`,
    missing: undefined,
    run: ({ folder, process: options }) =>
      runProcess([process.execPath, program, path.join(folder, 'floor'), sizes, String(threads)], options),
  };
}

/** Sizes of the message files of a Maildir++, by folder. */
export function messageSizes(maildir: string): readonly (readonly number[])[] {
  const folders = ['.', ...readdirSync(maildir).filter((name) => name.startsWith('.'))];
  return folders.map((folder) => {
    const cur = path.join(maildir, folder, 'cur');
    return readdirSync(cur).map((name) => statSync(path.join(cur, name)).size);
  });
}

function whyMissing(program: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  return found ? undefined : `${program} is not installed`;
}
