// Installs what the lock file names; with --quiet only when that has changed, and without a word unless it fails.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { inRoot } from './paths.mjs';
import { PNPM, runPnpm } from './pnpm.mjs';

const stampFile = inRoot('node_modules/.zoetrope-setup');
/** What the compiler remembers of each room. */
const BUILD_INFOS = [
  'contract/dist/tsconfig.tsbuildinfo',
  'backend/tsconfig.tsbuildinfo',
  'frontend/dist/types/.tsbuildinfo',
  'e2e/dist/.tsbuildinfo',
];
const isQuiet = process.argv.includes('--quiet');
const extra = process.argv.slice(2).filter((word) => word !== '--quiet');

if (isQuiet && isUpToDate()) {
  process.exit(0);
}
if (isQuiet) {
  console.log('zoetrope: installing the dependencies; the first time this takes a minute …');
}
const result = install();
if (result.status !== 0) {
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  console.error(`zoetrope: the dependencies could not be installed; see above. ${result.error?.message ?? ''}`);
  process.exit(result.status ?? 1);
}
// An incremental compile keeps its errors about a package that was not there, also when it is there.
for (const file of BUILD_INFOS) {
  fs.rmSync(inRoot(file), { force: true });
}
fs.writeFileSync(stampFile, fingerprint());

function install() {
  const frozen = extra.includes('--no-frozen-lockfile') ? [] : ['--frozen-lockfile'];
  const options = ['--prefer-offline', '--config.confirm-modules-purge=false', '--reporter=append-only'];
  return runPnpm(['install', ...frozen, ...options, ...extra], { isShown: !isQuiet });
}

function isUpToDate() {
  try {
    return fs.readFileSync(stampFile, 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/** Equal for as long as an installation fits: the same packages on the same Node and kind of machine. */
function fingerprint() {
  const hash = createHash('sha256').update(PNPM);
  hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packageFiles()]) {
    hash.update(fs.readFileSync(inRoot(file)));
  }
  return hash.digest('hex');
}

function packageFiles() {
  return ['contract', 'backend', 'frontend', 'e2e'].map((room) => `${room}/package.json`);
}
