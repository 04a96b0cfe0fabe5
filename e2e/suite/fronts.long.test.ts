// The nginx.conf and haproxy.cfg that people deploy, in front of two nodes with a real Redis between them.
import { request } from 'node:http';
import { Comment, addComment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Onlooker, Stage } from '@zoetrope/contract/kernel/case.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '#support/api.ts';
import { CARRIERS, type CarrierName, Client } from '#support/clients.ts';
import { canCluster, type Cluster, type FrontKind, startCluster } from '#support/cluster.ts';
import { aPicture } from '#support/pictures.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

const FRONTS = ['nginx', 'haproxy'] as const;
const isPossible = await canCluster(...FRONTS);
let cluster: Cluster;
/** The same people behind each front. */
let casts: Record<FrontKind, Cast>;
const clients: Client[] = [];

beforeAll(async () => {
  if (!isPossible) return;
  cluster = await startCluster({ nodes: 2, fronts: FRONTS });
  const behind = (kind: FrontKind) => ({ url: cluster.fronts[kind]!.url, lines: cluster.lines });
  const nginx = await Cast.signUp(behind('nginx'));
  casts = { nginx, haproxy: new Cast(behind('haproxy'), nginx.people) };
}, 120_000);
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});
afterAll(() => cluster?.remove());

async function aPhoto(): Promise<Stage> {
  const stage = casts.nginx.stage();
  await casts.nginx.arrange(aPhotoInAGroup(stage));
  return stage;
}
const photoOf = (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') });
const say = (cast: Cast, stage: Stage, body: string) =>
  cast.do('bob', addComment, { id: newId(), photoId: stage.id('photo'), body });
const bodies = (client: Client): string =>
  rowsOf(client.replica, Comment)
    .map(({ body }) => String(body))
    .toSorted()
    .join();

async function open(cast: Cast, who: Onlooker, carrier: CarrierName, stage: Stage): Promise<Client> {
  const client = Client.of(registry, cast, who, carrier);
  clients.push(client);
  client.replica.hold(photoOf(stage));
  await until(`${who} is there`, () => client.isUp && client.replica.stateOf(photoOf(stage).key) === 'live');
  return client;
}

describe.skipIf(!isPossible).each(FRONTS)('behind %s', (kind) => {
  test.each(CARRIERS)('%s delivers, whichever node a comment came in by', async (carrier) => {
    const stage = await aPhoto();
    const watchers = await Promise.all([1, 2, 3, 4].map(() => open(casts[kind], 'carla', carrier, stage)));
    const direct = cluster.nodes.map((node) => new Cast(node, casts[kind].people));
    expect(await say(direct[0]!, stage, 'one')).toBe('ok');
    expect(await say(direct[1]!, stage, 'two')).toBe('ok');
    for (const watcher of watchers) await until('both are there', () => bodies(watcher) === 'one,two');
  });

  test('a connection over Socket.IO polling meets the same node each time, and connections are spread', async () => {
    const url = cluster.fronts[kind]!.url;
    const sids = await Promise.all(Array.from({ length: 12 }, (_, i) => handshake(url, `key-${i}`)));
    const onFirst = await Promise.all(sids.map(async (sid) => (await join(cluster.nodes[0]!.url, sid)) === 200));
    // Both answers occur, or the test says nothing.
    expect(new Set(onFirst)).toEqual(new Set([true, false]));
    const through = await Promise.all(sids.map((sid, i) => join(url, sid, `key-${i}`)));
    expect(through).toEqual(sids.map(() => 200));
  });

  test('a node that is gone is passed over: nobody gets an error page', async () => {
    const [, second] = cluster.nodes;
    const api = new Api(cluster.fronts[kind]!.url);
    await second!.kill9();
    try {
      for (let i = 0; i < 8; i++) expect((await api.request('GET', '/api/feed/public?limit=9')).status).toBe(200);
      for (let i = 0; i < 8; i++) expect(await handshake(api.url, newId())).toMatch(/^\S+$/);
    } finally {
      await second!.start();
    }
  });

  test('a connection over Socket.IO polling that began while a node was away goes on when that one is back', async () => {
    const [, second] = cluster.nodes;
    const url = cluster.fronts[kind]!.url;
    const keys = Array.from({ length: 12 }, () => newId());
    await second!.kill9();
    let sids: string[];
    try {
      sids = await Promise.all(keys.map((key) => handshake(url, key)));
      // It enters, or it would not be waited for.
      expect(await Promise.all(sids.map((sid, i) => join(url, sid, keys[i], '40')))).toEqual(sids.map(() => 200));
    } finally {
      await second!.start();
    }
    // From here on it is dealt some of these keys again, and has none of these connections.
    await until('the front knows that it is back', async () => {
      return (await join(second!.url, await handshake(url, newId()))) === 200;
    });
    expect(await Promise.all(sids.map((sid, i) => ask(url, sid, keys[i]!)))).toEqual(sids.map(() => 200));
    expect(await Promise.all(sids.map((sid, i) => join(url, sid, keys[i])))).toEqual(sids.map(() => 200));
  });

  test('a node that is about to stop gets no new connection, not even over what the front keeps open to it', async () => {
    const [, second] = cluster.nodes;
    const url = cluster.fronts[kind]!.url;
    const keys = Array.from({ length: 12 }, () => newId());
    await second!.stop();
    await second!.start({ DRAIN_SECONDS: '4' });
    let stopping: Promise<void> | undefined;
    try {
      await until('the front knows that it is back', async () => {
        return (await join(second!.url, await handshake(url, newId()))) === 200;
      });
      const sids = await Promise.all(keys.map((key) => handshake(url, key)));
      await Promise.all(sids.map((sid, i) => join(url, sid, keys[i], '40')));
      stopping = second!.stop();
      await until('it has begun to stop', async () => !(await second!.isReady()));
      for (const key of keys) expect(await handshake(url, key)).toMatch(/^\S+$/);
    } finally {
      await stopping;
      await second!.start({ DRAIN_SECONDS: '0' });
    }
  });

  test('a command on its way to a node that ends before it answers is done once, by another', async () => {
    const stage = await aPhoto();
    const [, second] = cluster.nodes;
    const words = Array.from({ length: 8 }, (_, i) => `word ${i}`);
    let answered = 0;
    second!.freeze();
    const saying = words.map((word) => say(casts[kind], stage, word).finally(() => answered++));
    // The rest wait for the frozen one.
    await until('a node answers', () => answered > 0);
    await second!.kill9();
    try {
      expect(await Promise.all(saying)).toEqual(words.map(() => 'ok'));
      const watcher = await open(casts[kind], 'carla', 'poll', stage);
      await until('each is there, once', () => bodies(watcher) === words.join());
    } finally {
      await second!.start();
    }
  });

  test('a question that a process did not live to answer is put to another', async () => {
    const stage = await aPhoto();
    const [, second] = cluster.nodes;
    const api = new Api(cluster.fronts[kind]!.url);
    const at = { [photoOf(stage).key]: null };
    let answered = 0;
    second!.freeze();
    const asking = Array.from({ length: 8 }, () => api.sync(at, casts[kind].cookie('carla')).finally(() => answered++));
    await until('a node answers', () => answered > 0);
    await second!.kill9();
    try {
      expect((await Promise.all(asking)).map(([batch]) => batch?.k)).toEqual(asking.map(() => 'snap'));
    } finally {
      await second!.start();
    }
  });

  test('a photo comes with the longest caption, and how far it has come is told', async () => {
    const stage = await aPhoto();
    const api = new Api(cluster.fronts[kind]!.url);
    const cookie = casts[kind].cookie('alice');
    const caption = '👨‍👩‍👧‍👦'.repeat(LIMITS.captionGraphemes);
    const audience = { to: 'group', groupId: stage.id('group') } as const;
    const bytes = await aPicture(40, 30);
    const begun = await upload(
      api,
      { photoId: newId(), audience, caption },
      bytes.subarray(0, 20),
      cookie,
      bytes.length,
    );
    expect([begun.status, begun.text]).toEqual([201, '']);
    // As a browser: Node's own fetch takes no head of this size.
    const { pathname } = new URL(begun.headers.get('location')!, api.url);
    const [status, offset] = await headOf(api.url + pathname, cookie!);
    expect([status, offset]).toEqual([200, '20']);
  });

  test('who asks is known by the address and the host that the front saw', async () => {
    const answer = await fetch(`${cluster.fronts[kind]!.url}/api/accounts/sign-in`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://elsewhere.test',
        'x-forwarded-host': 'elsewhere.test',
      },
      body: '{}',
    });
    // Another site's page cannot name its own host past the front.
    expect(await answer.json()).toMatchObject({ code: 'wrong-origin' });
  });
});

