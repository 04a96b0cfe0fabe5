// `npm run demo`: on data of its own, so that it never meets real accounts by accident, and for this machine alone unless
// HOST says otherwise, since everybody knows its password.
import path from 'node:path';
import { inRoot, serverFile } from './paths.mjs';
import { runServer } from './run-server.mjs';

await runServer({
  main: serverFile.demo,
  dataDir: path.resolve(process.env.DATA_DIR || inRoot('.data-demo')),
  reading: 'readDemoConfig',
  env: { HOST: process.env.HOST || '127.0.0.1' },
});
