import { defineConfig } from 'vitest/config';

/** Heavy suites (ffmpeg, database, browser) run one file after another: the machine is the bottleneck. */
const oneAfterAnother = {
  globalSetup: ['test/support/global-setup.ts'],
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    projects: [
      // Properties run hundreds of cases: on a busy machine they outlast the usual five seconds.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'contracts', include: ['test/contracts/**/*.test.ts'], ...oneAfterAnother } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...oneAfterAnother } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...oneAfterAnother } },
    ],
  },
});
