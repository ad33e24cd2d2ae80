import { expect, test } from 'vitest';
import type { PackedPackage } from '../scripts/find-package-faults.ts';
import { findPackageFaults } from '../scripts/find-package-faults.ts';

const good: PackedPackage = {
  files: ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'],
  manifest: {
    name: '@sourdine/invented',
    version: '1.0.0',
    license: 'Apache-2.0',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    bin: { invented: './dist/bin.js' },
    dependencies: { '@sourdine/core': '^1.0.0' },
  },
};

function findWith(manifest: Partial<PackedPackage['manifest']>, files = good.files): readonly string[] {
  return findPackageFaults({ files, manifest: { ...good.manifest, ...manifest } });
}

test('nothing is wrong with a package that is as it should be', () => {
  expect(findPackageFaults(good)).toEqual([]);
});

test('a missing licence, README or declaration is found', () => {
  expect(findWith({}, ['package.json', 'dist/index.js'])).toEqual([
    'README.md is missing',
    'LICENSE is missing',
    'dist/index.d.ts is missing',
  ]);
});

test('source and tests in the tarball are found', () => {
  const files = [...good.files, 'src/index.ts', 'test/a.test.js', 'dist/worker.ts'];
  expect(findWith({}, files)).toHaveLength(3);
});

test('paths into the source are found', () => {
  expect(findWith({ exports: './src/index.ts' })).toEqual(['exports leads to ./src/index.ts']);
  expect(findWith({ exports: { '.': { default: './src/index.js' } } })).toEqual([
    'exports . default leads to ./src/index.js',
  ]);
  expect(findWith({ bin: { invented: 'src/bin.ts' } })).toEqual(['bin invented leads to src/bin.ts']);
});

test('a version that npm cannot read is found', () => {
  expect(findWith({ dependencies: { '@sourdine/core': 'workspace:^' } })).toEqual([
    'it depends on @sourdine/core as workspace:^',
  ]);
});

test('another licence is found', () => {
  expect(findWith({ license: 'MIT' })).toEqual(['its license field is not Apache-2.0']);
});
