// Builds what changed, brings up the database, runs a server, and ends them in the opposite order.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { startPostgres } from './embedded-postgres.mjs';
import { inRoot, serverFile } from './paths.mjs';
import { onStop, startNode, stopChild } from './processes.mjs';

/**
 * Runs `main`, a file of the built server, on the data in `dataDir` until it or this process is told to stop; `env` goes
 * before our own environment.
 */
export async function runServer({ main, dataDir, reading = 'readConfig', env = {} }) {
  let isStopping = false;
  let startingPostgres;
  let backend;

  onStop(() => stopAll(0));
  try {
    await build();
    await checkSettings({ ...process.env, ...env, DATA_DIR: dataDir }, reading);
    startingPostgres = process.env.DATABASE_URL ? undefined : startPostgres({ dataDir });
    const postgres = await startingPostgres;
    if (postgres) {
      // For commands that are run beside the server, such as reset-link.
      fs.writeFileSync(path.join(dataDir, 'database-url'), postgres.url, { mode: 0o600 });
    }
    void postgres?.exited.then(() => stopAll(1, `the database stopped; its log is in ${postgres.directory}.`));
    if (isStopping) {
      await new Promise(() => {});
    }
    backend = startNode(['--enable-source-maps', main], {
      env: {
        ...env,
        DATA_DIR: dataDir,
        DATABASE_URL: postgres?.url ?? process.env.DATABASE_URL,
        APP_DIR: inRoot('frontend/dist/app'),
      },
    });
    const [code, signal] = await once(backend, 'exit');
    await stopAll(code || 1, code === null ? `the server was ended by ${signal}.` : undefined);
  } catch (error) {
    await stopAll(1, error.message);
  }

  /** The database goes last, so that the server can finish what it has begun. */
  async function stopAll(exitCode, sentence) {
    if (isStopping) {
      return;
    }
    isStopping = true;
    if (sentence) {
      console.error(`zoetrope: ${sentence}`);
    }
    if (backend) {
      await stopChild(backend);
    }
    // Told to stop in the middle of its start: it is let up first, else it would stay behind.
    const postgres = await startingPostgres?.catch(() => undefined);
    await postgres?.stop();
    process.exit(exitCode);
  }
}

/**
 * Has the server's own reading of its settings look at them before anything is made or started.
 *
 * Errors: a sentence that names the first wrong one. Effects: makes the data folder.
 */
async function checkSettings(env, reading) {
  const { [reading]: read } = await import(pathToFileURL(serverFile.config).href);
  // Ours has no address yet; all that is asked of one that is given is that it is one.
  read({ ...env, DATABASE_URL: env.DATABASE_URL || 'postgres://127.0.0.1/ours' });
}
