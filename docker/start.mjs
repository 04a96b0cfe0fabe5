// `npm start`
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { runServer } from './run-server.mjs';

await runServer({ main: 'backend/dist/main.js', dataDir: path.resolve(process.env.DATA_DIR || inRoot('.data')) });