describe.skipIf(!isPossible)('what nginx keeps', () => {
  test('is public: one request of many visitors reaches a node, and whoever is signed in is judged each time', async () => {
    const nginx = new Api(cluster.fronts.nginx!.url);
    const path = '/api/feed/public?limit=17';
    const all = await Promise.all(Array.from({ length: 20 }, () => nginx.request('GET', path)));
    expect(all.filter(({ headers }) => headers.get('x-cache') === 'MISS')).toHaveLength(1);
    expect(all.filter(({ headers }) => headers.get('x-cache') === 'HIT')).toHaveLength(19);
    const { cookie } = casts.nginx.people.alice;
    for (let i = 0; i < 2; i++)
      expect((await nginx.request('GET', path, { cookie })).headers.get('x-cache')).toBe('BYPASS');
  });

  test('is never a private topic, nor its absence', async () => {
    const nginx = new Api(cluster.fronts.nginx!.url);
    const stage = await aPhoto();
    const path = `/api/sync?t=${encodeURIComponent(photoOf(stage).key)}`;
    const { alice, dan } = casts.nginx.people;
    expect((await nginx.request('GET', path, { cookie: alice.cookie })).status).toBe(200);
    expect((await nginx.request('GET', path, { cookie: dan.cookie })).status).toBe(404);
    expect((await nginx.request('GET', path)).status).toBe(404);
    expect((await nginx.request('GET', path, { cookie: alice.cookie })).status).toBe(200);
  });
});

/** Status and offset of an upload. */
function headOf(url: string, cookie: string): Promise<readonly (string | string[] | number | undefined)[]> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'tus-resumable': '1.0.0' };
    const asked = request(url, { method: 'HEAD', headers, maxHeaderSize: 200_000 }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers['upload-offset']]);
    });
    asked.on('error', reject).end();
  });
}

const KNOCK = '/socket.io/?EIO=4&transport=polling&k=';

/** Begins a connection over Socket.IO's polling, and returns its id. */
async function handshake(url: string, key: string): Promise<string> {
  const answer = await fetch(`${url}${KNOCK}${key}`);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return (JSON.parse(text.slice(1)) as { sid: string }).sid;
}

/** The status of the connection's question: 200 from the process that began it, 404 from any other. */
async function ask(url: string, sid: string, key: string): Promise<number> {
  return (await fetch(`${url}${KNOCK}${key}&sid=${sid}`)).status;
}

/** The same of what it says: by default nothing but that it is there. */
async function join(url: string, sid: string, key = '', body = '3'): Promise<number> {
  const answer = await fetch(`${url}${KNOCK}${key}&sid=${sid}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body,
  });
  return answer.status;
}
