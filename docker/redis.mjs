// A Redis for tests with several nodes. The product itself needs one only when it runs as several processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findDebianProgram } from './debian-packages.mjs';
import { findFreePort } from './free-port.mjs';
import { findOnPath } from './on-path.mjs';
import { untilListening } from './ports.mjs';

/**
 * How to come by a Redis here: `{ url }` when REDIS_URL names one that runs, `{ file, env }` for a program to start.
 *
 * `undefined` when there is none; then one loud line has said how to get it.
 */
export function findRedis() {
  if (process.env.REDIS_URL) {
    return { url: process.env.REDIS_URL };
  }
  const file = findOnPath('redis-server');
  const found = file ? { file, env: {} } : findDebianProgram('redis-server');
  if (!found) {
    console.warn(
      '!!! No Redis: what needs several nodes is SKIPPED. Install redis-server (7 or newer) or set REDIS_URL.',
    );
  }
  return found;
}

/**
 * A Redis that keeps nothing on disk, on 127.0.0.1; the one of REDIS_URL as it is; `undefined` when there is none.
 *
 * Shape: `{ url, stop() }`, and `pid` when it is ours.
 */
export async function startRedis({ port = 0 } = {}) {
  const redis = findRedis();
  if (!redis) {
    return undefined;
  }
  if (redis.url) {
    return { url: redis.url, stop: async () => {} };
  }
  const chosenPort = port || (await findFreePort());
  const settings = ['--port', String(chosenPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(redis.file, [...settings, '--daemonize', 'no'], {
    env: { ...process.env, ...redis.env },
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exited = once(child, 'exit');
  await untilListening(chosenPort, child);
  return {
    url: `redis://127.0.0.1:${chosenPort}`,
    pid: child.pid,
    async stop() {
      process.off('exit', endWithUs);
      child.kill('SIGKILL');
      await exited;
    },
  };
}
