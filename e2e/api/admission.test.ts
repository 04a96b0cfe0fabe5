// More come than the server takes in a second: each is answered, none is in another's way, and all get in.
import { newId } from '@zoetrope/contract/ids.ts';
import { WIRE } from '@zoetrope/contract/kernel/wire.ts';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '#support/api.ts';
import { type Server, startServer } from '#support/server.ts';

/** One token comes back each second: what is counted below leaves room for that on a busy machine. */
const RATE = 1;
let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { CONNECTIONS_PER_SECOND: String(RATE) } });
});
afterAll(() => server?.remove());

const knock = () => fetch(`${server.url}/socket.io/?EIO=4&transport=polling&k=${newId()}`);
const webSocket = () => io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true });
/** Whether it was let in. */
const isIn = (socket: Socket) =>
  new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
  });

test('whoever is one too many is told when to come, on every way in, and those who are in are served', async () => {
  const api = new Api(server.url);
  const inside = webSocket();
  expect(await isIn(inside)).toBe(true);

  const answers = await Promise.all(Array.from({ length: 60 }, knock));
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(50);
  const bodies = (await Promise.all(refused.map((answer) => answer.json()))) as {
    code: string;
    retryAfterMs: number;
  }[];
  expect(new Set(bodies.map(({ code }) => code))).toEqual(new Set(['unavailable']));
  for (const [i, answer] of refused.entries())
    expect(Number(answer.headers.get('retry-after'))).toBe(Math.ceil(bodies[i]!.retryAfterMs / 1_000));
  expect(new Set(bodies.map(({ retryAfterMs }) => retryAfterMs)).size).toBeGreaterThan(40);

  const late = Array.from({ length: 10 }, webSocket);
  expect((await Promise.all(late.map(isIn))).filter(Boolean).length).toBeLessThan(5);

  // Pollers whom nobody knows here.
  const cookies = Array.from({ length: 10 }, () => `zoetrope_session=${newId()}`);
  const pollers = cookies.map((cookie) => api.request('POST', '/api/sync', { body: { at: {} }, cookie }));
  const told = (await Promise.all(pollers)).map(
    ({ status, json }) => `${status} ${json.code} ${json.retryAfterMs > 0}`,
  );
  expect(told.filter((answer) => answer === '503 unavailable true').length).toBeGreaterThan(5);

  expect(await inside.timeout(5_000).emitWithAck(WIRE.older, {})).toMatchObject({ error: { code: 'invalid' } });
  for (const socket of [inside, ...late]) socket.disconnect();
});
