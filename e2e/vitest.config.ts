import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than half a minute, the longest first: begun last, each would be waited for alone. */
const LONGEST = [
  'suite/conformance.people.test.ts',
  'suite/conformance.test.ts',
  'docker/start.test.mjs',
  'suite/protocol.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Sources are read as they are; without the condition each workspace package would answer with its last build. */
const conditions = ['source', 'module', 'node', 'development|production'];

/** What `npm run test:long` runs, and `npm test` leaves out. */
const LONG = ['{contract,backend/src,frontend/src,e2e,docker}/**/*.long.test.{ts,tsx,mjs}'];
/** For the other parts; packages bring tests of their own. */
const NOT_LONG = [...configDefaults.exclude, ...LONG];

/** What runs in Node is loaded as Node loads it: the SDK of S3 has, as `module`, files for bundlers only. */
const inNode = ['source', 'node', 'development|production'];

const resolution = {
  resolve: { conditions },
  ssr: { resolve: { conditions: inNode, externalConditions: ['source', 'node'], mainFields: [] } },
};

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  ...resolution,
  test: {
    pool: 'forks',
    // One more than the cores of a small machine: a test is mostly waiting.
    maxWorkers: 3,
    // Of the tests of one file that may run side by side.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
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
          // Files share what they load: it is half of the time otherwise. None leaves anything behind for the next.
          isolate: false,
          include: [
            'contract/**/*.test.ts',
            'backend/src/**/*.test.ts',
            'frontend/src/**/*.test.{ts,tsx}',
            'docker/supervisor-lock.test.mjs',
          ],
          exclude: NOT_LONG,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['e2e/suite/**/*.test.ts', 'e2e/api/**/*.test.ts', 'docker/start.test.mjs'],
          exclude: NOT_LONG,
        },
      },
      {
        extends: true,
        // One after the other: each has a site of its own, with hundreds of pages on it.
        test: { name: 'faults', include: ['e2e/faults/**/*.test.ts'], exclude: NOT_LONG, fileParallelism: false },
      },
      {
        extends: true,
        // Whole clusters, killed processes, seconds of silence: each has the machine to itself.
        test: { name: 'long', include: LONG, exclude: ['**/node_modules/**', '**/.cache/**'], fileParallelism: false },
      },
    ],
  },
});
