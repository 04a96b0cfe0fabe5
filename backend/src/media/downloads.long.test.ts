// Taking photos home: what is in the zip, for whom, and that what broke off goes on.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as yauzl from 'yauzl';
import { DOWNLOADS_URL } from '@zoetrope/contract/downloads.ts';
import { leaveGroup } from '@zoetrope/contract/features/members.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { captionPhoto, removePhoto } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { ORIGINAL, photoUrl } from '@zoetrope/contract/renditions.ts';
import { aPicture, aTellingPicture } from './made-pictures.fixture.ts';
import { Site, until, type Answer, type Person } from './site.fixture.ts';

let site: Site;
let alice: Person;
let bob: Person;
let dan: Person;
let groupId: string;
let photoIds: string[];
beforeAll(async () => {
  site = await Site.open();
  [alice, bob, dan] = [await site.person('alice'), await site.person('bob'), await site.person('dan')];
  groupId = await alice.makeGroup();
  await join(bob);
  photoIds = [];
  // One after the other, since files are in the order of their photos.
  const pictures = [await aTellingPicture('jpeg'), await aPicture('png', 900, 700), await aPicture('png', 900, 710)];
  for (const bytes of pictures) photoIds.push(await add(bytes));
});
afterAll(() => site.close());

const asJson = { 'content-type': 'application/json' };
async function join(person: Person): Promise<void> {
  const token = randomBytes(16).toString('hex');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const invite = { id: newId(), groupId, role: 'contributor', tokenHash, expiresAt: null, usesLeft: 1 };
  await alice.run(createInvite.name, invite);
  expect((await person.ask('POST', '/api/invites/accept', asJson, JSON.stringify({ token }))).status).toBe(200);
}
async function add(bytes: Buffer, audience: PhotoAudience = { to: 'group', groupId }): Promise<string> {
  const photoId = newId();
  expect((await alice.upload({ photoId, audience, caption: '' }, bytes)).status).toBe(204);
  await until('its original is there', async () => {
    const [row] = await site.query(
      'select original_crc32 from photo_content join content on id = content_id where photo_id = $1',
      [photoId],
    );
    return row !== undefined && row.original_crc32 !== null;
  });
  return photoId;
}
const begin = (who: Person, input: object): Promise<Answer> =>
  who.ask('POST', DOWNLOADS_URL, asJson, JSON.stringify(input));
async function unpack(zip: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const read = await yauzl.fromBufferPromise(zip, { lazyEntries: true });
  for await (const entry of read.eachEntry())
    found.set(entry.fileName, await buffer(await read.openReadStreamPromise(entry)));
  return found;
}
/** As when its original was tried and could not be made. */
async function withoutOriginal(photoId: string, job: 'done' | 'failed'): Promise<void> {
  const ofPhoto = '(select content_id from photo_content where photo_id = $1)';
  await site.query(
    `update content set original_type = null, original_byte_count = null, original_crc32 = null where id = ${ofPhoto}`,
    [photoId],
  );
  await site.query(`update content_job set state = $2 where content_id = ${ofPhoto}`, [photoId, job]);
}
const originalOf = async (photoId: string) => (await alice.get(photoUrl(photoId, ORIGINAL))).bytes;

