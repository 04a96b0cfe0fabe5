// Builds what runs: the backend to backend/dist and the app to frontend/dist/app. Skipped when no input has changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { bundleServer } from './bundle.mjs';
import { compressTexts } from './compress.mjs';
import { cacheDirectory, inRoot, nodeBin, serverFile } from './paths.mjs';
import { runNode } from './processes.mjs';

const stampFile = path.join(cacheDirectory, 'build.json');
const outputs = [serverFile.main, inRoot('frontend/dist/app/index.html')];
const folders = ['contract', 'backend', 'frontend'];
const files = ['pnpm-lock.yaml', 'package.json', 'tsconfig.base.json', 'docker/bundle.mjs'];
const isNotAnInput = new Set(['node_modules', 'dist']);

/** Brings backend/dist and frontend/dist/app up to date. Errors: a sentence; the compiler has printed the rest. */
export async function build({ isForced = false } = {}) {
  const now = readInputs();
  const before = readStamp();
  const isWhole = outputs.every((file) => fs.existsSync(file));
  if (isWhole && before?.hash === now.hash && !isForced) {
    return;
  }
  if (!isWhole || before?.paths.some((input) => !now.paths.includes(input))) {
    removeOutputs();
  }
  await Promise.all([
    buildServer(),
    runNode('the app build', [nodeBin.vite, 'build', '--logLevel', 'warn'], { cwd: inRoot('frontend') }),
  ]);
  await compressTexts(inRoot('frontend/dist/app'));
  fs.mkdirSync(cacheDirectory, { recursive: true });
  fs.writeFileSync(stampFile, JSON.stringify(now));
}

async function buildServer() {
  await runNode('the compiler', [nodeBin.tsc, '-b', 'contract', 'backend']);
  await bundleServer();
}

/** By content and not by time: a fresh clone or a copied folder has new times on old files. */
function readInputs() {
  const paths = [...files, ...folders.flatMap((folder) => listFiles(folder))].toSorted((a, b) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(process.version);
  for (const input of paths) {
    hash.update(`${input}\0`).update(fs.readFileSync(inRoot(input)));
  }
  return { hash: hash.digest('hex'), paths };
}

function listFiles(folder) {
  return fs.readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (isNotAnInput.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) {
      return [];
    }
    return entry.isDirectory() ? listFiles(name) : [name];
  });
}

function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The compiler leaves the output of a removed file behind, where a stale import would still find it, and believes its
 * own notes (.tsbuildinfo) when somebody has deleted the output.
 */
function removeOutputs() {
  for (const room of ['contract', 'backend']) {
    fs.rmSync(inRoot(room, 'dist'), { recursive: true, force: true });
    fs.rmSync(inRoot(room, 'tsconfig.tsbuildinfo'), { force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  await build({ isForced: process.argv.includes('--force') }).catch((error) => {
    console.error(`zoetrope: ${error.message}`);
    process.exitCode = 1;
  });
}
