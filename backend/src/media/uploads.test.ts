import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { UPLOADS_URL, type UploadWish } from '@zoetrope/contract/media.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { aBomb, aPicture, aTellingPicture } from './made-pictures.fixture.ts';
import { Site, until, type Person } from './site.fixture.ts';

let site: Site;
let alice: Person;
let dan: Person;
let groupId: string;
beforeAll(async () => {
  site = await Site.open();
  [alice, dan] = [await site.person('alice'), await site.person('dan')];
});
afterAll(() => site.close());

let wish: UploadWish;
beforeEach(async () => {
  // The same picture comes once to a group.
  groupId = await alice.makeGroup();
  wish = { photoId: newId(), audience: { to: 'group', groupId }, caption: 'the lake' };
});

const isShown = (person: Person, photoId: string) =>
  until('the photo is shown', async () => (await person.get(photoUrl(photoId, 'w640.webp'))).status === 200);
/** What an upload may not leave behind when it is refused. */
const leftovers = async () => ({
  uploads: await site.files('uploads'),
  rows: await site.query('select photo_id from photo_content where photo_id = $1', [wish.photoId]),
  photos: await site.query('select id from photos where id = $1', [wish.photoId]),
  underWay: await site.query("select id from arriving_upload where gone_at is null and metadata ->> 'photoId' = $1", [
    wish.photoId,
  ]),
});
const nothing = { uploads: [], rows: [], photos: [], underWay: [] };

describe('an upload', () => {
  test('becomes a photo with a size, a caption and renditions', async () => {
    const answer = await alice.upload(wish, await aPicture('jpeg', 800, 600));
    expect(answer.status).toBe(204);
    await isShown(alice, wish.photoId);
    const [row] = await until('it is ready', () =>
      site
        .query("select * from photos where id = $1 and state = 'ready'", [wish.photoId])
        .then((rows) => rows[0] && rows),
    );
    expect(row).toMatchObject({ caption: 'the lake', width_px: 800, height_px: 600, owner_id: alice.personId });
    expect(Buffer.from(row.placeholder, 'base64').length).toBeGreaterThan(10);
    expect(await site.files('uploads')).toEqual([]);
  });

  test('has the longest caption that may be, in whatever it is written', async () => {
    const caption = '👨‍👩‍👧‍👦'.repeat(LIMITS.captionGraphemes);
    expect((await alice.upload({ ...wish, caption }, await aPicture('jpeg', 60, 40))).status).toBe(204);
    const rows = await site.query('select caption from photos where id = $1', [wish.photoId]);
    expect(rows).toEqual([{ caption }]);
  });

  test('is shown with the answer to its last byte', async () => {
    await alice.upload(wish, await aPicture('jpeg', 900, 600));
    expect(await site.query('select state from photos where id = $1', [wish.photoId])).toEqual([{ state: 'ready' }]);
    expect((await alice.get(photoUrl(wish.photoId, 'w640.webp'))).status).toBe(200);
  });

  test.each(['jpeg', 'png', 'webp', 'avif', 'heic'] as const)('of a %s knows when it was taken', async (type) => {
    await alice.upload(wish, await aTellingPicture(type));
    const [row] = await site.query('select taken_at from photos where id = $1', [wish.photoId]);
    expect(row.taken_at).toBe('2024-05-03T14:02:11+02:00');
  });

  test('arrives in chunks of any size, and goes on where it stopped after the server was away', async () => {
    const bytes = await aPicture('png', 300, 200);
    const begun = await alice.begin(wish, bytes.length);
    const location = begun.headers.get('location')!;
    await alice.send(location, 0, bytes.subarray(0, 1_000));
    await site.stop();
    await site.start();
    const { headers } = await alice.tus('HEAD', location);
    expect(headers.get('upload-offset')).toBe('1000');
    const next = await alice.send(location, 1_000, bytes.subarray(1_000, 1_001));
    expect(next.headers.get('upload-offset')).toBe('1001');
    expect((await alice.send(location, 1_001, bytes.subarray(1_001))).status).toBe(204);
    await isShown(alice, wish.photoId);
  });

  test('is complete for a client that never heard so', async () => {
    const bytes = await aPicture('jpeg');
    const location = (await alice.begin(wish, bytes.length)).headers.get('location')!;
    await alice.send(location, 0, bytes);
    const { status, headers } = await alice.tus('HEAD', location);
    expect([status, headers.get('upload-offset'), headers.get('upload-length')]).toEqual([
      200,
      String(bytes.length),
      String(bytes.length),
    ]);
  });

  test('sent a second time is the same photo', async () => {
    const bytes = await aPicture('jpeg');
    await alice.upload(wish, bytes);
    expect((await alice.upload(wish, bytes)).status).toBe(204);
    expect(await site.query('select id from photos where id = $1', [wish.photoId])).toHaveLength(1);
    expect(await site.files('uploads')).toEqual([]);
  });

  test('under a photo id that is taken is refused, by other bytes and by others', async () => {
    await alice.upload(wish, await aPicture('jpeg'));
    expect((await alice.upload(wish, await aPicture('png'))).json).toMatchObject({ code: 'conflict' });
    const own = await dan.makeGroup();
    const answer = await dan.begin({ ...wish, audience: { to: 'group', groupId: own } }, 10);
    expect([answer.status, answer.json.code]).toEqual([409, 'conflict']);
    await isShown(alice, wish.photoId);
  });

  test('is cancelled', async () => {
    const location = (await alice.begin(wish, 10)).headers.get('location')!;
    expect((await alice.tus('DELETE', location)).status).toBe(204);
    expect((await alice.tus('HEAD', location)).status).toBe(404);
    expect(await leftovers()).toEqual(nothing);
  });

  test("of somebody else's is not there", async () => {
    const location = (await alice.begin(wish, 10)).headers.get('location')!;
    for (const method of ['HEAD', 'DELETE']) expect((await dan.tus(method, location)).status).toBe(404);
    expect((await dan.send(location, 0, Buffer.alloc(10))).json.code).toBe('not-found');
    expect((await alice.tus('HEAD', location)).headers.get('upload-offset')).toBe('0');
    await alice.tus('DELETE', location);
  });

  test('keeps no name that a person gave, wherever it points', async () => {
    const answer = await alice.upload(wish, await aPicture('gif'), { filename: '../../../etc/passwd', uploader: '{}' });
    expect(answer.status).toBe(204);
    await isShown(alice, wish.photoId);
    const names = (await site.files('media')).join();
    expect(names).not.toContain('passwd');
  });

  test.each(['..%2f..%2fsecret', 'x', '00000000-0000-7000-8000-000000000000.json'])(
    'at %s is not there',
    async (id) => {
      expect((await alice.tus('HEAD', `${UPLOADS_URL}/${id}`)).status).toBe(404);
      expect((await alice.send(`${UPLOADS_URL}/${id}`, 0, Buffer.from('x'))).json).toMatchObject({ code: 'not-found' });
    },
  );
});

