// Every check that is no test, in one command; a line each, and what a tool said only where it found something.
//
//     npm run check                  all of them
//     npm run check -- lint types    the ones named
//     npm run fix                    mends what can be mended without a person
import { spawnSync } from 'node:child_process';
import { parseArgs, stripVTControlCharacters } from 'node:util';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** What mends it. */
  readonly fix?: readonly string[];
}

const lint = ['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'];

/** Cheap ones first. `packages` needs what `build` makes. */
const checks: readonly Check[] = [
  { name: 'lint', command: lint, fix: [...lint, '--fix'] },
  { name: 'format', command: ['oxfmt', '--check'], fix: ['oxfmt'] },
  { name: 'types', command: ['tsc', '--project', '.'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'build', command: ['turbo', 'run', 'build', '--continue', '--output-logs=errors-only'] },
  { name: 'packages', command: ['node', 'scripts/check-packages.ts'] },
];

/** Runs one command and prints how it went; true if it found nothing. */
function runCheck(name: string, [file = '', ...args]: readonly string[]): boolean {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(9)}${seconds.padStart(6)} s`);
  if (status !== 0) console.log(stripVTControlCharacters(`\n${stdout}${stderr}${error?.message ?? ''}\n`));
  return status === 0;
}

function selectChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    console.error(`There is no check "${unknown}"; there are: ${checks.map((check) => check.name).join(', ')}.`);
    process.exit(2);
  }
  return names.length === 0 ? checks : checks.filter((check) => names.includes(check.name));
}

const { values, positionals } = parseArgs({ options: { fix: { type: 'boolean' } }, allowPositionals: true });
const selected = selectChecks(positionals);
const results = values.fix
  ? selected.flatMap(({ name, fix }) => (fix ? [runCheck(name, fix)] : []))
  : selected.map(({ name, command }) => runCheck(name, command));
if (results.includes(false)) process.exitCode = 1;
