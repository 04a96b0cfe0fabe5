// Installs what the lock file names. The one place that knows pnpm: a fresh machine has only Node and npm.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const extra = process.argv.slice(2);
const frozen = extra.includes('--no-frozen-lockfile') ? [] : ['--frozen-lockfile'];
// Without --prefer-offline npx waits 72 s for the registry when there is no network.
const args = [
  '--yes',
  '--prefer-offline',
  PNPM,
  'install',
  ...frozen,
  '--prefer-offline',
  '--reporter=append-only',
  ...extra,
];
const result = spawnSync('npx', args, {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
});
if (result.status !== 0) {
  console.error('zoetrope: the dependencies could not be installed; see above.');
  process.exit(result.status ?? 1);
}
