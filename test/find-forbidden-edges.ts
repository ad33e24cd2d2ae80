import { relative, resolve } from 'node:path';
import type { Manifest } from '../scripts/read-packages.ts';

/** One package as the check sees it: its manifest and its source files, by absolute path. */
export interface PackageSources {
  readonly shortName: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Which packages a package may import, in what it publishes: the arrows of the design. A new package gets a row here, and
 * the row is what a reviewer looks at.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'core-flags': [],
  core: ['core-flags'],
  mbox: ['core-flags', 'core'],
  maildir: ['core-flags', 'core'],
  sync: ['core-flags', 'core'],
  conformance: ['core-flags', 'core', 'sync'],
  cli: ['core-flags', 'core', 'mbox', 'maildir', 'sync'],
};

/** Tests may import this as well, whosever they are, and files of `oracle/`, for what real programs said of golden files. */
const allowedInTests = 'conformance';

const scope = '@sourdine/';

/** Every edge that the design does not allow, one line each: in manifests and in imports. */
export function findForbiddenEdges(packages: readonly PackageSources[]): readonly string[] {
  return packages.flatMap((each) => {
    if (!(each.shortName in allowed)) return [`${each.shortName}: has no row in the table of allowed imports`];
    return [...findInManifest(each), ...[...each.files].flatMap(([file, text]) => findInFile(each, file, text))];
  });
}

function isAllowed(from: string, to: string, inTest: boolean): boolean {
  return to === from || (allowed[from] ?? []).includes(to) || (inTest && to === allowedInTests);
}

function findInManifest({ shortName, manifest }: PackageSources): readonly string[] {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
  return kinds.flatMap((kind) =>
    Object.keys(manifest[kind] ?? {})
      .filter((name) => name.startsWith(scope))
      .filter((name) => !isAllowed(shortName, name.slice(scope.length), kind === 'devDependencies'))
      .map((name) => `${shortName}: ${kind} of its package.json name ${name}`),
  );
}

function findInFile({ shortName, folder }: PackageSources, file: string, text: string): readonly string[] {
  const name = relative(folder, file);
  const inTest = name.startsWith('test/') || name.endsWith('.test.ts');
  return parseSpecifiers(text).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = relative(folder, resolve(file, '..', specifier));
      const isOutside = target.startsWith('..') && !(inTest && target.startsWith('../../oracle/'));
      return isOutside ? [`${shortName}: ${name} reaches out of its package with ${specifier}`] : [];
    }
    if (!specifier.startsWith(scope)) return [];
    const [to = '', ...inside] = specifier.slice(scope.length).split('/');
    if (inside[0] === 'src') return [`${shortName}: ${name} reaches into another package with ${specifier}`];
    return isAllowed(shortName, to, inTest) ? [] : [`${shortName}: ${name} imports ${specifier}`];
  });
}

/** What a file imports and re-exports, types included. Comments, whose examples are no imports, are left out. */
export function parseSpecifiers(text: string): readonly string[] {
  const code = text.replace(/^\s*\/\*.*?\*\//gms, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/\b(?:from|import)\s*\(?\s*(['"`])([^'"`\n]+)\1/g)].map((match) => match[2] ?? '');
}
