// Installs what the workspace needs, if it is not there yet, then runs the command given, if any:
//
//     node scripts/setup.mjs [COMMAND ARGUMENT...]
//
// Plain JavaScript for Node 20: it runs on the machine's own Node, before Node 24 has come from npm. The command runs with
// node_modules/.bin first on PATH, so its `node` is Node 24.
import { spawn } from 'node:child_process';
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const binFolder = join(root, 'node_modules', '.bin');
const installRecord = join(root, 'node_modules', '.modules.yaml');
const lockfile = join(root, 'pnpm-lock.yaml');

if (needsInstall()) await install();
else if (process.argv.length === 2) console.log('Already installed.');
const [command, ...args] = process.argv.slice(2);
if (command) process.exitCode = await run(command, args);

/** pnpm writes its record last, so a broken-off install has none, or an old one. */
function needsInstall() {
  const installed = modificationTime(installRecord);
  return installed < modificationTime(lockfile) || modificationTime(join(binFolder, 'node')) === 0;
}

/** Milliseconds; 0 for a file that is not there. */
function modificationTime(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(
    `Installing what Sourdine is built and tested with (${packageManager}); the first time takes a minute ...`,
  );
  const started = Date.now();
  const { status, output } = await capture('npx', ['--yes', packageManager, 'install', '--frozen-lockfile']);
  if (status !== 0) fail(output);
  // Where nothing was to be done, pnpm leaves its record as old as it was.
  const now = new Date();
  utimesSync(installRecord, now, now);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

function fail(output) {
  const lines = output.trimEnd().split('\n');
  console.error(lines.slice(-25).join('\n'));
  console.error('\nThe installation failed; the end of what pnpm said is above.');
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT)\b|error sending request|dns error/i.test(
      output,
    )
  ) {
    console.error('The npm registry did not answer: check the network, or the proxy that `npm config list` shows.');
  }
  console.error('Nothing is lost by running the same command again.');
  process.exit(1);
}

/** Runs to the end in the workspace's root; resolves with what was printed on either stream, in order. */
function capture(file, argv) {
  return new Promise((resolve) => {
    const env = { ...process.env, npm_config_fetch_retries: '1', npm_config_update_notifier: 'false' };
    const child = spawn(file, argv, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: 1, output: `${output}${file}: ${error.message}\n` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** Runs a command on this terminal; resolves with its exit code, as a shell would give it. */
function run(file, argv) {
  return new Promise((resolve) => {
    const path = `${binFolder}${delimiter}${process.env.PATH ?? ''}`;
    const child = spawn(file, argv, {
      env: { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1' },
      stdio: 'inherit',
    });
    // The terminal sends Ctrl-C to both; this process stays until the command has ended.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
    }
    child.on('error', (error) => {
      console.error(`${file}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
