// A guard that cannot fail guards nothing, so each is shown an offender that it must catch. Offenders are written to
// .cache/offenders/<guard>, a small tree of the same shape as the real one.
import fs from 'node:fs';
import path from 'node:path';
import { cacheDirectory, inRoot } from '../paths.mjs';

const rooms = ['contract', 'backend', 'frontend', 'e2e'];

/** An empty folder in the repository that git does not see. */
export function makeOffenderFolder(guard) {
  const folder = path.join(cacheDirectory, 'offenders', guard);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** Writes `{ path: text }` below `folder`. */
export function plant(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

/** Gives `folder` our rooms, empty: their package.json and their dependencies, and each other under their names. */
export function addEmptyRooms(folder) {
  for (const room of rooms) {
    const modules = path.join(folder, room, 'node_modules');
    fs.mkdirSync(path.join(modules, '@zoetrope'), { recursive: true });
    fs.copyFileSync(inRoot(room, 'package.json'), path.join(folder, room, 'package.json'));
    for (const name of listDependencies(room)) {
      fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
      fs.symlinkSync(inRoot(room, 'node_modules', name), path.join(modules, name));
    }
    for (const other of rooms) {
      fs.symlinkSync(path.join(folder, other), path.join(modules, '@zoetrope', other));
    }
  }
}

function listDependencies(room) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(fs.readFileSync(inRoot(room, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.filter((name) => !name.startsWith('@zoetrope/') && fs.existsSync(inRoot(room, 'node_modules', name)));
}
