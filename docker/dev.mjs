// `npm run dev`: the compiler and the server watch the sources; vite serves the app and passes the rest to the server.
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { inRoot, nodeBin, serverFile } from './paths.mjs';
import { onStop, runNode, startNode, stopChild } from './processes.mjs';

const dataDir = path.resolve(process.env.DATA_DIR || inRoot('.data'));
const children = [];
let startingPostgres;

onStop(() => stopAll(0));
try {
  await runNode('the compiler', [nodeBin.tsc, '-b', 'contract', 'backend']);
  startingPostgres = process.env.DATABASE_URL ? undefined : startPostgres({ dataDir });
  const postgres = await startingPostgres;
  const env = { DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? process.env.DATABASE_URL };
  watch([nodeBin.tsc, '-b', '-w', '--preserveWatchOutput', 'contract', 'backend']);
  watch(['--watch', '--watch-preserve-output', '--enable-source-maps', serverFile.parts], { env });
  watch([nodeBin.vite], { cwd: inRoot('frontend') });
} catch (error) {
  console.error(`zoetrope: ${error.message}`);
  await stopAll(1);
}

/** None of the three ends by itself: when one does, the others are of no use. */
function watch(args, options = {}) {
  const child = startNode(args, options);
  children.push(child);
  child.on('exit', () => void stopAll(1));
}

async function stopAll(exitCode) {
  if (stopAll.isRunning) {
    return;
  }
  stopAll.isRunning = true;
  await Promise.all(children.map((child) => stopChild(child)));
  // Told to stop in the middle of its start: it is let up first, else it would stay behind.
  const postgres = await startingPostgres?.catch(() => undefined);
  await postgres?.stop();
  process.exit(exitCode);
}
