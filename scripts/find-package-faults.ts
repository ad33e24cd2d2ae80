import type { Manifest } from './read-packages.ts';

/** What came out of a tarball: names of its files, relative to the package, and its package.json. */
export interface PackedPackage {
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/** What a packed package lacks or has too much of, one line each. What publint finds is left to publint. */
export function findPackageFaults({ files, manifest }: PackedPackage): readonly string[] {
  const missing = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts'];
  return [
    ...missing.filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
    ...files.filter(isSource).map((name) => `${name} is source, and is not to be published`),
    ...findSourcePaths(manifest.exports, 'exports'),
    ...findSourcePaths(manifest.bin, 'bin'),
    ...findWorkspaceVersions(manifest),
    ...(manifest.license === 'Apache-2.0' ? [] : ['its license field is not Apache-2.0']),
  ];
}

function isSource(name: string): boolean {
  return name.startsWith('src/') || name.startsWith('test/') || (name.endsWith('.ts') && !name.endsWith('.d.ts'));
}

/** Paths that hold in the workspace alone: `publishConfig` should have replaced them. */
function findSourcePaths(value: unknown, key: string): readonly string[] {
  if (typeof value === 'string') {
    return /^(\.\/)?src\/|(?<!\.d)\.ts$/.test(value) ? [`${key} leads to ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => findSourcePaths(inner, `${key} ${name}`));
}

/** `workspace:` ranges mean nothing to npm: pnpm writes the version in their place. */
function findWorkspaceVersions(manifest: Manifest): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  return Object.entries({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    .filter(([, range]) => range.startsWith('workspace:'))
    .map(([name, range]) => `it depends on ${name} as ${range}`);
}
