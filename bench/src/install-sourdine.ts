import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { installPackages, packPackages } from '../../scripts/install-packages.ts';
import { workspaceRoot } from '../../scripts/read-packages.ts';
import { runProcess } from './run-process.ts';

/** Builds and packs every package and installs the tarballs as a site would. Answers the path of the command's script. */
export async function installSourdine(scratch: string): Promise<string> {
  process.stderr.write('building and installing sourdine\n');
  const site = path.join(scratch, 'site');
  mkdirSync(site);
  chmodSync(scratch, 0o755);
  await runProcess(['pnpm', 'run', 'build'], { cwd: workspaceRoot });
  installPackages(site, packPackages(site));
  return path.join(site, 'node_modules/@sourdine/cli/bin/sourdine.js');
}
