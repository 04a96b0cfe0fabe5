import path from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['source', 'module', 'node', 'development|production'];

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..', '..'),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['source', 'node'] } },
  test: { include: ['e2e/gates/mutation.test.ts'], pool: 'forks', testTimeout: 600_000 },
});