describe('what cannot be a photo is refused with its code and status, and leaves nothing', () => {
  test.each([
    ['a text named .jpg', 'photo-not-an-image', 415, async () => Buffer.from('once upon a time')],
    ['a truncated JPEG', 'photo-damaged', 415, async () => (await aPicture('jpeg')).subarray(0, 900)],
    ['300 megapixels', 'photo-too-many-pixels', 413, async () => aBomb(20_000, 15_000)],
    [
      'the head of a HEIC',
      'photo-damaged',
      415,
      async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    ],
  ])('%s', async (_what, code, status, bytesOf) => {
    const answer = await alice.upload(wish, await bytesOf(), { filename: 'holiday.jpg' });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.json.message).toMatch(/\.$/u);
    expect(await leftovers()).toEqual(nothing);
  });

  test('an empty file', async () => {
    const answer = await alice.begin(wish, 0);
    expect([answer.status, answer.json.code]).toEqual([400, 'photo-empty']);
    expect(await leftovers()).toEqual(nothing);
  });

  test('a file over the limit, before its first byte', async () => {
    const answer = await alice.begin(wish, LIMITS.photoBytes + 1);
    expect([answer.status, answer.json.code]).toEqual([413, 'photo-too-large']);
    expect(await leftovers()).toEqual(nothing);
  });

  test('more bytes than were announced', async () => {
    const location = (await alice.begin(wish, 10)).headers.get('location')!;
    const answer = await alice.send(location, 0, Buffer.alloc(11));
    expect([answer.status, answer.json.code]).toEqual([400, 'upload-length']);
    expect(await leftovers()).toEqual(nothing);
  });

  test('more bytes than were announced, with the announcement', async () => {
    const answer = await alice.begin(wish, 10, {}, Buffer.alloc(11));
    expect([answer.status, answer.json.code]).toEqual([400, 'upload-length']);
    expect(await leftovers()).toEqual(nothing);
  });

  test('a text whose bytes come with its announcement', async () => {
    const answer = await alice.begin(wish, 16, {}, Buffer.from('once upon a time'));
    expect([answer.status, answer.json.code]).toEqual([415, 'photo-not-an-image']);
    expect(await leftovers()).toEqual(nothing);
  });

  test('other bytes than their sender meant', async () => {
    const bytes = await aPicture('jpeg');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - 10]! ^= 1;
    const answer = await alice.upload({ ...wish, sha256 }, damaged);
    expect([answer.status, answer.json.code]).toEqual([400, 'upload-checksum']);
    expect(await leftovers()).toEqual(nothing);
    expect((await alice.upload({ ...wish, sha256 }, bytes)).status).toBe(204);
  });
});

