import { defineConfig, type UserConfig } from 'tsdown';

/**
 * One build for every package: ESM and declarations, dependencies left outside. A worker is a file of its own, since it is
 * started by its path.
 */
const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/*-worker.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node24',
  dts: { oxc: true },
  clean: true,
  fixedExtension: false,
});

export default config;
