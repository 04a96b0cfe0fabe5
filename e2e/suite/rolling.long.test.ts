// A new version goes out: each node behind nginx stops and starts again while people look on and write.
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CARRIERS, Client } from '#support/clients.ts';
import { canCluster, type Cluster, startCluster } from '#support/cluster.ts';
import { until } from '#support/until.ts';
import { Cast, type Served } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

const isPossible = await canCluster('nginx');
const DRAIN_MS = 2_000;
const WATCHERS_OF_EACH = 5;
/** How long a comment may be on its way to somebody whose node is being replaced; on a busy machine, too. */
const BLINK_MS = 5_000;
let cluster: Cluster;
let cast: Cast;

beforeAll(async () => {
  if (!isPossible) return;
  cluster = await startCluster({ nodes: 2, env: () => ({ DRAIN_SECONDS: String(DRAIN_MS / 1_000) }) });
  cast = await Cast.signUp(cluster satisfies Served);
}, 120_000);
afterAll(() => cluster?.remove());

test.skipIf(!isPossible)(
  'nobody notices more than a blink: no snapshot, no lost comment, no failed command',
  async () => {
    const stage = cast.stage();
    await cast.arrange(aPhotoInAGroup(stage));
    const topic = PhotoTopic.of({ photoId: stage.id('photo') });
    const carriers = CARRIERS.flatMap((carrier) => Array.from({ length: WATCHERS_OF_EACH }, () => carrier));
    let snapshots = 0;
    const clients = carriers.map((carrier) => Client.of(registry, cast, 'carla', carrier));
    for (const client of clients) client.replica.hold(topic);
    for (const client of clients)
      await until('she is there', () => client.isUp && client.replica.stateOf(topic.key) === 'live');
    // Looked at and let through.
    for (const client of clients)
      client.loses = (batch) => {
        if (batch.k === 'snap') snapshots++;
        return false;
      };

    /** When each comment was acknowledged, and how long it took until the last of the watchers had it. */
    const delays: number[] = [];
    let count = 0;
    let isOver = false;
    const write = async () => {
      while (!isOver) {
        const id = newId();
        expect(await cast.do('bob', addComment, { id, photoId: stage.id('photo'), body: id })).toBe('ok');
        count++;
        const saidAtMs = performance.now();
        const has = (client: Client) => rowsOf(client.replica, Comment).some((row) => row.id === id);
        await until('everybody has it', () => clients.every(has), 20_000);
        delays.push(performance.now() - saidAtMs);
      }
    };
    const writing = write();
    try {
      for (const node of cluster.nodes) {
        const stoppedAtMs = performance.now();
        await node.stop();
        // It hands over: it does not simply drop everybody.
        expect(performance.now() - stoppedAtMs).toBeGreaterThan(DRAIN_MS / 2);
        await node.start();
      }
    } finally {
      isOver = true;
      await writing;
      for (const client of clients) client.leave();
    }
    expect(count).toBeGreaterThan(5);
    expect(snapshots).toBe(0);
    const longestMs = Math.max(...delays);
    console.log(`${count} comments, the slowest delivery ${Math.round(longestMs)} ms, ${snapshots} snapshots`);
    expect(longestMs).toBeLessThan(BLINK_MS);
    // Each socket was told why, and when to come back.
    const farewells = clients.flatMap(({ downs }) => downs).filter(({ body }) => body.retryAfterMs !== undefined);
    expect(farewells.length).toBeGreaterThan(0);
  },
  120_000,
);
