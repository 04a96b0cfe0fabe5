// What tests, benches and gates need around them: `node docker/services.mjs <program> <args>` starts a PostgreSQL and
// a Redis, names them in the environment of the command, and ends with its exit code. `--durable` before the program
// makes PostgreSQL wait for the disk, as people's own does: benches count that.
//   TEST_DATABASE_ADMIN_URL  a superuser's address; each suite creates databases of its own on that server
//   TEST_REDIS_URL           absent where there is no Redis: what needs it is skipped
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { cacheDirectory } from './paths.mjs';
import { onStop } from './processes.mjs';
import { startRedis } from './redis.mjs';
import { AlreadyRunning } from './supervisor-lock.mjs';

/** As many test runs at a time as anyone starts by hand. */
const SLOTS = 16;

/**
 * A PostgreSQL that forgets everything and a Redis, as the variables that name them.
 *
 * Shape: `{ env, stop() }`. What the caller's environment names already (TEST_DATABASE_URL, TEST_REDIS_URL) is used.
 */
export async function startServices({ isDurable = false } = {}) {
  const { TEST_DATABASE_URL: given, TEST_REDIS_URL: givenRedis } = process.env;
  const [postgres, redis] = await Promise.all([
    given ? undefined : startForgetfulPostgres(isDurable),
    givenRedis ? undefined : startRedis(),
  ]);
  const redisUrl = givenRedis ?? redis?.url;
  return {
    env: {
      TEST_DATABASE_ADMIN_URL: given ?? postgres.url,
      ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
    },
    async stop() {
      await Promise.all([postgres?.stop(), redis?.stop()]);
    },
  };
}

/** A data folder that no other run uses, emptied: with fsync off, one that was killed may be damaged. */
async function startForgetfulPostgres(isDurable) {
  for (let slot = 1; slot <= SLOTS; slot += 1) {
    try {
      return await startPostgres({
        dataDir: path.join(cacheDirectory, `test-postgres-${slot}`),
        isDurable,
        isFresh: true,
        flags: ['-c', 'max_connections=300', '-c', 'shared_preload_libraries=pg_stat_statements'],
      });
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) {
        throw error;
      }
    }
  }
  throw new Error(`All ${SLOTS} test databases in ${cacheDirectory} are in use.`);
}

if (process.argv[1] === import.meta.filename) {
  const isDurable = process.argv[2] === '--durable';
  const [program, ...args] = process.argv.slice(isDurable ? 3 : 2);
  const services = await startServices({ isDurable });
  const command = program === 'node' ? process.execPath : program;
  const child = spawn(command, args, {
    cwd: process.cwd(),
    env: { ...process.env, ...services.env },
    stdio: 'inherit',
  });
  onStop(() => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  await services.stop();
  process.exit(code ?? 1);
}
