// Child: what others would use for the same: a room to which each event is sent as it comes.
//   ws         plain ws, one frame built for all and written to each socket
//   sio        Socket.IO, its default room
//   sio-redis  the same with the Redis adapter
// The very versions that the backend uses.
//   nchan      nginx with that module, which runs already at the given port and is published to over HTTP
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Sender, WebSocketServer } from 'ws';
import { answer } from './child.mjs';
import { atRate, nowUs, toStamp } from './stamps.mjs';

const [kind, nginxPort] = process.argv.slice(2);
const ofTheBackend = createRequire(path.join(import.meta.dirname, '..', '..', 'backend', 'package.json'));
const server = http.createServer();
const send = await { ws: plain, sio: socketIo, 'sio-redis': socketIo, nchan }[kind]();
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function plain() {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false }).clients;
  return (text) => {
    const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false };
    const frame = Buffer.concat(Sender.frame(Buffer.from(text), options));
    for (const { _socket: socket } of sockets) socket.write(frame);
  };
}

async function socketIo() {
  const { Server } = ofTheBackend('socket.io');
  const io = new Server(server, { serveClient: false, perMessageDeflate: false });
  if (kind === 'sio-redis') io.adapter(await redisAdapter());
  io.on('connection', (socket) => {
    socket.conn.request = null;
    socket.join('room');
  });
  return (text) => io.to('room').emit('batches', text);
}

function nchan() {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const to = { port: nginxPort, host: '127.0.0.1', path: '/publish', method: 'POST', agent };
  return (text) => http.request(to, (response) => response.resume()).end(text);
}

async function redisAdapter() {
  const { createAdapter } = ofTheBackend('@socket.io/redis-adapter');
  const { Redis } = ofTheBackend('ioredis');
  const clients = [0, 1].map(() => new Redis(process.env.TEST_REDIS_URL));
  for (const client of clients) if (client.status !== 'ready') await once(client, 'ready');
  return createAdapter(...clients);
}

answer({
  port: () => (nginxPort === undefined ? server.address().port : Number(nginxPort)),
  async publish({ perSecond, seconds, bytes }) {
    let sum = 0;
    const ok = await atRate(perSecond, seconds, () => {
      const us = nowUs();
      sum += us % 1e9;
      send(toStamp(us).padEnd(bytes, 'x'));
    });
    return { ok, sum };
  },
});
