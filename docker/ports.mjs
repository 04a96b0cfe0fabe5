import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const START_TIMEOUT_MS = 10_000;

/** Returns when somebody listens on 127.0.0.1. Errors: a sentence when `child` ends before, or takes too long; it is killed. */
export async function untilListening(port, child, patienceMs = START_TIMEOUT_MS) {
  const giveUpAt = Date.now() + patienceMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < giveUpAt) {
    if (await canConnect(port)) {
      return;
    }
    await delay(20);
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnfile} did not start on port ${port}.`);
}

function canConnect(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
  });
}
