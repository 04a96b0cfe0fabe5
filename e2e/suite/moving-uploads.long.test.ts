// One upload, two processes: chunks go to whichever is there, and there is one writer at a time.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aGroup } from '@zoetrope/contract/features/groups.cases.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { PersonName, Stage } from '@zoetrope/contract/kernel/case.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Answer } from '#support/api.ts';
import { createDatabase, type Database } from '#support/databases.ts';
import { aPicture } from '#support/pictures.ts';
import { type Redis, startRedisOfOurOwn } from '#support/redis.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

const redis: Redis | undefined = await startRedisOfOurOwn();
let database: Database;
let dataDir: string;
const nodes: Server[] = [];
let casts: Cast[];
let stage: Stage;
let photoId: string;
let bytes: Buffer;

beforeAll(async () => {
  if (!redis) return;
  database = await createDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'zoetrope-e2e-'));
  for (let i = 0; i < 2; i++) nodes.push(await startServer({ database, dataDir, env: { REDIS_URL: redis.url } }));
  const here = await Cast.signUp(nodes[0]!);
  casts = [here, new Cast(nodes[1]!, here.people)];
  stage = here.stage();
  await here.arrange(aGroup(stage));
});
afterAll(async () => {
  if (!redis) return;
  for (const node of nodes) await node.remove();
  await redis.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  photoId = newId();
  bytes = await aPicture(300, 200);
});

const resumable = { 'tus-resumable': '1.0.0' };
const ask = (
  node: number,
  method: string,
  at: string,
  more = {},
  part?: Uint8Array,
  who: PersonName = 'bob',
): Promise<Answer> =>
  casts[node]!.api.request(method, at, {
    cookie: casts[node]!.cookie(who),
    headers: { ...resumable, ...more },
    ...(part ? { bytes: part } : {}),
  });
async function begin(node: number): Promise<string> {
  const wish = { photoId, audience: { to: 'group' as const, groupId: stage.id('group') }, caption: '' };
  const metadata = Object.entries(toUploadMetadata(wish)).map(([name, value]) => `${name} ${btoa(value)}`.trim());
  const answer = await ask(node, 'POST', UPLOADS_URL, {
    'upload-length': String(bytes.length),
    'upload-metadata': metadata.join(','),
  });
  return answer.headers.get('location')!;
}
const patch = { 'content-type': 'application/offset+octet-stream' };
const send = (node: number, at: string, from: number, to: number, who?: PersonName) =>
  ask(node, 'PATCH', at, { ...patch, 'upload-offset': String(from) }, bytes.subarray(from, to), who);
const offsetAt = async (node: number, at: string) => Number((await ask(node, 'HEAD', at)).headers.get('upload-offset'));
const isShown = (node: number) =>
  until('the photo is shown', async () => {
    return (await ask(node, 'GET', photoUrl(photoId, 'w320.webp'))).status === 200;
  });
/** Parts of uploads; what a killed process was writing is beside them. */
const leftovers = async () =>
  (await readdir(path.join(dataDir, 'uploads')).catch(() => [])).filter((name) => name !== 'begun').length;

/** A chunk of which only the beginning is sent; its connection stays open, like that of a phone that lost its network. */
function sendBeginning(node: number, at: string, part: Uint8Array): http.ClientRequest {
  const request = http.request(nodes[node]!.url + at, {
    method: 'PATCH',
    headers: {
      ...resumable,
      ...patch,
      cookie: casts[node]!.cookie('bob')!,
      'upload-offset': '0',
      'content-length': bytes.length,
    },
  });
  request.on('error', () => {});
  request.write(part);
  return request;
}

test.skipIf(!redis)('chunks of an upload may go to either process', async () => {
  const at = await begin(0);
  expect((await send(1, at, 0, 100)).headers.get('upload-offset')).toBe('100');
  expect((await send(0, at, 100, 150)).headers.get('upload-offset')).toBe('150');
  expect(await offsetAt(1, at)).toBe(150);
  expect((await send(1, at, 150, bytes.length)).status).toBe(204);
  for (const node of [0, 1]) await isShown(node);
  expect(await leftovers()).toBe(0);
});

test.skipIf(!redis)('an upload of somebody else is on neither process', async () => {
  const at = await begin(0);
  for (const node of [0, 1]) expect((await send(node, at, 0, 10, 'alice')).json.code).toBe('not-found');
  expect(await offsetAt(1, at)).toBe(0);
  await ask(0, 'DELETE', at);
});

test.skipIf(!redis)('who comes back to another process takes over from the request that still hangs', async () => {
  const at = await begin(0);
  const hanging = sendBeginning(0, at, bytes.subarray(0, 120));
  await until('it has begun', async () => (await database.query('select 1 from upload_lock')).length === 1);
  const offset = await offsetAt(1, at);
  expect(offset).toBeLessThanOrEqual(120);
  expect((await send(1, at, offset, bytes.length)).status).toBe(204);
  await isShown(1);
  hanging.destroy();
  expect(await database.query('select 1 from upload_lock')).toEqual([]);
});

test.skipIf(!redis)(
  'what a killed process held is free within seconds, and the upload goes on at the other',
  async () => {
    const at = await begin(0);
    sendBeginning(0, at, bytes.subarray(0, 120));
    await until('it has begun', async () => (await database.query('select 1 from upload_lock')).length === 1);
    await nodes[0]!.kill9();
    const offset = await offsetAt(1, at);
    expect((await send(1, at, offset, bytes.length)).status).toBe(204);
    await isShown(1);
    expect(await leftovers()).toBe(0);
    await nodes[0]!.start();
    await isShown(0);
  },
);
