// G6: what a kernel does whose log has forgotten what somebody missed.
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castsByCarrier } from '#support/carrier-casts.ts';
import { type CarrierName, CARRIERS, Client } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import type { Cast } from '#support/world.ts';
import { rowsOf } from '#suite/view.ts';

let server: Server;
let casts: Record<CarrierName, Cast>;
const clients: Client[] = [];

beforeAll(async () => {
  server = await startServer();
  casts = await castsByCarrier(server);
});
afterAll(async () => {
  for (const client of clients) client.leave();
  await server?.remove();
});

const photoOf = (stage: Stage): TopicAt => PhotoTopic.of({ photoId: stage.id('photo') });
const comment = (stage: Stage, body: string) => ({ id: newId(), photoId: stage.id('photo'), body });
const bodies = (client: Client): string[] =>
  rowsOf(client.replica, Comment)
    .map(({ body }) => String(body))
    .toSorted();

test('a gap that is longer than the log becomes a snapshot, on every carrier', async () => {
  const stages = await Promise.all(
    CARRIERS.map(async (carrier) => {
      const stage = casts[carrier].stage();
      await casts[carrier].arrange(aPhotoInAGroup(stage));
      const client = Client.of(registry, casts[carrier], 'carla', carrier);
      clients.push(client);
      client.replica.hold(photoOf(stage));
      await until('carla is there', () => client.isUp && client.replica.stateOf(photoOf(stage).key) === 'live');
      client.loses = () => true;
      for (const body of ['one', 'two', 'three']) {
        expect(await casts[carrier].do('bob', addComment, comment(stage, body))).toBe('ok');
      }
      return { stage, client };
    }),
  );
  // What the server's own trimming leaves after a month, while nobody's memory has the older changes either.
  await server.stop();
  await server.database.query('update topic_head set min_version = version + 1');
  await server.database.query('delete from change');
  const kinds = new Map<Client, string[]>();
  for (const { stage, client } of stages) {
    const heard: string[] = [];
    kinds.set(client, heard);
    client.loses = (batch) => {
      if (batch.t === photoOf(stage).key) heard.push(batch.k);
      return false;
    };
  }
  await server.start();
  for (const { client } of stages) {
    await until('nothing is missing', () => bodies(client).join() === 'one,three,two', 20_000);
    expect(kinds.get(client)![0]).toBe('snap');
  }
}, 90_000);
