// Sockets that break the protocol, the limits or good manners: each is answered or closed with a code, leaves one line, and
// somebody who behaves is served all the while.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import { WIRE, type Batch, type Farewell } from '@zoetrope/contract/kernel/wire.ts';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { printedDuring } from '#support/printed.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

const PER_ADDRESS = 20;
let server: Server;
let cast: Cast;
let stage: Stage;
/** Behaves, and must not notice anything. */
let alice: Socket;
const seen: Batch[] = [];
/** Answers no ping from the beginning on, and is looked at in the end. */
let silent: Raw;
let silentSinceMs: number;
/** A ping each 20 s, and 20 s for its answer. */
const SILENCE_MS = 40_000;
const open: { close(): void }[] = [];

beforeAll(async () => {
  server = await startServer({ env: { CONNECTIONS_PER_ADDRESS: String(PER_ADDRESS) } });
  cast = await Cast.signUp(server);
  stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
  alice = await enter('192.0.2.1', cast.cookie('alice'));
  alice.on(WIRE.batches, (batches: Batch[]) => seen.push(...batches));
  alice.emit(WIRE.open, { t: topic(), at: null });
  await until('alice has it', () => seen.length > 0);
  silent = await Raw.enter();
  open.length = 0;
  silentSinceMs = performance.now();
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  // She still hears what happens, on the connection that she had from the beginning.
  const body = `after ${newId()}`;
  expect(await cast.do('bob', addComment, { id: newId(), photoId: stage.id('photo'), body })).toBe('ok');
  await until('alice hears it', () => JSON.stringify(seen).includes(body));
  expect(alice.connected).toBe(true);
});
afterAll(async () => {
  alice?.disconnect();
  await server?.remove();
});

const topic = () => PhotoTopic.of({ photoId: stage.id('photo') }).key;
const says = (name: string, value: unknown) => `42${JSON.stringify([name, value])}`;

