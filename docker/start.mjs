// `npm start`
import path from 'node:path';
import { inRoot, serverFile } from './paths.mjs';
import { runServer } from './run-server.mjs';

await runServer({ main: serverFile.main, dataDir: path.resolve(process.env.DATA_DIR || inRoot('.data')) });
