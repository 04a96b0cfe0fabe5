// kill -9 anywhere between the last byte and the last rendition: nothing is lost, and nothing visible happens twice.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Photo, PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, ORIGINAL, photoUrl, renditionSet, renditionWidths } from '@zoetrope/contract/renditions.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHeavyPhotograph } from '#support/photographs.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';

const PATIENCE_MS = 50_000;

let server: Server;
let cast: Cast;
beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
});
afterAll(() => server?.remove());

const isSome = async (text: string, values: readonly unknown[] = []): Promise<boolean> =>
  (await server.database.query(text, values)).length > 0;
const ofPhoto = (photoId: string, condition: string) =>
  isSome(
    `select 1 from photo_content u join content c on c.id = u.content_id left join content_job j on j.content_id = c.id
      where u.photo_id = $1 and ${condition}`,
    [photoId],
  );
async function countFiles(ending: string): Promise<number> {
  const names = await readdir(path.join(server.dataDir, 'media'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(ending)).length;
}

test.each<[string, (photoId: string) => Promise<boolean>]>([
  ['its bytes are held', (photoId) => ofPhoto(photoId, 'true')],
  ['its photo is added', (photoId) => isSome('select 1 from photos where id = $1', [photoId])],
  ['a worker has it', (photoId) => ofPhoto(photoId, "j.state = 'working'")],
  [
    'some of its renditions are written',
    async (photoId) => (await countFiles('.avif')) % 4 > 0 && ofPhoto(photoId, "j.state = 'working'"),
  ],
])('killed when %s', async (_when, isThen) => {
  const photoId = newId();
  const { buffer } = await aHeavyPhotograph('photo.jpg', 1_400);
  const send = () =>
    upload(cast.api, { photoId, audience: { to: 'friends' }, caption: '' }, buffer, cast.cookie('bob'));
  const first = send().catch(() => undefined);
  await until('it is so far', () => isThen(photoId), PATIENCE_MS, 1);
  await server.kill9();
  await first;
  await server.start();

  // As a browser that heard no answer does; it may be the second time that all of the bytes are sent.
  expect((await send()).status).toBeLessThan(300);
  const isComplete = () => isSome('select 1 from photos where id = $1 and renditions = $2', [photoId, CURRENT_SET]);
  await until('its row says that all is there', isComplete, PATIENCE_MS);

  const { key } = PhotoTopic.of({ photoId });
  const changes = await server.database.query('select body from change where topic = $1 order by version', [key]);
  const told = changes.flatMap(({ body }) => JSON.parse(body).ch).filter(({ e }) => e === Photo.name);
  expect(told.map(({ row }) => [row.state, row.renditions])).toEqual([
    ['processing', 0],
    ['ready', 0],
    ['ready', CURRENT_SET],
  ]);
  const names = renditionWidths(1_400, CURRENT_SET).flatMap((width) =>
    renditionSet(CURRENT_SET).formats.map((format) => `w${width}.${format}` as const),
  );
  const bytesOf = (name: (typeof names)[number] | typeof ORIGINAL) =>
    cast.api.request('GET', photoUrl(photoId, name), { cookie: cast.cookie('bob') });
  await until('its original is there', async () => (await bytesOf(ORIGINAL)).status === 200, PATIENCE_MS);
  for (const name of names) expect([name, (await bytesOf(name)).status]).toEqual([name, 200]);
  expect(await countFiles('.begun')).toBe(0);
  expect(await server.database.query('select count(*)::int as count from photos where id = $1', [photoId])).toEqual([
    { count: 1 },
  ]);
});
