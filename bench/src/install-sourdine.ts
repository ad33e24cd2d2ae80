import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from './run-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds and packs every package and installs the tarballs as a site would. Answers the path of the command's script. */
export async function installSourdine(scratch: string): Promise<string> {
  process.stderr.write('building and installing sourdine\n');
  const tarballs = path.join(scratch, 'tarballs');
  const site = path.join(scratch, 'site');
  mkdirSync(tarballs);
  mkdirSync(site);
  chmodSync(scratch, 0o755);
  await runProcess(['pnpm', 'run', 'build'], { cwd: root });
  await runProcess(['pnpm', '--recursive', '--filter', './packages/*', 'pack', '--pack-destination', tarballs], {
    cwd: root,
  });
  writeFileSync(path.join(site, 'package.json'), '{ "private": true }\n');
  const files = readdirSync(tarballs).map((name) => path.join(tarballs, name));
  await runProcess(['npm', 'install', '--no-audit', '--no-fund', '--omit=peer', ...files], { cwd: site });
  return path.join(site, 'node_modules/@sourdine/cli/bin/sourdine.js');
}
