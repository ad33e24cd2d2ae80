import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The part of a package.json that the checks look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly types?: string;
  readonly exports?: unknown;
  readonly bin?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  /** Name of its folder: `core-flags` of `@sourdine/core-flags`. */
  readonly shortName: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The workspace's root. */
export const workspaceRoot: string = dirname(import.meta.dirname);

/** The packages that are published, by name. */
export function readPackages(): readonly WorkspacePackage[] {
  const parent = join(workspaceRoot, 'packages');
  return readdirSync(parent)
    .filter((shortName) => existsSync(join(parent, shortName, 'package.json')))
    .sort()
    .map((shortName) => {
      const folder = join(parent, shortName);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
      return { shortName, folder, manifest };
    });
}