test('a chunk refused in its middle leaves the connection to the next request', async () => {
  const location = (await alice.begin(wish, 10)).headers.get('location')!;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (method: string, url: string, headers: Record<string, string>, bytes: Buffer) =>
    new Promise<{ status: number | undefined; isReused: boolean }>((resolve, reject) => {
      const sent = http.request(site.url + url, { method, agent, headers: { cookie: alice.cookie, ...headers } });
      sent.once('error', reject);
      sent.once('response', (response) => {
        response.resume();
        response.once('end', () => resolve({ status: response.statusCode, isReused: sent.reusedSocket }));
      });
      sent.end(bytes);
    });
  // Chunked, so that nobody knows beforehand that it is too long.
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const tooLong = await ask('PATCH', location, { ...headers, 'transfer-encoding': 'chunked' }, Buffer.alloc(3_000_000));
  expect(tooLong.status).toBe(400);
  expect(await ask('GET', '/api/health', {}, Buffer.alloc(0))).toEqual({ status: 200, isReused: true });
  agent.destroy();
});

test('an upload whose sender is gone before hearing where it is leaves nothing', async () => {
  const bytes = await aPicture('jpeg');
  const isBegun = async () => (await leftovers()).underWay.length > 0;
  const sent = alice.beginOnly(wish, bytes.length, bytes.subarray(0, 500));
  await until('it is begun', isBegun);
  sent.destroy();
  await until('it is gone', async () => !(await isBegun()));
  expect(await leftovers()).toEqual(nothing);
});

test('a method that no upload has is not there', async () => {
  for (const method of ['TRACE', 'PUT', 'GET']) {
    const [response] = (await once(
      http.request(site.url + UPLOADS_URL, { method, headers: { cookie: alice.cookie } }).end(),
      'response',
    )) as [http.IncomingMessage];
    expect([method, response.statusCode, JSON.parse(String(await buffer(response))).code]).toEqual([
      ...[method, 404, 'not-found'],
    ]);
  }
});

describe('who may not add is told so before the first byte', () => {
  test('a visitor', async () => {
    const answer = await site.visitor().begin(wish, 10);
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
  });

  test('a stranger, who is not told that there is such a group', async () => {
    const there = await dan.begin(wish, 10);
    const nowhere = await dan.begin({ ...wish, audience: { to: 'group', groupId: newId() } }, 10);
    expect([there.status, there.json]).toEqual([404, nowhere.json]);
  });

  test('another site', async () => {
    const answer = await alice.tus('POST', UPLOADS_URL, { origin: 'https://evil.example', 'upload-length': '1' });
    expect([answer.status, answer.json.code]).toEqual([403, 'wrong-origin']);
  });

  test.each([
    ['no audience', { audience: '' }],
    ['an audience that is none', { audience: '{"to":"nobody"}' }],
    ['a forged photo id', { photoId: '../x' }],
    ['a caption that is too long', { caption: 'x'.repeat(2_001) }],
  ])('%s', async (_what, more) => {
    const answer = await alice.begin(wish, 10, more);
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
    expect(Object.keys(answer.json.fields)).toHaveLength(1);
  });

  test('a request that does not say how long the file is', async () => {
    const answer = await alice.tus('POST', UPLOADS_URL, { 'upload-defer-length': '1' });
    expect([answer.status, answer.json.kind]).toEqual([400, 'invalid']);
  });

  test('one who left the group while uploading', async () => {
    const bytes = await aPicture('jpeg');
    const location = (await alice.begin(wish, bytes.length)).headers.get('location')!;
    await site.query('update members set role = $2 where person_id = $1', [alice.personId, 'viewer']);
    await site.stop();
    await site.start();
    const answer = await alice.send(location, 0, bytes);
    await site.query('update members set role = $2 where person_id = $1', [alice.personId, 'owner']);
    expect([answer.status, answer.json.code]).toEqual([403, 'forbidden']);
    expect(await leftovers()).toEqual(nothing);
  });
});

