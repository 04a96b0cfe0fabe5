import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Sources are read as they are; without the condition each workspace package would answer with its last build. */
const conditions = ['source', 'module', 'node', 'development|production'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['source', 'node'] } },
  test: {
    include: [
      'contract/**/*.test.ts',
      'backend/src/**/*.test.ts',
      'frontend/src/**/*.test.ts',
      'e2e/suite/**/*.test.ts',
      'e2e/api/**/*.test.ts',
    ],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
