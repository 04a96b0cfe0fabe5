// A process that stops among others, as people who hold a connection to it meet that.
import { WIRE, type Farewell } from '@zoetrope/contract/kernel/wire.ts';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { DRAIN_SECONDS: '5' } });
});
afterAll(() => server?.remove());

async function enter(transport: 'polling' | 'websocket'): Promise<Socket> {
  const socket = io(server.url, { transports: [transport], reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

test('whoever polls is told before the way in is closed; the others stay until it is their turn', async () => {
  const transports = ['websocket', 'websocket', 'websocket', 'polling', 'polling', 'polling'] as const;
  const told: string[] = [];
  const ends: string[] = [];
  for (const transport of transports) {
    const socket = await enter(transport);
    let farewell: Farewell | undefined;
    socket.on(WIRE.farewell, (said: Farewell) => {
      farewell = said;
      told.push(transport);
    });
    socket.on('disconnect', () => ends.push(`${farewell?.error.code} ${farewell?.error.retryAfterMs !== undefined}`));
  }
  const stopping = server.stop();
  await until('everybody has left', () => ends.length === transports.length, 15_000);
  await stopping;
  expect(told).toEqual(transports.toReversed());
  expect(ends).toEqual(transports.map(() => 'unavailable true'));
});
