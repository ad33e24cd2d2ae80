import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests that ask real programs. They fail, not skip, where `oracle/install` has not been run. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['oracle/test/**/*.test.ts', 'packages/*/test/**/*.oracle.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The programs share one account of the machine.
    fileParallelism: false,
  },
});

export default config;