describe('a group taken home', () => {
  test('is one zip with the original of each photo, named by day and number, as long as was said', async () => {
    const { status, json } = await begin(bob, { groupId });
    expect([status, json.photoCount, json.unfinishedCount]).toEqual([201, 3, 0]);
    const zip = await bob.get(json.url);
    expect([zip.status, zip.bytes.length, zip.headers.get('content-length')]).toEqual([
      200,
      json.byteCount,
      String(json.byteCount),
    ]);
    expect(zip.headers.get('content-disposition')).toContain('filename="Lake house.zip"');
    const files = await unpack(zip.bytes);
    expect([...files.keys()].map((name) => name.slice(-7))).toEqual(
      expect.arrayContaining(['001.jpg', '002.png', '003.png']),
    );
    for (const name of files.keys()) expect(name).toMatch(/^\d{4}-\d\d-\d\d-00[123]\.(jpg|png)$/u);
    const kept = await Promise.all(photoIds.map(originalOf));
    for (const bytes of files.values()) expect(kept.some((one) => one.equals(bytes))).toBe(true);
    expect(zip.bytes.includes('Secret')).toBe(false);
  });

  test('goes on where it broke off, also after the server was away', async () => {
    const { url, byteCount } = (await begin(bob, { groupId })).json;
    const whole = await bob.get(url);
    const tag = whole.headers.get('etag')!;
    await site.stop();
    await site.start();
    for (const at of [1, 40, 1_000, byteCount - 30, byteCount - 1]) {
      const rest = await bob.get(url, { range: `bytes=${at}-`, 'if-range': tag });
      expect([rest.status, rest.headers.get('content-range')]).toEqual([
        206,
        `bytes ${at}-${byteCount - 1}/${byteCount}`,
      ]);
      expect(rest.bytes.equals(whole.bytes.subarray(at))).toBe(true);
    }
    const beyond = await bob.get(url, { range: `bytes=${byteCount}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${byteCount}`]);
  });

  test('begins anew when a photo of it was removed meanwhile: a rest of something else would fit nothing', async () => {
    const extra = await add(await aPicture('webp', 60, 60));
    const { url } = (await begin(bob, { groupId })).json;
    const tag = (await bob.ask('HEAD', url)).headers.get('etag')!;
    await alice.run(removePhoto.name, { id: extra });
    const again = await bob.get(url, { range: 'bytes=10-', 'if-range': tag });
    expect([again.status, (await unpack(again.bytes)).size]).toEqual([200, 3]);
  });

  test('is nothing to others: not to strangers, not to visitors, and not by an address that somebody passed on', async () => {
    const { url } = (await begin(alice, { groupId })).json;
    const nowhere = await begin(dan, { groupId: newId() });
    const there = await begin(dan, { groupId });
    expect([there.status, there.json]).toEqual([404, nowhere.json]);
    expect((await begin(site.visitor(), { groupId })).json.code).toBe('unauthenticated');
    for (const person of [bob, dan, site.visitor()]) expect((await person.get(url)).json.code).toBe('not-found');
    for (const other of [`${DOWNLOADS_URL}/x`, `${DOWNLOADS_URL}/${newId()}`])
      expect((await alice.get(other)).json.code).toBe('not-found');
  });
});

