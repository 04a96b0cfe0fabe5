// One of thousands who watch, on a bare TCP socket, so that the load costs this machine as little as it can. It
// speaks WebSocket (RFC 6455), and above it Engine.IO 4 and Socket.IO 5 as far as a browser's socket would.
import net from 'node:net';
import { VERSION_HEADER, WIRE } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { nowUs, stampsIn } from './stamps.mjs';

const [PING, PONG] = ['2'.charCodeAt(0), '3'];
const NONE = Buffer.alloc(0);

export class Watcher {
  rest = NONE;
  isUpgraded = false;
  isReady = false;
  position = undefined;
  delivered = 0;
  sum = 0;
  frames = 0;
  bytes = 0;
  behind = 0;
  snapshots = 0;
  /** What a server that refused the connection asked for. */
  retryAfterMs = 0;

  /** `times` collects how old each stamp was on arrival; `position` is where an earlier connection left off. */
  constructor({ port, path, cookie, speaks }, topic, times, position) {
    Object.assign(this, { speaks, topic, times, position });
    this.whenReady = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('connect', () => this.socket.write(upgrade(path, cookie)));
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', (error) => this.reject(error));
    this.socket.on('close', () => {
      this.reject(new Error('the server closed the connection'));
      this.onClose?.();
    });
  }

  take(chunk) {
    let bytes = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    if (!this.isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) {
        this.rest = bytes;
        return;
      }
      const head = bytes.toString('latin1', 0, end);
      if (!head.startsWith('HTTP/1.1 101')) {
        this.retryAfterMs = 1_000 * Number(/^retry-after: (\d+)/im.exec(head)?.[1] ?? 0);
        this.reject(new Error(head));
        this.socket.destroy();
        return;
      }
      this.isUpgraded = true;
      bytes = bytes.subarray(end + 4);
      if (this.speaks === 'ws') this.ready();
    }
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (!frame) break;
      this.hear(bytes, frame.start, frame.end);
      at = frame.end;
    }
    // A copy: a slice would keep the whole chunk alive.
    this.rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : NONE;
  }

  hear(bytes, start, end) {
    if (this.speaks === 'ws') this.event(bytes, start, end);
    else if (bytes[start] === PING) this.say(PONG);
    else if (bytes[start] === 0x34) this.packet(bytes, start, end);
    else if (bytes[start] === 0x30) this.say(`40{"${VERSION_HEADER}":"${CONTRACT_VERSION}"}`);
  }

  packet(bytes, start, end) {
    if (bytes[start + 1] === 0x32) this.event(bytes, start, end);
    else if (bytes[start + 1] !== 0x30)
      this.reject(new Error(bytes.toString('utf8', start, Math.min(end, start + 300))));
    else if (this.topic) this.ask();
    else this.ready();
  }

  ask() {
    this.say(`42${JSON.stringify([WIRE.open, { t: this.topic, at: this.position ?? null }])}`);
  }

  event(bytes, start, end) {
    if (this.topic) {
      const head = bytes.latin1Slice(start, Math.min(end, start + 260));
      if (head.includes('"k":"behind"')) {
        this.behind += 1;
        this.ask();
        return;
      }
      const at = /"epoch":"([^"]*)"(?:,"from":\d+)?,"v":(\d+)/.exec(head);
      if (at) this.position = { epoch: at[1], v: Number(at[2]) };
      if (!head.includes('"k":"ops"')) {
        if (head.includes('"k":"snap"')) {
          this.snapshots += 1;
          this.ready();
        } else this.reject(new Error(head));
        return;
      }
    }
    // Somebody who came back with a position is up to date with the first changes, and gets no snapshot.
    if (!this.isReady) this.ready();
    const now = nowUs();
    this.frames += 1;
    this.bytes += end - start;
    for (const us of stampsIn(bytes, start, end)) {
      this.delivered += 1;
      this.sum += us % 1e9;
      this.times.add((now - us) / 1000);
    }
  }

  ready() {
    this.isReady = true;
    this.resolve();
  }

  say(text) {
    // Masked with zeros, as a client must and may.
    const payload = Buffer.from(text);
    const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 255];
    this.socket.write(Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]));
  }
}

const upgrade = (path, cookie) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...(cookie ? [`Cookie: ${cookie}`] : []),
    '\r\n',
  ].join('\r\n');

/** Where the payload of the frame at `at` lies; undefined when it has not arrived whole. A server does not mask. */
function frameAt(bytes, at) {
  if (bytes.length < at + 2) return undefined;
  let length = bytes[at + 1] & 127;
  let start = at + 2;
  if (length >= 126) {
    const width = length === 126 ? 2 : 8;
    if (bytes.length < start + width) return undefined;
    length = width === 2 ? bytes.readUInt16BE(start) : Number(bytes.readBigUInt64BE(start));
    start += width;
  }
  return bytes.length < start + length ? undefined : { start, end: start + length };
}
