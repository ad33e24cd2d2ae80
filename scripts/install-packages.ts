import { execFileSync, spawnSync } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackages, type WorkspacePackage } from './read-packages.ts';

export interface Tarball {
  /** Name of the package. */
  readonly name: string;
  readonly file: string;
}

/** Packs every package into a folder as it would be published. They must be built. */
export function packPackages(folder: string): readonly Tarball[] {
  return readPackages().map((each) => packPackage(each, folder));
}

/** Installs the tarballs with npm in the same folder, far from the workspace, as a site would. Throws what npm said. */
export function installPackages(folder: string, tarballs: readonly Tarball[]): void {
  const all = [...tarballs, ...packThirdParties(folder)];
  const dependencies = Object.fromEntries(all.map(({ name, file }) => [name, `file:${file}`]));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  const args = ['install', '--prefer-offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm cannot install the tarballs:\n${stdout}${stderr}`);
}

function packPackage({ folder: cwd, manifest: { name } }: WorkspacePackage, folder: string): Tarball {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.tgz`);
  execFileSync('pnpm', ['pack', '--out', file], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  return { name, file };
}

/**
 * Packs what the packages depend on from the workspace's own node_modules, so that npm need not ask the registry. Peers
 * are the user's to install.
 */
function packThirdParties(folder: string): readonly Tarball[] {
  const found = readPackages().flatMap((each) =>
    Object.keys(each.manifest.dependencies ?? {})
      .filter((name) => !name.startsWith('@sourdine/'))
      .map((name) => ({ name, from: realpathSync(join(each.folder, 'node_modules', name)) })),
  );
  return found.map(({ name, from }) => {
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, from];
    const packed = execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return { name, file: join(folder, packed.trim()) };
  });
}
