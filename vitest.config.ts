import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Heavy suites: ffmpeg, database, browser. Each file has a database and folders of its own. */
const heavy = {
  globalSetup: ['test/support/global-setup.ts'],
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

/** Browsers come last and one after another: what they wait for is drawn in time only where nothing else runs. */
const alone = { fileParallelism: false, sequence: { groupOrder: 1 } };

export default defineConfig({
  test: {
    // As many files at a time as there are cores; on large machines the one PostgreSQL's connections are the bound.
    maxWorkers: Math.min(4, availableParallelism()),
    projects: [
      // Properties run hundreds of cases: on a busy machine they outlast the usual five seconds.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'contracts', include: ['test/contracts/**/*.test.ts'], ...heavy } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...heavy } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...heavy, ...alone } },
    ],
  },
});
