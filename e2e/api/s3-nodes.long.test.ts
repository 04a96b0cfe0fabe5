// Two nodes that share PostgreSQL, Redis and a bucket of S3, and no folder: photos are the site's, not a machine's.
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { aGroup } from '@zoetrope/contract/features/groups.cases.ts';
import { removePhoto } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import { toUploadMetadata, UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '#support/api.ts';
import { createDatabase, type Database } from '#support/databases.ts';
import { type Redis, startRedisOfOurOwn } from '#support/redis.ts';
import { type Server, startServer } from '#support/server.ts';
import { startSwift, type Swift } from '#support/swift.ts';
import { until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

const redis: Redis | undefined = await startRedisOfOurOwn();
const swift: Swift | undefined = redis && (await startSwift());
const canRun = swift !== undefined;
let database: Database;
let bucket: string;
const nodes: Server[] = [];
let casts: Cast[];
let stage: Stage;

beforeAll(async () => {
  if (!redis || !swift) return;
  bucket = await swift.makeBucket();
  database = await createDatabase();
  const env = { REDIS_URL: redis.url, S3_URL: swift.s3Url(bucket) };
  for (let i = 0; i < 2; i++) nodes.push(await startServer({ database, env }));
  const here = await Cast.signUp(nodes[0]!);
  casts = [here, new Cast(nodes[1]!, here.people)];
  stage = here.stage();
  await here.arrange(aGroup(stage));
});
afterAll(async () => {
  for (const node of nodes) {
    await node.remove();
    await rm(node.dataDir, { recursive: true, force: true });
  }
  await database?.drop();
  await swift?.remove();
  await redis?.stop();
});

const ask = (node: number, method: string, at: string, headers = {}, bytes?: Uint8Array): Promise<Answer> =>
  casts[node]!.api.request(method, at, {
    cookie: casts[node]!.cookie('bob'),
    headers: { 'tus-resumable': '1.0.0', ...headers },
    ...(bytes ? { bytes } : {}),
  });

type Name = Parameters<typeof photoUrl>[1];

class Sending {
  readonly photoId = newId();
  at = '';
  constructor(readonly bytes: Buffer) {}

  begin(node: number): Promise<Answer> {
    const audience = { to: 'group' as const, groupId: stage.id('group') };
    const metadata = Object.entries(toUploadMetadata({ photoId: this.photoId, audience, caption: '' }))
      .map(([name, value]) => `${name} ${btoa(value)}`.trim())
      .join(',');
    const headers = { 'upload-length': String(this.bytes.length), 'upload-metadata': metadata };
    return ask(node, 'POST', UPLOADS_URL, headers).then((answer) => {
      this.at = answer.headers.get('location') ?? '';
      return answer;
    });
  }

  send(node: number, from: number, to: number): Promise<Answer> {
    const headers = { 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' };
    return ask(node, 'PATCH', this.at, headers, this.bytes.subarray(from, to));
  }

  async offset(node: number): Promise<number> {
    return Number((await ask(node, 'HEAD', this.at)).headers.get('upload-offset'));
  }

  get = (node: number, name: Name, headers = {}) => ask(node, 'GET', photoUrl(this.photoId, name), headers);
  isShown = (node: number, name: Name = 'w320.webp') =>
    until(`the photo is shown by ${node}`, async () => (await this.get(node, name)).status === 200, 30_000);
}

/** A picture whose file is about as big as its pixels. */
const noise = (side: number): Promise<Buffer> =>
  sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();

async function filesOf(node: number): Promise<string[]> {
  const entries = await readdir(nodes[node]!.dataDir, { recursive: true, withFileTypes: true });
  // But for where the site is, which its start wrote down there.
  return entries.filter((entry) => entry.isFile() && entry.name !== 'origin').map(({ name }) => name);
}

test.skipIf(!canRun)(
  'an upload that moves to another node in its middle is a photo on both, and on no disk',
  async () => {
    const sending = new Sending(await noise(1_800));
    const { length } = sending.bytes;
    expect(length).toBeGreaterThan(9_000_000);
    await sending.begin(0);
    expect((await sending.send(0, 0, 100_000)).headers.get('upload-offset')).toBe('100000');
    expect((await sending.send(1, 100_000, length - 50)).headers.get('upload-offset')).toBe(String(length - 50));
    await nodes[0]!.kill9();
    expect(await sending.offset(1)).toBe(length - 50);
    expect((await sending.send(1, length - 50, length)).status).toBe(204);
    await sending.isShown(1);
    // On a machine that has nothing.
    await rm(nodes[0]!.dataDir, { recursive: true });
    await nodes[0]!.start();
    await sending.isShown(0);
    await sending.isShown(0, 'original');
    const part = await sending.get(0, 'original', { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      expect.stringMatching(/^bytes 10-19\/\d+$/u),
    ]);
    expect((await swift!.listBucket(bucket)).filter((key) => key.startsWith('uploads/'))).toEqual([]);
    for (const node of [0, 1]) await until('scratch files are gone', async () => (await filesOf(node)).length === 0);
    expect(await casts[0]!.do('alice', removePhoto, { id: sending.photoId })).toBe('ok');
    await until('the bucket is empty', async () => (await swift!.listBucket(bucket)).length === 0);
  },
);

test.skipIf(!canRun)(
  'while S3 is away photos are refused with a sentence, everything else goes on, and then they too',
  async () => {
    const [shown, sending] = [new Sending(await noise(60)), new Sending(await noise(80))];
    await shown.begin(0);
    expect((await shown.send(0, 0, shown.bytes.length)).status).toBe(204);
    await shown.isShown(1);
    const tag = (await shown.get(1, 'w320.webp')).headers.get('etag')!;
    await sending.begin(0);
    await sending.send(0, 0, 100);

    await swift!.stop();
    const refused = await sending.send(1, 100, sending.bytes.length);
    expect([refused.status, refused.json]).toMatchObject([503, { code: 'unavailable', retryAfterMs: 5_000 }]);
    expect(refused.json.message).toMatch(/\.$/u);
    const unseen = await shown.get(0, 'w320.jpg');
    expect([unseen.status, unseen.json]).toMatchObject([503, { code: 'unavailable' }]);
    for (const node of [0, 1]) {
      expect((await ask(node, 'GET', '/api/health')).status).toBe(200);
      expect((await shown.get(node, 'w320.webp', { 'if-none-match': tag })).status).toBe(304);
      const comment = { id: newId(), photoId: shown.photoId, body: 'still here' };
      expect(await casts[node]!.do('bob', addComment, comment)).toBe('ok');
      expect(await sending.offset(node)).toBe(100);
    }
    // A site that starts meanwhile starts.
    await nodes[1]!.stop();
    await nodes[1]!.start();

    await swift!.start();
    await until(
      'the rest is taken',
      async () => {
        const offset = await sending.offset(1);
        return offset === sending.bytes.length || (await sending.send(1, offset, sending.bytes.length)).status === 204;
      },
      30_000,
    );
    await sending.isShown(0);
    await shown.isShown(0, 'w320.jpg');
  },
);

test.skipIf(!canRun)('a site with a wrong secret does not start, and says why in one line', async () => {
  const env = { REDIS_URL: redis!.url, S3_URL: swift!.s3Url(bucket, 'a guess') };
  const starting = startServer({ database, dataDir: nodes[0]!.dataDir, env });
  await expect(starting).rejects.toThrow(
    /^zoetrope: S3_URL has a key, secret, bucket or region that http:\S+ refuses \(status 403\)\.$/mu,
  );
});
