// `npm run reset-link -- <sign-in name>`: runs the server's own command on the database that `npm start` uses, running or not.
import fs from 'node:fs';
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { inRoot, serverFile } from './paths.mjs';
import { endOfNode } from './processes.mjs';
import { AlreadyRunning } from './supervisor-lock.mjs';

const dataDir = path.resolve(process.env.DATA_DIR || inRoot('.data'));
const urlFile = path.join(dataDir, 'database-url');
let ours;

try {
  const command = serverFile.resetLink;
  if (!fs.existsSync(command)) {
    throw new Error('nothing is built yet; run npm start once.');
  }
  const url = process.env.DATABASE_URL || (await findDatabase());
  // What is wrong it says itself.
  const end = await endOfNode([command, ...process.argv.slice(2)], { env: { DATA_DIR: dataDir, DATABASE_URL: url } });
  process.exitCode = end === 0 ? 0 : 1;
} catch (error) {
  console.error(`zoetrope: ${error.message}`);
  process.exitCode = 1;
}
await ours?.stop();

/** That of the running server, or our own on its data until the command has ended. */
async function findDatabase() {
  if (!fs.existsSync(urlFile)) {
    throw new Error(`npm start has made no database in ${dataDir} yet.`);
  }
  try {
    ours = await startPostgres({ dataDir });
    return ours.url;
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) {
      throw error;
    }
    return fs.readFileSync(urlFile, 'utf8');
  }
}
