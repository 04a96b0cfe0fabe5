// A backup takes the place of the database under two running nodes: history goes back in time and goes on differently.
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '#support/api.ts';
import { CARRIERS, type CarrierName, Client } from '#support/clients.ts';
import { canCluster, type Cluster, startCluster } from '#support/cluster.ts';
import { until } from '#support/until.ts';
import { Cast, signUp } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

const isPossible = await canCluster();
let cluster: Cluster;
/** Each node's. */
let casts: Cast[];
const clients: Client[] = [];

beforeAll(async () => {
  if (!isPossible) return;
  cluster = await startCluster({ nodes: 2, fronts: [] });
  const first = await Cast.signUp(cluster);
  casts = [first, new Cast(cluster.nodes[1]!, first.people)];
}, 120_000);
afterAll(async () => {
  for (const client of clients) client.leave();
  await cluster?.remove();
});

test.skipIf(!isPossible)(
  'everybody reads anew exactly once, and nobody keeps what is not there any more',
  async () => {
    const [here, there] = casts as [Cast, Cast];
    const stage = here.stage();
    await here.arrange(aPhotoInAGroup(stage));
    const topic = PhotoTopic.of({ photoId: stage.id('photo') });
    const say = (body: string) => here.do('bob', addComment, { id: newId(), photoId: stage.id('photo'), body });
    const open = (cast: Cast, carrier: CarrierName) => {
      const client = Client.of(registry, cast, 'carla', carrier);
      clients.push(client);
      client.replica.hold(topic);
      return client;
    };
    const bodies = (client: Client) =>
      rowsOf(client.replica, Comment)
        .map(({ body }) => String(body))
        .toSorted()
        .join();
    const all = async (what: string, expected: string) => {
      for (const client of clients) await until(what, () => bodies(client) === expected, 30_000);
    };

    for (const cast of [here, there]) for (const carrier of CARRIERS) open(cast, carrier);
    for (const client of clients) await until('she is there', () => client.replica.stateOf(topic.key) === 'live');
    const snapshots = new Map<Client, number>();
    for (const client of clients)
      client.loses = (batch) => {
        if (batch.k === 'snap' && batch.t === topic.key) snapshots.set(client, (snapshots.get(client) ?? 0) + 1);
        return false;
      };
    await until('it can be said', async () => (await say('kept')) === 'ok');
    await all('it is heard', 'kept');

    const backup = await cluster.database.backUp();
    for (const body of ['lost 1', 'lost 2', 'lost 3'])
      await until('it can be said', async () => (await say(body)) === 'ok');
    await all('they are heard', 'kept,lost 1,lost 2,lost 3');
    expect([...snapshots.values()]).toEqual([]);

    // Somebody of whom the backup does not know.
    const api = new Api(cluster.nodes[1]!.url);
    const dan = await signUp(api, 'dan');
    const lost = new Client(registry, { kind: 'account', id: dan.id }, 'socket', api.url, dan.cookie);
    clients.push(lost);
    await until('dan is there', () => lost.isUp);
    clients.pop();

    await backup.restore();
    await until('dan is signed out', () => lost.isOver, 30_000);
    expect((await api.request('POST', '/api/sync', { cookie: dan.cookie, body: { at: {} } })).status).toBe(401);
    await all('what is not there any more is gone', 'kept');
    await until('it can be said', async () => (await say('after')) === 'ok');
    await all('life goes on', 'after,kept');
    expect(clients.map((client) => snapshots.get(client))).toEqual(clients.map(() => 1));
    // Each node has noticed by itself, and says so once.
    const noticed = (lines: readonly string[]) => lines.filter((line) => line.includes('is another one than it was'));
    for (const { lines } of cluster.nodes) await until('it says so', () => noticed(lines).length > 0);
    expect(cluster.nodes.map(({ lines }) => noticed(lines).length)).toEqual([1, 1]);
  },
  120_000,
);
