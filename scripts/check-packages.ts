// Packs every package as it would be published, looks the tarballs over, installs them with npm in a folder far from the
// workspace, and there runs and type-checks the README's examples and moves some mail. Needs `npm run build` first.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { findPackageFaults } from './find-package-faults.ts';
import { installPackages, packPackages, type Tarball } from './install-packages.ts';
import { parseReadmeExample } from './readme-example.ts';
import type { Manifest, WorkspacePackage } from './read-packages.ts';
import { readPackages, workspaceRoot } from './read-packages.ts';
import { writeSampleHome } from './write-sample-home.ts';

const packages = readPackages();
const folder = mkdtempSync(join(tmpdir(), 'sourdine-packages-'));
const faults: string[] = [];
try {
  const tarballs = packPackages(folder);
  for (const tarball of tarballs) faults.push(...(await inspectTarball(tarball)));
  installPackages(folder, tarballs);
  linkFromWorkspace(['vitest', '@types/node']);
  const examples = packages.flatMap(writeExample);
  for (const example of examples) faults.push(...runThere('node', [example]));
  faults.push(...runThere('tsc', typeCheckOptions(examples)));
  const source = writeSampleHome(folder);
  const target = `maildir:${join(folder, 'Maildir')}`;
  for (const args of [['--version'], ['sync', '--jobs', '2', source, target], ['verify', source, target]]) {
    faults.push(...runThere('sourdine', args));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;

async function inspectTarball({ name, file }: Tarball): Promise<readonly string[]> {
  const list = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trimEnd().split('\n');
  const manifest = execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' });
  const files = list.map((path) => path.replace(/^package\//, ''));
  const found = findPackageFaults({ files, manifest: JSON.parse(manifest) as Manifest });
  const bytes = readFileSync(file);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  const said = messages.map((message) => formatMessage(message, pkg ?? {}, { color: false }) ?? message.code);
  return [...found, ...said].map((fault) => `${name}: ${fault}`);
}

function linkFromWorkspace(names: readonly string[]): void {
  for (const name of names) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(workspaceRoot, 'node_modules', name)), link);
  }
}

/** The name of the file; nothing where the package has no example, which a test of the workspace finds. */
function writeExample({ shortName, folder: from }: WorkspacePackage): readonly string[] {
  const readme = join(from, 'README.md');
  const example = existsSync(readme) ? parseReadmeExample(readFileSync(readme, 'utf8')) : undefined;
  if (example === undefined) return [];
  const name = `example-of-${shortName}.ts`;
  writeFileSync(join(folder, name), example);
  return [name];
}

/** A strict user's options; skipLibCheck is off, so the declarations are checked as well. */
function typeCheckOptions(examples: readonly string[]): readonly string[] {
  const options = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,esnext.disposable,esnext.iterator'];
  return [...options, '--module', 'nodenext', '--types', 'node', '--ignoreConfig', ...examples];
}

/** Runs a command in the folder of the installed packages; what it said is the fault, if it fails. */
function runThere(file: string, args: readonly string[]): readonly string[] {
  const env = { ...process.env, PATH: `${join(folder, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 0) return [];
  const said = error === undefined ? `${stdout}${stderr}` : error.message;
  return [`${file} ${args.join(' ')}, with the packed packages:\n${said}`];
}