describe('a selection taken home', () => {
  test('says how many of it are still being prepared, and has the others', async () => {
    const [done, coming] = [await add(await aPicture('png', 60, 40)), await add(await aPicture('png', 61, 40))];
    const contentOf = '(select content_id from photo_content where photo_id = $1)';
    // As between the first rendition, with which it is shown, and the original, which is made afterwards.
    await site.query(`update content set original_type = null where id = ${contentOf}`, [coming]);
    await site.query(
      `update content_job set state = 'waiting', run_after = now() + interval '1 hour' where content_id = ${contentOf}`,
      [coming],
    );
    const { json } = await begin(bob, { photoIds: [done, coming] });
    expect(json).toMatchObject({ photoCount: 1, unfinishedCount: 1 });
    expect([...(await unpack((await bob.get(json.url)).bytes)).values()]).toEqual([await originalOf(done)]);
  });

  test('has of a photo whose original cannot be made its largest picture, and a text that names what is missing', async () => {
    const [whole, smaller, none] = [
      await add(await aPicture('png', 1400, 40)),
      await add(await aPicture('png', 1401, 40)),
      await add(await aPicture('png', 62, 40)),
    ];
    await alice.run(captionPhoto.name, { id: none, caption: 'The one\nby the lake' });
    await withoutOriginal(smaller, 'done');
    await withoutOriginal(none, 'failed');
    await site.query(
      `update content set renditions = '{}' where id = (select content_id from photo_content where photo_id = $1)`,
      [none],
    );
    const { json } = await begin(bob, { photoIds: [whole, smaller, none] });
    expect(json).toMatchObject({ photoCount: 2, unfinishedCount: 0 });
    const zip = await bob.get(json.url);
    expect(zip.bytes.length).toBe(json.byteCount);
    const files = await unpack(zip.bytes);
    const largest = (await bob.get(photoUrl(smaller, 'w1920.jpg'))).bytes;
    expect((await sharp(largest).metadata()).width).toBe(1401);
    expect([...files.keys()].map((name) => name.slice(-7))).toEqual(['001.png', '002.jpg', 'ing.txt']);
    const [first, second, note] = [...files.values()];
    expect([first!.equals(await originalOf(whole)), second!.equals(largest)]).toEqual([true, true]);
    expect(String(note)).toMatch(
      /-002: the original\. In its place .*\r\n.*-003 \(The one by the lake\): the photo\.\r\n$/u,
    );
    // It is also what there is of the photo alone, and of the other one there is nothing.
    const [byItself, nothing] = [await bob.get(photoUrl(smaller, ORIGINAL)), await bob.get(photoUrl(none, ORIGINAL))];
    expect([byItself.bytes.equals(largest), nothing.status]).toEqual([true, 404]);
    expect(byItself.headers.get('content-disposition')).toMatch(/^attachment; filename="photo-[0-9a-f]{8}\.jpg"$/u);
    // The same at every request, and any part of it alone.
    const half = zip.bytes.length >> 1;
    const [head, rest] = [await bob.ask('HEAD', json.url), await bob.get(json.url, { range: `bytes=${half}-` })];
    expect(head.headers.get('etag')).toBe(zip.headers.get('etag'));
    expect(rest.bytes.equals(zip.bytes.subarray(half))).toBe(true);
    // With nothing to look at there is still the word of it.
    const alone = (await begin(bob, { photoIds: [none] })).json;
    expect(alone).toMatchObject({ photoCount: 0, unfinishedCount: 0 });
    expect([...(await unpack((await bob.get(alone.url)).bytes)).keys()]).toEqual(['what-is-missing.txt']);
    // An original that was made after all is taken home as it is, with its own length.
    await site.query(
      `update content_job set state = 'waiting', run_after = now() where content_id in (
         select content_id from photo_content where photo_id = $1)`,
      [smaller],
    );
    await site.stop();
    await site.start();
    await until(
      'it is made',
      async () => (await alice.get(photoUrl(smaller, ORIGINAL))).headers.get('content-type') === 'image/png',
    );
    await until('it is measured', async () => (await begin(bob, { photoIds: [smaller] })).json.photoCount === 1);
    const made = (await begin(bob, { photoIds: [smaller] })).json;
    expect([...(await unpack((await bob.get(made.url)).bytes)).values()]).toEqual([await originalOf(smaller)]);
  });

  test('has those photos that one may see, once each', async () => {
    const own = await add(await aPicture('gif', 50, 40), { to: 'friends' });
    const wanted = [photoIds[0], own, photoIds[0], newId()];
    const bobs = (await begin(bob, { photoIds: wanted })).json;
    expect(bobs.photoCount).toBe(1);
    expect([...(await unpack((await bob.get(bobs.url)).bytes)).values()]).toEqual([await originalOf(photoIds[0]!)]);
    expect((await begin(alice, { photoIds: wanted })).json.photoCount).toBe(2);
    expect((await begin(dan, { photoIds: wanted })).json.code).toBe('not-found');
  });

  test.each([
    ['nothing', { photoIds: [] }],
    ['what is no id', { photoIds: ['../x'] }],
    ['too many', { photoIds: Array.from({ length: LIMITS.downloadPhotos + 1 }, () => newId()) }],
    ['neither', {}],
  ])('of %s is refused', async (_what, input) => {
    const answer = await begin(alice, input);
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid']);
  });
});

test('who leaves the group while it is being sent gets no further photo', async () => {
  // Not compressed, since buffers on the way hold some megabytes: the last photo's turn comes after the leaving.
  for (const background of ['red', 'green', 'blue']) {
    // As high as that it is shown narrow, which takes no time.
    const create = { width: 100, height: 30_000, channels: 3 as const, background };
    await add(await sharp({ create }).png({ compressionLevel: 0 }).toBuffer());
  }
  const { url, byteCount } = (await begin(bob, { groupId })).json;
  const [response] = (await once(http.get(site.url + url, { headers: { cookie: bob.cookie } }), 'response')) as [
    http.IncomingMessage,
  ];
  expect(response.statusCode).toBe(200);
  await bob.run(leaveGroup.name, { groupId, takePhotos: false });
  let received = 0;
  const isWhole = await (async () => {
    for await (const chunk of response) received += (chunk as Buffer).length;
    return true;
  })().catch(() => false);
  expect([isWhole, received < byteCount]).toEqual([false, true]);
  expect((await bob.get(url, { range: `bytes=${received}-` })).json.code).toBe('not-found');
});