async function enter(address: string, cookie = cast.cookie('bob')!): Promise<Socket> {
  const extraHeaders = { cookie, 'x-forwarded-for': address };
  const socket = io(server.url, { extraHeaders, transports: ['websocket'], reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** A WebSocket that has entered the main namespace, without a library that would keep it from doing wrong. */
class Raw {
  readonly heard: string[] = [];
  /** The close code, once it is closed. */
  code: number | undefined;
  private constructor(readonly socket: WebSocket) {
    socket.on('message', (text) => this.heard.push(String(text)));
    socket.on('close', (code) => (this.code = code));
    socket.on('error', () => {});
  }
  static async enter(): Promise<Raw> {
    const headers = { cookie: cast.cookie('bob')!, 'x-forwarded-for': '192.0.2.2' };
    const raw = new Raw(
      new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers }),
    );
    open.push(raw.socket);
    await until('the handshake is heard', () => raw.heard.length === 1);
    raw.socket.send('40');
    await until('it has entered', () => raw.heard.length === 2);
    return raw;
  }
  get isClosed(): boolean {
    return this.code !== undefined;
  }
}

/** What it was told before it was let go. */
function farewellOf({ heard }: Raw): ErrorBody | undefined {
  const text = heard.find((packet) => packet.includes(WIRE.farewell));
  return text === undefined ? undefined : (JSON.parse(text.slice(2)) as [string, Farewell])[1].error;
}

const printed = (work: () => Promise<void>) => printedDuring(server, cast.api, work);

test.each([
  ['no packet of Engine.IO', 'hello'],
  ['no packet of Socket.IO', '4hello'],
  ['a packet of an unknown type', '49'],
  ['an event without a name', '42{}'],
  ['an event that is no JSON', '42["open",{'],
  ['more attachments than anybody sends', '45999999999999-["open",{"_placeholder":true,"num":0}]'],
  ['an attachment that would be kept until it is complete', '451-["open",{"_placeholder":true,"num":0}]'],
  ['bytes', Buffer.alloc(100)],
])('%s closes the connection with a code, and leaves one line', async (_title, text) => {
  const lines = await printed(async () => {
    const raw = await Raw.enter();
    raw.socket.send(text);
    await until('it is closed', () => raw.isClosed);
    expect(farewellOf(raw)?.code).toBe('invalid');
  });
  expect(lines).toEqual(['invalid']);
});

test('a packet over the limit closes the connection with 1009', async () => {
  const lines = await printed(async () => {
    const raw = await Raw.enter();
    raw.socket.send(says(WIRE.open, { t: 'x'.repeat(200_000), at: null }));
    await until('it is closed', () => raw.isClosed);
    expect(raw.code).toBe(1009);
  });
  expect(lines).toEqual(['too-large']);
});

/** Says this over Socket.IO's own polling, and what that was answered with. */
async function pollSays(text: string): Promise<number> {
  const poll = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const headers = { cookie: cast.cookie('bob')! };
  const { sid } = JSON.parse((await (await fetch(poll, { headers })).text()).slice(1)) as { sid: string };
  const url = `${poll}&sid=${sid}`;
  expect((await fetch(url, { method: 'POST', body: '40', headers })).status).toBe(200);
  expect((await fetch(url, { headers })).status).toBe(200);
  return (await fetch(url, { method: 'POST', body: text, headers })).status;
}

test('over HTTP polling it is a 413', async () => {
  expect(await printed(async () => expect(await pollSays(`4${'x'.repeat(200_000)}`)).toBe(413))).toEqual(['too-large']);
});

test('over HTTP polling what cannot be read closes the connection as well', async () => {
  const lines = await printed(async () => {
    expect(await pollSays('4hello')).toBe(200);
  });
  expect(lines).toEqual(['invalid']);
});

test('a name of a topic that is 100 kB long is invalid, and the connection goes on', async () => {
  const bob = await enter('192.0.2.3');
  open.push(bob);
  const t = 'x'.repeat(100_000);
  for (const [name, message] of [
    [WIRE.open, { t, at: null }],
    [WIRE.close, { t }],
    [WIRE.hear, { t }],
  ] as const) {
    const lines = await printed(async () => {
      const answer = await bob.timeout(5_000).emitWithAck(name, message);
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid', fields: { t: 'too_big' } } });
    });
    expect(lines).toEqual(['invalid']);
  }
  expect(bob.connected).toBe(true);
});

test('positions that never were are answered with a snapshot, or refused', async () => {
  const bob = await enter('192.0.2.3');
  open.push(bob);
  const heard: Batch[] = [];
  bob.on(WIRE.batches, (batches: Batch[]) => heard.push(...batches));
  const epoch = (seen.find((batch) => batch.k === 'snap') as { epoch: string }).epoch;
  const strange = [
    { epoch, v: Number.MAX_SAFE_INTEGER },
    { epoch: newId(), v: 1 },
    { epoch: '', v: 7 },
  ];
  for (const [i, at] of strange.entries()) {
    bob.emit(WIRE.open, { t: topic(), at });
    await until('it is answered', () => heard.length === i + 1);
  }
  expect(heard.map(({ k }) => k)).toEqual(['snap', 'snap', 'snap']);
  for (const at of [{ epoch, v: -1 }, { epoch, v: 1.5 }, { epoch, v: 1e300 }, { epoch: 'x'.repeat(65), v: 1 }, [], 7])
    expect(await bob.timeout(5_000).emitWithAck(WIRE.open, { t: topic(), at })).toMatchObject({ ok: false });
});

test('a thousand questions a second are too many: it is told so, and let go', async () => {
  const lines = await printed(async () => {
    const raw = await Raw.enter();
    for (let i = 0; i < 1_500; i++) raw.socket.send(says(WIRE.open, { t: `photo/${newId()}`, at: null }));
    await until('it is closed', () => raw.isClosed);
    const error = farewellOf(raw);
    expect([error?.code, error!.retryAfterMs! >= 5_000]).toEqual(['slow-down', true]);
  });
  expect(lines).toEqual(['slow-down']);
});

test('a page that comes back with five hundred topics is none of those', async () => {
  const bob = await enter('192.0.2.3');
  open.push(bob);
  let gone = 0;
  bob.on(WIRE.batches, (batches: Batch[]) => (gone += batches.filter(({ k }) => k === 'gone').length));
  for (let i = 0; i < 500; i++) bob.emit(WIRE.open, { t: `photo/${newId()}`, at: null });
  await until('all are answered', () => gone === 500);
  expect(bob.connected).toBe(true);
});

test('one address gets no more than its connections, by socket or by held poll; others are let in', async () => {
  const sockets = await Promise.all(Array.from({ length: PER_ADDRESS }, () => enter('198.51.100.7')));
  open.push(...sockets);
  await expect(enter('198.51.100.7')).rejects.toThrow('websocket error');
  const from = (address: string, waitMs: number) =>
    cast.api.request('POST', '/api/sync', {
      cookie: cast.cookie('bob'),
      body: { at: { [topic()]: null }, waitMs },
      headers: { 'x-forwarded-for': address },
    });
  const held = await from('198.51.100.7', 10_000);
  expect([held.status, held.json.code, held.json.retryAfterMs > 0]).toEqual([429, 'slow-down', true]);
  expect((await from('198.51.100.7', 0)).status).toBe(200);
  open.push(await enter('198.51.100.8'));
  expect(server.lines.filter((line) => line.includes('all the connections that it may have'))).toHaveLength(1);
  sockets[0]!.disconnect();
  await until('there is room again', () => isIn('198.51.100.7'));
});

/** Lines about connections that were given up, by what they say of it. */
const givenUp = (how: string) =>
  server.lines.filter((line) => line.includes('nobody listens to any more') && new RegExp(`${how}=[1-9]`).test(line));

test('a socket that reads nothing is closed, and what it was not sent is kept for nobody', async () => {
  const deaf = await Raw.enter();
  deaf.socket.send(says(WIRE.open, { t: topic(), at: null }));
  await until('it has the photo', () => deaf.heard.length > 2);
  deaf.socket.pause();
  // As many bytes as a comment may have, until they fill what the systems between keep, and the socket's budget.
  const body = `e${'\u0301'.repeat(7)}`.repeat(1_990);
  for (let i = 0; i < 400; i++)
    expect(await cast.do('bob', addComment, { id: newId(), photoId: stage.id('photo'), body })).toBe('ok');
  await until('it is given up', () => givenUp('(?:unread|silent)').length > 0, SILENCE_MS + 15_000);
  deaf.socket.resume();
  await until('it is closed', () => deaf.isClosed, SILENCE_MS);
}, 120_000);

test('a socket that answers no ping is closed, and no sooner than one may expect an answer', async () => {
  await until('it is closed', () => silent.isClosed, SILENCE_MS + 15_000);
  expect(silent.heard.filter((text) => text === '2').length).toBeGreaterThan(0);
  expect(performance.now() - silentSinceMs).toBeGreaterThan(SILENCE_MS - 5_000);
  expect(silent.code).toEqual(expect.any(Number));
  await until('a line says so', () => givenUp('silent').length > 0, 15_000);
  expect(await isIn('192.0.2.2')).toBe(true);
}, 90_000);

async function isIn(address: string): Promise<boolean> {
  const socket = await enter(address).catch(() => undefined);
  if (socket) open.push(socket);
  return socket !== undefined;
}
