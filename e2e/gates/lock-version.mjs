// Writes contract/version.lock.json. Refuses a changed wire under an old version: an open page would not be told to reload.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './tree.mjs';

// The wire is read from what the compiler wrote, and a version that was raised a moment ago is in the source only.
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-b', 'contract'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);
const { currentVersion, differences, lockFile, readLock, readWire } = await import('./version-lock.mjs');

const wire = await readWire();
const lock = fs.existsSync(lockFile) ? readLock() : { version: 0, wire: {} };
const changed = differences(lock.wire, wire);
if (changed.length > 0 && currentVersion <= lock.version) {
  console.error(`The wire changed: ${changed.join('; ')}.`);
  console.error(`Raise CONTRACT_VERSION in contract/version.ts above ${lock.version} first.`);
  process.exit(1);
}
fs.writeFileSync(lockFile, `${JSON.stringify({ version: currentVersion, wire }, null, 2)}\n`);
console.log(`Version ${currentVersion} is locked; ${changed.length} parts are new or changed.`);
