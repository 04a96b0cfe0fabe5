// Child processes that end together with this one, whatever ends it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { isAlive } from './process-identity.mjs';

const isPosix = process.platform !== 'win32';

/**
 * Starts `node <args>` in a process group of its own, so that Ctrl-C reaches it only through `stopChild`, and its
 * own children go with it (the TypeScript 7 launcher leaves its compiler behind when only the launcher is killed).
 *
 * A child that is killed with this process by -9 notices the closed channel and stops too: see follow-parent.mjs.
 */
export function startNode(args, { cwd = root, env = {}, isFollowing = true } = {}) {
  const follow = isFollowing ? ['--import', inRoot('docker/follow-parent.mjs')] : [];
  return spawn(process.execPath, [...follow, ...args], {
    cwd,
    env: { ...process.env, ...env, FOLLOWED_PARENT: String(process.pid) },
    stdio: ['ignore', 'inherit', 'inherit', ...(isFollowing ? ['ipc'] : [])],
    detached: isPosix,
  });
}

/** Runs `node <args>` to its end. Errors: a sentence naming `what` when it ends with anything but 0. */
export async function runNode(what, args, options) {
  const end = await endOfNode(args, options);
  if (end !== 0) {
    throw new Error(`${what} ended with ${end}; see above.`);
  }
}

/** Runs `node <args>`, and resolves to what it ended with: a code, or the name of a signal. */
export async function endOfNode(args, options = {}) {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  const [code, signal] = await once(child, 'exit');
  process.off('exit', endWithUs);
  return code ?? signal;
}

/** Asks the child's whole group to end, and after `graceMs` no longer asks. */
export async function stopChild(child, graceMs = 2_200) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await exited;
  clearTimeout(impatience);
}

/** To the child and everything that it started. */
export function signalGroup(child, signal) {
  try {
    process.kill(isPosix ? -child.pid : child.pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

/**
 * Calls `stop(reason)` once, when this process is told to end or npm, which started it, is gone.
 *
 * npm that is killed with -9 tells nobody; what remains is that one of our ancestors is missing.
 */
export function onStop(stop) {
  let isStopping = false;
  const stopOnce = (reason) => {
    if (!isStopping) {
      isStopping = true;
      void stop(reason);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => stopOnce(signal));
  }
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const npm = findNpm(parent);
    const isOrphan = () => process.ppid !== parent || !isAlive(npm);
    setInterval(() => isOrphan() && stopOnce('npm is gone'), 250).unref();
  }
}

/** npm runs scripts through a shell; some shells step aside for their last command, others stay between us. */
function findNpm(parent) {
  const { name, parent: grandparent } = readProcess(parent);
  return /^-?(ba|da|a|z|k)?sh$/u.test(path.basename(name)) ? grandparent : parent;
}

/** From procfs where there is one: a slim image has no ps. */
function readProcess(pid) {
  if (process.platform === 'linux') {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) };
  }
  const line = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const [parent = pid, ...name] = line.split(/\s+/u);
  return { name: name.join(' '), parent: Number(parent) };
}
