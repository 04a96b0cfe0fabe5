// One build, three roles: requests, connections and pictures, each in a process of its own behind nginx.
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { Photo, PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '#support/api.ts';
import { CARRIERS, Client } from '#support/clients.ts';
import { canCluster, type Cluster, startCluster } from '#support/cluster.ts';
import { aPicture } from '#support/pictures.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

const isPossible = await canCluster('nginx');
let cluster: Cluster;
let cast: Cast;
const clients: Client[] = [];

beforeAll(async () => {
  if (!isPossible) return;
  cluster = await startCluster({ nodes: [{ ROLES: 'api' }, { ROLES: 'realtime' }, { ROLES: 'media' }] });
  cast = await Cast.signUp(cluster);
}, 120_000);
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});
afterAll(() => cluster?.remove());

test.skipIf(!isPossible)('a photo and a comment travel through all three, on every carrier', async () => {
  const stage = cast.stage();
  // Arranging waits until the picture is made, which only the third can do.
  await cast.arrange(aPhotoInAGroup(stage));
  const topic = PhotoTopic.of({ photoId: stage.id('photo') });
  const watchers = CARRIERS.map((carrier) => Client.of(registry, cast, 'carla', carrier));
  clients.push(...watchers);
  for (const watcher of watchers) {
    watcher.replica.hold(topic);
    await until('she is there', () => watcher.isUp && watcher.replica.stateOf(topic.key) === 'live');
  }
  const comment = { id: newId(), photoId: stage.id('photo'), body: 'through three' };
  expect(await cast.do('bob', addComment, comment)).toBe('ok');
  for (const watcher of watchers)
    await until('it is there', () => rowsOf(watcher.replica, Comment)[0]?.['body'] === 'through three');
});

test.skipIf(!isPossible)(
  'while nobody makes pictures the finer ones wait, and are made when somebody does',
  async () => {
    const [, , media] = cluster.nodes;
    const stage = cast.stage();
    await cast.arrange(aPhotoInAGroup(stage));
    await media!.stop();
    const photoId = newId();
    const wish = { photoId, audience: { to: 'group', groupId: stage.id('group') }, caption: '' } as const;
    expect((await upload(cast.api, wish, await aPicture(9, 7), cast.cookie('bob'))).status).toBeLessThan(300);
    const carla = Client.of(registry, cast, 'carla', 'socket');
    clients.push(carla);
    carla.replica.hold(PhotoTopic.of({ photoId }));
    // Shown by whoever took the last byte; it sharpens later.
    await until('she sees it', () => rowsOf(carla.replica, Photo)[0]?.['state'] === 'ready');
    const states = () => cluster.database.query('select distinct state from content_job order by state');
    expect(await states()).toEqual([{ state: 'done' }, { state: 'waiting' }]);
    await media!.start();
    await until('nothing waits', async () => JSON.stringify(await states()) === '[{"state":"done"}]');
  },
);

test.skipIf(!isPossible)('a process does not answer for what is not its role', async () => {
  const [api, realtime, media] = cluster.nodes.map(({ url }) => new Api(url));
  const statuses = async (path: string) =>
    Promise.all([api!, realtime!, media!].map(async (node) => (await node.request('GET', path)).status));
  expect(await statuses('/api/health')).toEqual([200, 200, 200]);
  expect(await statuses('/api/feed/public')).toEqual([200, 404, 404]);
  expect(await statuses('/api/sync?t=site/site')).toEqual([404, 200, 404]);
  // 400: it is asked without a topic, by whoever has the role.
  expect(await statuses('/api/signals')).toEqual([404, 400, 404]);
  expect(await statuses('/socket.io/?EIO=4&transport=polling')).toEqual([404, 200, 404]);
  const socket = io(api!.url, { transports: ['websocket'], reconnection: false, forceNew: true });
  const refused = await new Promise((resolve) => {
    socket.once('connect_error', () => resolve(true));
    socket.once('connect', () => resolve(false));
  });
  socket.disconnect();
  expect(refused).toBe(true);
});
