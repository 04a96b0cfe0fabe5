// A real socket over a real connection that stops reading.
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import http from 'node:http';
import type { AddressInfo, Socket as Connection } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Session } from '#realtime/subscription.ts';
import { until } from '#realtime/watchers.fixture.ts';
import type { LiveSocket } from './live.adapter.ts';
import { SlowSockets } from './slow-sockets.ts';
import { SocketPort } from './socket-port.ts';

let listener: http.Server;
let server: Server;
let slow: SlowSockets;
let behind: Session[];
let socket: LiveSocket;
let session: Session;
let client: Connection;

beforeEach(async () => {
  listener = http.createServer().listen(0, '127.0.0.1');
  server = new Server(listener, { perMessageDeflate: false });
  behind = [];
  slow = new SlowSockets((one) => behind.push(one));
  const connected = new Promise<LiveSocket>((resolve) => {
    server.on('connection', resolve);
  });
  await until('it listens', () => listener.address() !== null);
  client = await connect((listener.address() as AddressInfo).port);
  socket = await connected;
  session = new Session(VISITOR, new SocketPort(socket));
  slow.watch(socket, session);
});
afterEach(async () => {
  slow.stop();
  client.destroy();
  await server.close();
});

/** A WebSocket that has entered the main namespace and reads nothing more. */
function connect(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const request = http.get({
      port,
      host: '127.0.0.1',
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      },
    });
    request.once('error', reject);
    request.once('upgrade', (_response, connection) => {
      connection.pause();
      // A masked text frame of "40": Engine.IO message, Socket.IO connect. The mask is zero.
      connection.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
      resolve(connection);
    });
  });
}

const frame = (bytes: number) => [JSON.stringify('x'.repeat(bytes))];

test('a socket that does not read is behind, once, for its packets or for its bytes', async () => {
  await until('its buffers are full', () => {
    session.port.send(frame(100_000));
    return behind.length > 0;
  });
  expect(session.port.hasRoom()).toBe(false);
  expect(behind).toEqual([session]);
});

test('a socket that has read what it was sent may fall behind again', async () => {
  const fill = () => {
    session.port.send(frame(100_000));
    return behind.length > 0;
  };
  await until('its buffers are full', fill);
  client.resume();
  await until('it has room', () => session.port.hasRoom());
  expect(socket.connected).toBe(true);
  expect(behind).toEqual([session]);
});

test('a socket that never reads is closed after a while, with what it was sent', async () => {
  slow.stop();
  slow = new SlowSockets((one) => behind.push(one), 300);
  slow.watch(socket, session);
  await until('its buffers are full', () => {
    session.port.send(frame(100_000));
    return behind.length > 0;
  });
  await until('it is closed', () => socket.conn.readyState === 'closed');
  expect(behind).toEqual([session]);
});

test('a socket that reads is never behind', async () => {
  client.resume();
  for (let i = 0; i < 300; i++) {
    session.port.send(frame(10_000));
    await until('it has room', () => session.port.hasRoom());
  }
  expect(behind).toEqual([]);
});
