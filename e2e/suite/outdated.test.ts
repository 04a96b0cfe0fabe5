// A page that is older than the server is told so once, by whichever carrier it asks.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api, routeOf } from '#support/api.ts';
import { type Server, startServer } from '#support/server.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.remove());

const old = { [VERSION_HEADER]: String(CONTRACT_VERSION - 1) };
const told = errorBody('outdated-client');

test.each([
  ['POST', '/api/sync', { at: {} }],
  ['POST', routeOf(addComment), {}],
  ['POST', '/api/accounts/sign-in', {}],
])('%s %s', async (method, path, body) => {
  const answer = await new Api(server.url).request(method, path, { body, headers: old });
  expect([answer.status, answer.json]).toEqual([410, told]);
});

test.each([[['polling']], [['polling', 'websocket']]])('Socket.IO over %s', async (transports) => {
  const socket = io(server.url, { transports, auth: old, reconnection: false, forceNew: true });
  const error = await new Promise<Error & { data?: unknown }>((resolve) => socket.once('connect_error', resolve));
  socket.disconnect();
  expect(error.data).toEqual(told);
});

test('a script that names no version is taken as it is', async () => {
  const answer = await fetch(`${server.url}/api/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"at":{}}',
  });
  expect([answer.status, await answer.json()]).toEqual([200, { batches: [] }]);
});
