// One supervisor per data directory. The lock is a file that names a process by pid and start, so a lock whose
// owner was killed, or whose pid now belongs to somebody else, is taken over instead of refusing for ever.
import fs from 'node:fs';
import { processIdentity } from './process-identity.mjs';

/** Thrown with one sentence for a person when another living process holds the lock. */
export class AlreadyRunning extends Error {}

/**
 * Holds `file` until the returned function is called or this process ends.
 *
 * Errors: AlreadyRunning when a living process holds it.
 */
export function holdLock(file, whatIsHeld) {
  const mine = processIdentity(process.pid);
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, mine);
  try {
    while (!tryToLink(draft, file)) {
      const theirs = readIfThere(file);
      const pid = Number.parseInt(theirs ?? '', 10);
      if (theirs && theirs !== mine && processIdentity(pid) === theirs) {
        throw new AlreadyRunning(`${whatIsHeld} is already in use by process ${pid}; stop that one first.`);
      }
      removeStale(file, theirs);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return () => {
    if (readIfThere(file) === mine) {
      fs.rmSync(file, { force: true });
    }
  };
}

/** A link appears with its content or not at all, so nobody ever reads a half-written lock. */
function tryToLink(draft, file) {
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Two starts may find the same stale lock; the one that renames it away checks that it took the stale one. */
function removeStale(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== stale) {
    tryToLink(aside, file);
  }
  fs.rmSync(aside, { force: true });
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
