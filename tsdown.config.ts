import { defineConfig, type UserConfig } from 'tsdown';

/** One build for every package: ESM and declarations, dependencies left outside. What is started by path adds its entry. */
const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node24',
  dts: { oxc: true },
  clean: true,
  fixedExtension: false,
});

export default config;
