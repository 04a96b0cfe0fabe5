// Wrong requests: each is answered with its code, its status and its sentence, the same over HTTP and over the socket.
import net from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { type ErrorBody, errorBody, STATUS } from '@zoetrope/contract/errors.ts';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { acceptInvite, createInvite } from '@zoetrope/contract/features/invites.ts';
import { beginRoll } from '@zoetrope/contract/features/rolls.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import type { Ack, Batch } from '@zoetrope/contract/kernel/wire.ts';
import { WIRE } from '@zoetrope/contract/kernel/wire.ts';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { routeOf } from '#support/api.ts';
import { printedDuring } from '#support/printed.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

let server: Server;
let cast: Cast;
let stage: Stage;
let bob: Socket;

beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
  stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
  bob = await connect(cast.cookie('bob')!);
});
afterAll(async () => {
  bob?.disconnect();
  await server?.remove();
});

async function connect(cookie: string, headers: Record<string, string> = {}): Promise<Socket> {
  const socket = io(server.url, { extraHeaders: { cookie, ...headers }, reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** What both carriers say to bob. */
async function askBoth(name: string, input: unknown): Promise<{ status: number; http: unknown; socket: unknown }> {
  const answer = await cast.api.request('POST', routeOf({ name }), { cookie: cast.cookie('bob'), body: input });
  const ack: Ack = await bob.timeout(5_000).emitWithAck(WIRE.command, { id: newId(), name, input });
  return { status: answer.status, http: answer.json, socket: ack.ok ? ack : ack.error };
}

const comment = (over: object) => ({ id: newId(), photoId: stage.id('photo'), body: 'x', ...over });
const refusals: readonly [string, string, () => unknown, ErrorBody][] = [
  [
    'a comment of 2,001 characters',
    addComment.name,
    () => comment({ body: 'x'.repeat(2001) }),
    errorBody('invalid', { fields: { body: 'too_big' } }),
  ],
  [
    'a comment of blanks',
    addComment.name,
    () => comment({ body: ' \u200b ' }),
    errorBody('invalid', { fields: { body: 'blank' } }),
  ],
  [
    'a forged id',
    addComment.name,
    () => comment({ id: "1'; drop table comments" }),
    errorBody('invalid', { fields: { id: 'invalid_format' } }),
  ],
  ['the id of what is not there', addComment.name, () => comment({ photoId: newId() }), errorBody('not-found')],
  [
    'a number for a text',
    addComment.name,
    () => comment({ body: 7 }),
    errorBody('invalid', { fields: { body: 'invalid_type' } }),
  ],
  [
    'no input at all',
    createGroup.name,
    () => ({}),
    errorBody('invalid', { fields: { id: 'invalid_type', name: 'invalid_type' } }),
  ],
  ['a list for an input', createGroup.name, () => [1, 2], errorBody('invalid', { fields: { '': 'invalid_type' } })],
  [
    'a photo wider than any number that is kept',
    beginRoll.name,
    () => ({ id: newId(), audience: { to: 'friends' }, photos: [{ id: newId(), widthPx: 2 ** 31, heightPx: 1 }] }),
    errorBody('invalid', { fields: { 'photos.0.widthPx': 'too_big' } }),
  ],
  ['an unknown command', 'comments.shout', () => ({}), errorBody('unknown-command')],
  ['a command of an unknown feature', 'teapots.brew', () => ({}), errorBody('unknown-command')],
  ['a command that only the server may run', 'photos.add', () => ({ id: newId() }), errorBody('unknown-command')],
  ['the name of what every object has', 'comments.constructor', () => ({}), errorBody('unknown-command')],
];

describe('a command', () => {
  test.each(refusals)('%s', async (_title, name, input, body) => {
    const printed = await printedDuring(server, cast.api, async () => {
      expect(await askBoth(name, input())).toEqual({ status: STATUS[body.kind], http: body, socket: body });
    });
    expect(printed).toEqual([body.code, body.code]);
  });

  test('that is not JSON', async () => {
    const printed = await printedDuring(server, cast.api, async () => {
      const answer = await cast.api.request('POST', routeOf(addComment), {
        cookie: cast.cookie('bob'),
        bytes: '{"id":',
        headers: { 'content-type': 'application/json' },
      });
      expect([answer.status, answer.json]).toEqual([400, errorBody('not-json')]);
    });
    expect(printed).toEqual(['not-json']);
  });

  test('that is no JSON by its own words', async () => {
    const answer = await cast.api.request('POST', routeOf(addComment), {
      cookie: cast.cookie('bob'),
      bytes: 'id=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.status, answer.json]).toEqual([400, errorBody('not-json')]);
  });

  test('that is larger than any command', async () => {
    const body = errorBody('too-large');
    const printed = await printedDuring(server, cast.api, async () => {
      const found = await askBoth(addComment.name, comment({ body: 'x'.repeat(70_000) }));
      expect(found).toEqual({ status: 413, http: body, socket: body });
    });
    expect(printed).toEqual([body.code, body.code]);
  });

  test('that is nested deeper than anybody can write', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const nested = (value: object) => JSON.stringify(value).replace('"deep"', deep);
    const cookie = cast.cookie('bob')!;
    const ask = (path: string, bytes: string) =>
      cast.api.request('POST', path, { cookie, bytes, headers: { 'content-type': 'application/json' } });
    const body = errorBody('invalid', { fields: { body: 'invalid_type' } });
    const input = comment({ body: 'deep' });
    const answer = await ask(routeOf(addComment), nested(input));
    expect([answer.status, answer.json]).toEqual([400, body]);
    const said = { t: 'site/site', s: 'x', source: 'x', body: 'deep' };
    expect((await ask('/api/signals', nested(said))).json).toEqual(errorBody('too-large'));

    const raw = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      headers: { cookie },
    });
    const heard: string[] = [];
    raw.on('message', (text) => heard.push(String(text)));
    await until('it is greeted', () => heard.length === 1);
    raw.send('40');
    await until('it has entered', () => heard.length === 2);
    raw.send(`421${nested([WIRE.command, { id: newId(), name: addComment.name, input }])}`);
    raw.send(`422${nested([WIRE.say, said])}`);
    await until('both are answered', () => heard.length === 4);
    raw.terminate();
    const answers = Object.fromEntries(heard.slice(2).map((text) => [text.slice(0, 3), JSON.parse(text.slice(3))[0]]));
    expect(answers).toMatchObject({
      431: { ok: false, error: body },
      432: { ok: false, error: errorBody('too-large') },
    });
  });

  test.each([[undefined], [null], ['text'], [7], [[]], [{ id: 7, name: [], input: 1 }]])(
    'that is no message: %j',
    async (message) => {
      const ack: Ack = await bob.timeout(5_000).emitWithAck(WIRE.command, message);
      expect(ack).toMatchObject({ ok: false, error: { code: 'invalid' } });
    },
  );

  test('of a kind that the socket does not know', async () => {
    const ack: Ack = await bob.timeout(5_000).emitWithAck('shout', {});
    expect(ack).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  test('from another site', async () => {
    const headers = { origin: 'https://elsewhere.example' };
    const answer = await cast.api.request('POST', routeOf(addComment), {
      cookie: cast.cookie('bob'),
      body: comment({}),
      headers,
    });
    expect([answer.status, answer.json]).toEqual([403, errorBody('wrong-origin')]);
    const refused = await connect(cast.cookie('bob')!, headers).catch((error: Error & { data?: unknown }) => error);
    expect((refused as { data?: unknown }).data).toEqual(errorBody('wrong-origin'));
  });
});

describe('an old cookie', () => {
  const cookie = `zoetrope_session=${'x'.repeat(43)}`;
  test('is told of on HTTP and on the socket alike', async () => {
    const printed = await printedDuring(server, cast.api, async () => {
      for (const [path, body] of [
        [routeOf(addComment), comment({})],
        ['/api/sync', { at: {} }],
      ] as const) {
        const answer = await cast.api.request('POST', path, { cookie, body });
        expect([answer.status, answer.json]).toEqual([401, errorBody('session-ended')]);
      }
      const refused = await connect(cookie).catch((error: Error & { data?: unknown }) => error);
      expect((refused as { data?: unknown }).data).toEqual(errorBody('session-ended'));
    });
    expect(printed).toEqual(['session-ended', 'session-ended', 'session-ended']);
  });
});

describe('a question', () => {
  test.each([
    ['group'],
    ['group/'],
    ['group/x'],
    ['group/%E0%A4%A'],
    ['../photos'],

    ['group/1/2'],
    [''],
  ])('for a topic that nobody declared is gone like one that is secret: %j', async (key) => {
    expect(await cast.api.sync({ [key]: null }, cast.cookie('bob'))).toEqual([{ k: 'gone', t: key }]);
  });

  test.each([
    [{}],
    [{ at: 7 }],
    [{ at: { 'site/site': { epoch: 1, v: -1 } } }],
    [{ at: { ['x'.repeat(501)]: null } }],
    [{ at: {}, waitMs: 'long' }],
    [{ at: {}, hear: ['site/site'] }],
    [{ at: {}, hear: { 'site/site': 'x'.repeat(65) } }],
  ])('that cannot be read is invalid: %j', async (body) => {
    const answer = await cast.api.request('POST', '/api/sync', { cookie: cast.cookie('bob'), body });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
  });

  test('from a position that never was is answered with a snapshot', async () => {
    const positions = [
      { epoch: newId(), v: 1 },
      { epoch: '', v: 10_000 },
      { epoch: 'x', v: 3 },
    ];
    for (const position of positions) {
      const batches = await cast.api.sync({ 'site/site': position }, cast.cookie('bob'));
      expect(batches.map(({ k }) => k)).toEqual(['snap']);
      const one = await ask(`t=site/site&at=${position.epoch}.${position.v}`);
      expect([one.status, one.json.batches.map(({ k }: Batch) => k)]).toEqual([200, ['snap']]);
    }
  });

  const ask = (query: string) => cast.api.request('GET', `/api/sync?${query}`, { cookie: cast.cookie('bob') });
  test.each([
    ['no position', 't=site/site&at=x'],
    ['a position below all', 't=site/site&at=.-1'],
    ['a position that is no number here', 't=site/site&at=.99999999999999999999'],
    ['no topic', 'at=.1'],
    ['a long topic', `t=${'x'.repeat(5_000)}`],
  ])('by a plain poll with %s is invalid', async (_title, query) => {
    const answer = await ask(query);
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
  });

  test('for a topic whose name is 100 kB long is refused', async () => {
    const t = 'x'.repeat(100_000);
    const answer = await cast.api.request('POST', '/api/sync', {
      cookie: cast.cookie('bob'),
      body: { at: { [t]: null } },
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
    const long = await ask(`t=${t}`);
    expect([long.status, long.json.code]).toEqual([431, 'too-large']);
  });
});

test('bytes that are no HTTP are answered with a code and a sentence, and the connection is closed', async () => {
  const socket = net.connect(Number(new URL(cast.api.url).port), '127.0.0.1');
  socket.end('SHARE photos WITH everybody\r\n\r\n');
  const text = await readText(socket);
  expect(text).toMatch(/^HTTP\/1\.1 400 /u);
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ code: 'invalid' });
});

describe('a link', () => {
  test('that was made up is not there', async () => {
    const body = { token: 'made-up-made-up-made-up' };
    const printed = await printedDuring(server, cast.api, async () => {
      const answer = await cast.api.request('POST', '/api/invites/accept', { cookie: cast.cookie('dan'), body });
      expect([answer.status, answer.json]).toEqual([404, errorBody('not-found')]);
    });
    expect(printed).toEqual(['not-found']);
  });

  test('that is used up lets nobody else in', async () => {
    const groupId = newId();
    await cast.arrange([
      { as: 'alice', run: createGroup, input: { id: groupId, name: 'Two chairs' } },
      {
        as: 'alice',
        run: createInvite,
        input: { id: groupId, groupId, role: 'viewer', tokenHash: '', expiresAt: null, usesLeft: 1 },
      },
      { as: 'carla', run: acceptInvite, input: { id: groupId } },
    ]);
    const printed = await printedDuring(server, cast.api, async () => {
      expect(await cast.do('dan', acceptInvite, { id: groupId })).toBe('invite-used-up');
    });
    expect(printed).toEqual(['invite-used-up']);
    const members = await server.database.query('select person_id from members where group_id = $1', [groupId]);
    expect(new Set(members.map(({ person_id }) => person_id))).toEqual(
      new Set([cast.people.alice.id, cast.people.carla.id]),
    );
  });

  test('that can be none is invalid', async () => {
    const body = { token: '?' };
    const answer = await cast.api.request('POST', '/api/invites/accept', { cookie: cast.cookie('dan'), body });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
  });
});

describe('a NUL or half a character', () => {
  const cookies = () => [undefined, cast.cookie('bob')];
  const paths = (bad: string) => [
    `/api/invites/${bad}`,
    `/invite/${bad}`,
    `/p/${bad}`,
    `/g/${bad}`,
    `/photos/${bad}/w320.jpg`,
    `/photos/${stage.id('photo')}/${bad}`,
    `/api/avatars/${bad}`,
    `/api/downloads/${bad}`,
    `/api/feed/groups/${bad}`,
    `/api/feed/public?before=${bad}`,
    `/api/feed/public?limit=${bad}`,
    `/api/feed/public?before=2026-99-99T99:99Z_${'-'.repeat(36)}`,
    `/api/sync?t=${bad}&at=${bad}.1`,
    `/api/sync?t=site/site&at=${bad}.1`,
    `/api/sync?t=group/${bad}`,
    `/api/signals?t=${bad}`,
    `/api/signals?t=photo/${bad}`,
    `/api/first?page=/g/${bad}`,
    `/uploads/${bad}`,
    `/${bad}`,
  ];
  test.each(['%00', 'x%00y', '%ED%A0%BC', '%'])('in an address is no fault of the server: %s', async (bad) => {
    for (const path of paths(bad))
      for (const cookie of cookies()) {
        const { status } = await cast.api.request('GET', path, { cookie });
        expect([path, status < 500], path).toEqual([path, true]);
      }
  });

  test.each(['\0', '\ud83c'])('in a text is no fault of the server: %j', async (bad) => {
    const photo = stage.id('photo');
    const bodies: readonly [string, unknown][] = [
      ['/api/accounts/sign-in', { login: bad, password: bad }],
      ['/api/accounts/reset', { token: bad, password: bad }],
      ['/api/accounts/reset-links', { personId: bad }],
      ['/api/accounts/administrator', { token: bad }],
      ['/api/invites/accept', { token: bad }],
      ['/api/downloads', { groupId: bad }],
      ['/api/downloads', { photoIds: [bad] }],
      ['/api/duplicates', { audience: { to: 'group', groupId: bad }, hashes: [bad] }],
      ['/api/sync', { at: { [`group/${bad}`]: null, 'site/site': { epoch: bad, v: 1 } }, hear: { [bad]: bad } }],
      ['/api/older', { t: 'site-photos/site', e: bad, below: { key: bad, id: bad } }],
      ['/api/older', { t: 'site-photos/site', e: 'photos', below: { key: bad, id: bad } }],
      ['/api/signals', { t: `photo/${photo}`, s: bad, source: bad, body: bad }],
      ['/api/signals', { t: `photo/${bad}`, s: 'typing', source: 'x', body: {} }],
      [routeOf(addComment), { id: newId(), photoId: photo, body: bad }],
    ];
    for (const [path, body] of bodies)
      for (const cookie of cookies()) {
        const { status, json } = await cast.api.request('POST', path, { cookie, body });
        expect([path, status < 500], JSON.stringify(json)).toEqual([path, true]);
      }
  });
});

describe('a day that no calendar has', () => {
  test.each(['2026-02-31T00:00:00.000Z', '2026-13-01T00:00:00Z', '0000-01-01T00:00:00Z', 'now'])(
    'below which rows are asked for is invalid: %s',
    async (key) => {
      const body = { t: `photo/${stage.id('photo')}`, e: 'comments', below: { key, id: newId() } };
      const refused = errorBody('invalid', { fields: { below: 'invalid_format' } });
      const answer = await cast.api.request('POST', '/api/older', { cookie: cast.cookie('bob'), body });
      expect([answer.status, answer.json]).toEqual([400, refused]);
      expect(await bob.timeout(5_000).emitWithAck(WIRE.older, body)).toEqual({ ok: false, error: refused });
    },
  );
});

test('after all of it the server is up and nothing half-written remains', async () => {
  expect(server.isRunning).toBe(true);
  const left = await server.database.query('select count(*)::int as count from comments');
  expect(left).toEqual([{ count: 0 }]);
});
