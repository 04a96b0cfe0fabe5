// 5: Redis loses everything, and comes back as another one that knows nothing.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { found } from '#faults/stage/checks.ts';
import type { Fault } from '#faults/stage/fault.ts';

export const emptiedRedis: Fault = {
  number: 5,
  title: 'Redis FLUSHALL, then a fail-over to a replica that has nothing',
  invariant: 'no page goes back; no snapshot is needed',
  async run({ site, writers, recorder }) {
    const snapshots = recorder.snapshotCount;
    writers.start(8);
    await delay(1_000);
    const answer = await say(Number(new URL(site.redis.url).port), 'FLUSHALL');
    await delay(1_500);
    await site.stopRedis();
    await site.startRedis();
    await delay(2_500);
    await writers.stop();
    const taken = recorder.snapshotCount - snapshots;
    return [found('FLUSHALL', answer, answer === '+OK'), found('snapshots', `${taken} needed`, taken === 0)];
  },
};

/** One command as Redis takes them from a terminal. */
async function say(port: number, command: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(`${command}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString().trim();
}
