import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../scripts/read-packages.ts';
import { readPackages } from '../scripts/read-packages.ts';
import type { PackageSources } from './find-forbidden-edges.ts';
import { findForbiddenEdges, parseSpecifiers } from './find-forbidden-edges.ts';

function readPackageSources(): readonly PackageSources[] {
  return readPackages().map((each) => {
    const names = globSync(['src/**/*.ts', 'test/**/*.ts'], { cwd: each.folder });
    const files = names.map((name) => join(each.folder, name));
    return { ...each, files: new Map(files.map((file) => [file, readFileSync(file, 'utf8')])) };
  });
}

/** A package that never was: its findings show that the check can fail. */
function inventPackage(
  shortName: string,
  manifest: Partial<Manifest>,
  files: Readonly<Record<string, string>> = {},
): PackageSources {
  const folder = `/packages/${shortName}`;
  return {
    shortName,
    folder,
    manifest: { name: `@sourdine/${shortName}`, version: '0.0.0', ...manifest },
    files: new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text])),
  };
}

describe('the packages', () => {
  const packages = readPackageSources();

  test('import no package that the design does not let them import', () => {
    expect(findForbiddenEdges(packages)).toEqual([]);
  });

  test('are read with their imports', () => {
    const core = packages.find((each) => each.shortName === 'core');
    const specifiers = [...(core?.files.values() ?? [])].flatMap(parseSpecifiers);
    expect(specifiers).toContain('@sourdine/core-flags');
    expect(specifiers).toContain('./mail-error.ts');
  });
});

describe('the check', () => {
  test('finds a forbidden dependency in a manifest, of whichever kind', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      const mbox = inventPackage('mbox', { [kind]: { '@sourdine/maildir': 'workspace:^' } });
      expect(findForbiddenEdges([mbox])).toEqual([`mbox: ${kind} of its package.json name @sourdine/maildir`]);
    }
  });

  test.for([
    ['a store that imports a store', 'mbox', "import { createMaildirSink } from '@sourdine/maildir';"],
    ['an engine that imports a store', 'sync', "export * from '@sourdine/mbox';"],
    ['a type alone', 'core', "import type { SyncPlan } from '@sourdine/sync';"],
    ['an import at run time', 'maildir', "const cli = await import('@sourdine/cli');"],
    ['an import for its effects', 'core-flags', "import '@sourdine/core';"],
    ['the suites outside of a test', 'sync', "import { memorySource } from '@sourdine/conformance';"],
    ['a path into another package', 'cli', "import { x } from '@sourdine/core/src/limits.ts';"],
    ['the oracle outside of a test', 'mbox', "import { corpus } from '../../../oracle/src/corpus.ts';"],
    ['a path out of the package', 'mbox', "import { x } from '../../maildir/src/index.ts';"],
  ] as const)('finds %s', ([, shortName, text]) => {
    expect(findForbiddenEdges([inventPackage(shortName, {}, { 'src/a.ts': text })])).toHaveLength(1);
  });

  test('finds a package that nobody has placed', () => {
    expect(findForbiddenEdges([inventPackage('imap', {})])).toHaveLength(1);
  });

  test('lets the allowed ones pass, and the suites in tests', () => {
    const sync = inventPackage(
      'sync',
      {
        dependencies: { '@sourdine/core': 'workspace:^' },
        devDependencies: { '@sourdine/conformance': 'workspace:^' },
      },
      {
        'src/a.ts': "import type { Source } from '@sourdine/core';\nimport { b } from './b.ts';",
        'src/c.ts': "/**\n * import { readMbox } from '@sourdine/mbox';\n */\n// import '@sourdine/mbox';\n",
        'test/a.test.ts': "import { memorySource } from '@sourdine/conformance';\nimport { a } from '../src/a.ts';",
        'test/b.test.ts': "import { corpus } from '../../../oracle/src/corpus.ts';",
      },
    );
    expect(findForbiddenEdges([sync])).toEqual([]);
  });
});
