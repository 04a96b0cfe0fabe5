// The steps of the Dockerfile without Docker: the same COPY and RUN lines in empty folders, then the CMD against a
// PostgreSQL of our own, until it answers. Says nothing about the base image: it runs on the Node that runs this.
//   node docker/try-image.mjs
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from './embedded-postgres.mjs';
import { findFreePort } from './free-port.mjs';
import { inRoot, root } from './paths.mjs';

const PATIENCE_MS = 60_000;
/** What a build would not be sent, and what is not ours to do here: another user, another folder, programs of the machine. */
const isIgnored = /(^|\/)(node_modules|dist|\.git|\.cache|\.data[^/]*)(\/|$)|\.tsbuildinfo$/u;
const isOfTheMachine = /\/data\b|^apt-get /u;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zoetrope-image-'));
fs.chmodSync(folder, 0o755);
let stage;
let stageCount = 0;
const stages = {};
const env = {};
let command;
try {
  for (const line of readInstructions()) {
    const [, word, rest] = /^(\w+)\s+(.*)$/u.exec(line);
    take(word, rest);
  }
  await run();
  console.log('The image would start and answer.');
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

function readInstructions() {
  const lines = fs.readFileSync(inRoot('docker/Dockerfile'), 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function take(word, rest) {
  switch (word) {
    case 'FROM': {
      stage = path.join(folder, `stage-${(stageCount += 1)}`);
      fs.mkdirSync(stage);
      const name = / AS (\w+)/u.exec(rest)?.[1];
      if (name) stages[name] = stage;
      break;
    }
    case 'COPY':
      copy(rest);
      break;
    case 'RUN':
      if (isOfTheMachine.test(rest)) break;
      console.log(`RUN ${rest}`);
      if (spawnSync('sh', ['-c', rest], { cwd: stage, stdio: 'inherit' }).status !== 0) throw new Error(`RUN ${rest}`);
      break;
    case 'ENV':
      for (const pair of rest.split(' ')) {
        const [name, value] = pair.split('=');
        env[name] = value.replace('/app', stage).replace('/data', path.join(folder, 'data'));
      }
      break;
    case 'CMD':
      command = JSON.parse(rest);
      break;
    case 'WORKDIR':
    case 'USER':
    case 'VOLUME':
    case 'EXPOSE':
    case 'HEALTHCHECK':
      break;
    default:
      throw new Error(`the Dockerfile has ${word}, which this script does not know`);
  }
}

function copy(rest) {
  const words = rest.split(/\s+/u);
  const from = /^--from=(\w+)$/u.exec(words[0])?.[1];
  const sources = from ? words.slice(1, -1).map((file) => file.replace('/app/', '')) : words.slice(0, -1);
  const to = words.at(-1);
  for (const source of sources) {
    const base = from ? stages[from] : root;
    const target = path.join(stage, to.endsWith('/') ? path.join(to, path.basename(source)) : to);
    fs.cpSync(path.join(base, source), target, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => from !== undefined || !isIgnored.test(path.relative(root, file)),
    });
  }
}

async function run() {
  const postgres = await startPostgres({ dataDir: path.join(folder, 'database'), isDurable: false });
  const port = await findFreePort();
  const child = spawn(command[0], command.slice(1), {
    cwd: stage,
    env: { PATH: process.env.PATH, ...env, HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: postgres.url },
    stdio: 'inherit',
  });
  try {
    const giveUpAt = Date.now() + PATIENCE_MS;
    const ask = (route) =>
      fetch(`http://127.0.0.1:${port}${route}`).then(
        (answer) => answer.ok,
        () => false,
      );
    while (!(await ask('/api/health'))) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error('it does not answer');
      await delay(100);
    }
    if (!(await ask('/'))) throw new Error('the app is not in the image');
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await postgres.stop();
  }
}
