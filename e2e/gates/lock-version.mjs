// Writes contract/version.lock.json. Refuses a changed wire under an old version: an open page would not be told to reload.
import fs from 'node:fs';
import { currentVersion, differences, lockFile, readLock, readWire } from './version-lock.mjs';

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
