// A real server and a real WebSocket: what a room is told arrives as Socket.IO itself would have sent it.
import { WIRE } from '@zoetrope/contract/kernel/wire.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '#realtime/watchers.fixture.ts';
import { broadcastBatch } from './room-broadcast.ts';
import { toRoom } from './socket-port.ts';

let server: Server;
let client: WebSocket;
let packets: string[];

beforeEach(async () => {
  const listener = http.createServer().listen(0, '127.0.0.1');
  server = new Server(listener, { perMessageDeflate: false });
  server.on('connection', (socket) => socket.join(toRoom('photo/1')));
  await until('it listens', () => listener.address() !== null);
  packets = [];
  client = new WebSocket(
    `ws://127.0.0.1:${(listener.address() as AddressInfo).port}/socket.io/?EIO=4&transport=websocket`,
  );
  // Only events: the greetings come when they come.
  client.on('message', (data) => String(data).startsWith('42') && packets.push(String(data)));
  client.on('open', () => client.send('40'));
  await until('it is in the room', () => server.sockets.adapter.rooms.has(toRoom('photo/1')));
});
afterEach(async () => {
  client.terminate();
  await server.close();
});

const batch = (text: string) =>
  ({ k: 'ops', t: 'photo/1', ch: [{ e: 'Comment', id: '1', row: { text } }] }) as never as Batch;

test.each([
  ['short', ''],
  ['of two bytes of length', '📷 é'.repeat(60)],
  ['of eight bytes of length', '📷 é'.repeat(20_000)],
])('a batch %s comes as the library would send it, and the one after it too', async (_name, text) => {
  for (const one of [batch(text), batch('after')]) {
    server.to(toRoom('photo/1')).emit(WIRE.batches, [one]);
    broadcastBatch(server, 'photo/1', one);
  }
  await until('four packets came', () => packets.length === 4);
  expect(packets[1]).toBe(packets[0]);
  expect(packets[3]).toBe(packets[2]);
});

/** Lengths at which the head of a frame gets longer, and the last ones before. Source: RFC 6455, 5.2. */
test.each([125, 126, 65_535, 65_536])(
  'a frame of %i bytes is read whole, and so is the one after it',
  async (byteCount) => {
    const packetOf = (one: Batch) => `42["${WIRE.batches}",[${JSON.stringify(one)}]]`;
    const missing = byteCount - Buffer.byteLength(packetOf(batch('')));
    const text = `${'x'.repeat(missing % 2)}📷${'é'.repeat((missing - 4) >> 1)}`;
    const packet = packetOf(batch(text));
    expect(Buffer.byteLength(packet)).toBe(byteCount);
    for (const one of [batch(text), batch('after')]) broadcastBatch(server, 'photo/1', one);
    await until('both came', () => packets.length === 2);
    expect(packets).toEqual([packet, packetOf(batch('after'))]);
  },
);

test('nobody else is told', async () => {
  broadcastBatch(server, 'photo/2', batch('for others'));
  broadcastBatch(server, 'photo/1', batch('for us'));
  await until('one came', () => packets.length > 0);
  expect(packets).toEqual([`42["${WIRE.batches}",[${JSON.stringify(batch('for us'))}]]`]);
});