/** All of an upload is kept, and nobody has made a photo of it. Effects: the server is stopped. */
async function arriveUnanswered(bytes: Buffer): Promise<string> {
  const location = (await alice.begin(wish, bytes.length)).headers.get('location')!;
  await alice.send(location, 0, bytes.subarray(0, 100));
  await site.stop();
  const id = location.split('/').at(-1)!;
  const key = `${id.replaceAll('-', '')}/100.0`;
  await fs.writeFile(path.join(site.dataDir, 'uploads', key), bytes.subarray(100));
  const part = JSON.stringify([{ key, byteCount: bytes.length - 100 }]);
  await site.query('update arriving_upload set parts = parts || $2::jsonb, received_bytes = $3 where id = $1', [
    ...[id, part, bytes.length],
  ]);
  return id;
}

test('an upload that was complete when the server died becomes a photo when it is back', async () => {
  await arriveUnanswered(await aPicture('webp'));
  await site.start();
  await isShown(alice, wish.photoId);
  await until('the upload is gone', async () => (await site.files('uploads')).length === 0);
});

test('an upload that is understood no more keeps no other from becoming a photo', async () => {
  const uploader = JSON.stringify({ kind: 'account', id: alice.personId });
  const id = await arriveUnanswered(await aPicture('webp'));
  const old = [newId(), JSON.stringify({ uploader })];
  await site.query('insert into arriving_upload values ($1, 10, $2, 10)', old);
  // Behind it.
  await site.query('update arriving_upload set touched_at = now() where id = $1', [id]);
  await site.start();
  await isShown(alice, wish.photoId);
  await until('the upload is gone', async () => (await site.files('uploads')).length === 0);
  await site.query('delete from arriving_upload where id = $1', [old[0]]);
});

test('a photo whose server died before it knew so, and came back when the receipt was forgotten, keeps its bytes', async () => {
  await alice.upload(wish, await aPicture('jpeg'));
  await isShown(alice, wish.photoId);
  await site.stop();
  await site.query("update photo_content set state = 'arrived' where photo_id = $1", [wish.photoId]);
  await site.query('delete from receipt');
  await site.start();
  await until('it is known', async () => {
    return (
      await site.query("select 1 from photo_content where photo_id = $1 and state <> 'arrived'", [wish.photoId])
    )[0];
  });
  await isShown(alice, wish.photoId);
});

test('an upload that another node is finishing is left to it for as long as it lives', async () => {
  const id = await arriveUnanswered(await aPicture('webp'));
  await site.query("insert into upload_lock values ($1, 1, now() + interval '1 hour', false)", [id]);
  await site.start();
  await until('it is asked for', async () => {
    return (await site.query('select is_wanted from upload_lock where upload_id = $1', [id]))[0].is_wanted;
  });
  expect(await site.files('uploads')).toHaveLength(2);
  expect(await site.query('select id from photos where id = $1', [wish.photoId])).toEqual([]);
  await site.query('delete from upload_lock');
  await isShown(alice, wish.photoId);
  await until('the upload is gone', async () => (await site.files('uploads')).length === 0);
});

test('an upload that nobody went on with is gone after a day, and nothing of it stays', async () => {
  const location = (await alice.begin(wish, 1_000)).headers.get('location')!;
  await alice.send(location, 0, Buffer.alloc(100));
  await site.query("update arriving_upload set touched_at = now() - interval '25 hours' where gone_at is null");
  await site.stop();
  await site.start();
  await until('its bytes are gone', async () => (await site.files('uploads')).length === 0);
  expect((await alice.tus('HEAD', location)).status).toBe(404);
  // Its row outlives whoever may still be writing a part.
  expect(await site.query('select id from arriving_upload where gone_at is null')).toEqual([]);
  await site.query("update arriving_upload set gone_at = now() - interval '2 hours'");
  await site.stop();
  await site.start();
  await until('its row is gone', async () => (await site.query('select id from arriving_upload')).length === 0);
});
