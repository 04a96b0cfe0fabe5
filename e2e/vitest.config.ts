import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Sources are read as they are; without the condition each workspace package would answer with its last build. */
const conditions = ['source', 'module', 'node', 'development|production'];

const resolution = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['source', 'node'] } },
};

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  ...resolution,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // What passes only the second time is printed as such, and is to be mended (docs/status.md names what is known); it
    // does not hold back everything else.
    retry: process.env['CI'] ? 1 : 0,
    // Only a limit for what hangs: on a busy machine a server takes many seconds to start anew.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A state is waited for as long as the test lasts: on a busy machine a second is nothing.
    expect: { poll: { timeout: 15_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'contract/**/*.test.ts',
            'backend/src/**/*.test.ts',
            'frontend/src/**/*.test.{ts,tsx}',
            'docker/supervisor-lock.test.mjs',
          ],
        },
      },
      {
        extends: true,
        test: { name: 'api', include: ['e2e/suite/**/*.test.ts', 'e2e/api/**/*.test.ts', 'docker/start.test.mjs'] },
      },
      {
        extends: true,
        // One after the other: each has a site of its own, with hundreds of pages on it.
        test: { name: 'faults', include: ['e2e/faults/**/*.test.ts'], fileParallelism: false },
      },
    ],
  },
});
