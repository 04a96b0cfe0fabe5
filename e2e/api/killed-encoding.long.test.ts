// kill -9 while a video is made: it is played in the end, told of once, and nothing half-made remains.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Photo, PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, ORIGINAL, photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { aVideo, findFfmpeg } from '#support/videos.ts';
import { Cast } from '#support/world.ts';

const PATIENCE_MS = 100_000;
/** The server starts three times, and encodes twice at the lowest priority. */
const TEST_MS = 300_000;
const ffmpeg = await findFfmpeg();

describe.skipIf(!ffmpeg)('killed', () => {
  let server: Server;
  let cast: Cast;
  beforeAll(async () => {
    server = await startServer({ env: { FFMPEG: ffmpeg! } });
    cast = await Cast.signUp(server);
  });
  afterAll(() => server?.remove());

  const filesIn = async (folder: string) =>
    (await readdir(path.join(server.dataDir, folder), { recursive: true, withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));

  test.each<[string, () => Promise<boolean>]>([
    ['when its original is written', async () => (await filesIn('media')).some((file) => file.endsWith(ORIGINAL))],
    [
      'in the middle of its encoding',
      async () =>
        (await filesIn('scratch')).length > 0 && (await filesIn('media')).some((file) => file.endsWith(ORIGINAL)),
    ],
  ])(
    '%s',
    async (_when, isThen) => {
      const photoId = newId();
      const { buffer } = await aVideo(ffmpeg!, 'mov', { seconds: 8, size: '960x540' });
      const wish = { photoId, audience: { to: 'friends' as const }, caption: '' };
      expect((await upload(cast.api, wish, buffer, cast.cookie('bob'))).status).toBe(201);
      await until('it is so far', isThen, PATIENCE_MS, 1);
      await server.kill9();
      await server.start();
      const isPlayable = async () =>
        (await server.database.query("select 1 from photos where id = $1 and playback = 'ready'", [photoId])).length >
        0;
      await until('it can be played', isPlayable, PATIENCE_MS);

      const { key } = PhotoTopic.of({ photoId });
      const changes = await server.database.query('select body from change where topic = $1 order by version', [key]);
      const told = changes.flatMap(({ body }) => JSON.parse(body).ch).filter(({ e }) => e === Photo.name);
      expect(told.map(({ row }) => [row.state, row.renditions, row.playback])).toEqual([
        ['processing', 0, 'preparing'],
        ['ready', 0, 'preparing'],
        ['ready', CURRENT_SET, 'preparing'],
        ['ready', CURRENT_SET, 'ready'],
      ]);
      const answer = await cast.api.request('GET', photoUrl(photoId, VIDEO), {
        cookie: cast.cookie('bob'),
        headers: { range: 'bytes=4-7' },
      });
      expect([answer.status, answer.text]).toEqual([206, 'ftyp']);
      await until('nothing half-made remains', async () => (await filesIn('scratch')).length === 0, PATIENCE_MS);
      await server.database.query('delete from photos where id = $1', [photoId]);
      await server.kill9();
      await server.start();
      await until('its files go with it', async () => (await filesIn('media')).length === 0, PATIENCE_MS);
    },
    TEST_MS,
  );
});
