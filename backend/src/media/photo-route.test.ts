import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, photoUrl } from '@zoetrope/contract/renditions.ts';
import { toRange } from './byte-range.ts';
import { aPicture, aTellingPicture, look } from './made-pictures.fixture.ts';
import { PhotoRoute } from './photo-route.ts';
import { Site, until, type Person } from './site.fixture.ts';

/** What a complete photo has. */
const SHOWN = {
  ...{ renditions: ['w320.webp'], originalType: 'jpeg', renditionSet: CURRENT_SET, playback: null, plays: null },
  isPublic: true,
};

let site: Site;
let alice: Person;
let dan: Person;
let groupId: string;
let photoId: string;
let webp: string;
let original: string;

async function complete(person: Person, id: string): Promise<void> {
  await until('the photo is complete', async () => (await person.get(photoUrl(id, 'original'))).status === 200);
}
beforeAll(async () => {
  site = await Site.open();
  [alice, dan] = [await site.person('alice'), await site.person('dan')];
  groupId = await alice.makeGroup();
  photoId = newId();
  await alice.upload({ photoId, audience: { to: 'group', groupId }, caption: '' }, await aTellingPicture('jpeg'));
  await complete(alice, photoId);
  [webp, original] = [photoUrl(photoId, 'w640.webp'), photoUrl(photoId, 'original')];
});
afterAll(() => site.close());

describe('the bytes of a photo', () => {
  test('are what the address says, kept by nobody else, and no page', async () => {
    const { status, headers, bytes } = await alice.get(webp);
    expect(status).toBe(200);
    expect(await look(bytes)).toMatchObject({ format: 'webp', widthPx: 400, heightPx: 300 });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
    });
    expect((await look((await alice.get(photoUrl(photoId, 'w320.jpg'))).bytes)).format).toBe('jpeg');
  });

  test('of a width that a small photo has not are the widest there are', async () => {
    const { headers } = await alice.get(photoUrl(photoId, 'w2048.webp'));
    expect(headers.get('etag')).toBe((await alice.get(webp)).headers.get('etag'));
  });

  test('seen before are not sent again, and judged again', async () => {
    const etag = (await alice.get(webp)).headers.get('etag')!;
    expect(etag).toMatch(/^"/u);
    const again = await alice.get(webp, { 'if-none-match': `"other", ${etag}` });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await dan.get(webp, { 'if-none-match': etag })).status).toBe(404);
    expect((await alice.get(original)).headers.get('etag')).not.toBe(etag);
  });

  test('in part are a part', async () => {
    const { bytes, headers } = await alice.get(webp);
    const part = await alice.get(webp, { range: 'bytes=10-19' });
    expect([part.status, part.bytes]).toEqual([206, bytes.subarray(10, 20)]);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
    const end = await alice.get(webp, { range: 'bytes=-5', 'if-range': headers.get('etag')! });
    expect([end.status, end.bytes]).toEqual([206, bytes.subarray(-5)]);
    expect((await alice.get(webp, { range: 'bytes=-5', 'if-range': '"old"' })).status).toBe(200);
    const beyond = await alice.get(webp, { range: `bytes=${bytes.length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
  });

  test('are told of without being sent', async () => {
    const { status, headers, bytes } = await alice.ask('HEAD', webp);
    expect([status, bytes.length]).toEqual([200, 0]);
    expect(headers.get('content-length')).toBe(String((await alice.get(webp)).bytes.length));
  });

  test('as an original have a neutral name and tell neither place nor camera', async () => {
    const { headers, bytes } = await alice.get(original);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="photo-${photoId.slice(-8)}.jpg"`);
    expect(bytes.includes('Secret')).toBe(false);
    expect(await look(bytes)).toMatchObject({ format: 'jpeg', widthPx: 400, embedded: { exif: undefined } });
  });

  test('of a viewer who leaves in the middle are let go', async () => {
    await new Promise<void>((resolve, reject) => {
      const asked = request(site.url + original, { headers: { cookie: alice.cookie } }, (response) => {
        response.once('data', () => asked.destroy());
        response.once('close', resolve);
      });
      asked.once('error', reject).end();
    });
    expect((await alice.get(original)).status).toBe(200);
  });
});

describe('somebody who may not see a photo', () => {
  test('cannot tell it from one that is not there', async () => {
    const nowhere = await dan.get(photoUrl(newId(), 'w640.webp'));
    for (const person of [dan, site.visitor()]) {
      const answer = await person.get(webp);
      expect([answer.status, answer.json]).toEqual([404, nowhere.json]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test.each(['w640.svg', 'w1.exe', 'received', '..%2freceived', 'w640.webp%00'])(
    'nor get %s of it',
    async (rendition) => {
      expect((await alice.get(`/photos/${photoId}/${rendition}`)).status).toBe(404);
    },
  );
});

test('a photo for everyone is seen signed out, and kept for five minutes', async () => {
  const id = newId();
  await alice.upload({ photoId: id, audience: { to: 'everyone' }, caption: '' }, await aPicture('png'));
  await complete(alice, id);
  const answer = await site.visitor().get(photoUrl(id, 'w320.webp'));
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
});

test('with the cookie of a session that is over, a photo for everyone is seen, and another says that it is over', async () => {
  const id = newId();
  await alice.upload({ photoId: id, audience: { to: 'everyone' }, caption: '' }, await aPicture('png', 44, 33));
  await complete(alice, id);
  const late = site.visitor();
  late.cookie = `zoetrope_session=${'x'.repeat(43)}`;
  expect((await late.get(photoUrl(id, 'w320.webp'))).status).toBe(200);
  const { status, json } = await late.get(webp);
  expect([status, json.code]).toEqual([401, 'session-ended']);
});

describe('a removed photo', () => {
  test('is gone at once, with its bytes and its conversation', async () => {
    const id = newId();
    await alice.upload({ photoId: id, audience: { to: 'group', groupId }, caption: '' }, await aPicture('gif', 50, 60));
    await complete(alice, id);
    await alice.run('comments.add', { id: newId(), photoId: id, body: 'nice' });
    const [{ hash }] = await site.query(
      'select hash from photo_content join content on id = content_id where photo_id = $1',
      [id],
    );
    await alice.run('photos.remove', { id });
    expect((await alice.get(photoUrl(id, 'w320.webp'))).status).toBe(404);
    await until('its bytes are gone', async () => !(await site.files('media')).join().includes(hash));
    await until('its comments are gone', async () => {
      return (await site.query('select id from comments where photo_id = $1', [id])).length === 0;
    });
    expect(await site.query('select 1 from photo_content where photo_id = $1', [id])).toEqual([]);
    expect(await site.query('select 1 from content where hash = $1', [hash])).toEqual([]);
  });

  test('leaves the bytes that another photo uses', async () => {
    const bytes = await aPicture('webp', 70, 60);
    const [first, second] = [newId(), newId()];
    for (const id of [first, second]) {
      const audience = { to: 'group', groupId: id === first ? groupId : await alice.makeGroup() } as const;
      await alice.upload({ photoId: id, audience, caption: '' }, bytes);
      await complete(alice, id);
    }
    await alice.run('photos.remove', { id: first });
    await until('the first is forgotten', async () => {
      return (await site.query('select 1 from photo_content where photo_id = $1', [first])).length === 0;
    });
    expect((await alice.get(photoUrl(second, 'w320.jpg'))).status).toBe(200);
  });
});

test('a file that goes between the look at its size and its opening is not there, whatever was to be said of it', async () => {
  const access = { photoFor: async () => ({ contentId: `${'ab'.repeat(32)}.0`, hash: 'ab'.repeat(32), ...SHOWN }) };
  const removed = { findSize: async () => 10, open: async () => undefined };
  const authentication = { remembered: () => ({ caller: { kind: 'visitor' } }) };
  const route = new PhotoRoute(access as never, authentication as never, removed as never, {} as never, {} as never);
  const server = createServer((req, res) => void route.handle(req, res, newId(), 'w320.webp')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const { code } = (await answer.json()) as { code: string };
  expect([answer.status, code]).toEqual([404, 'not-found']);
  server.close();
});

test.each([
  [undefined, 'all'],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=3-100', { start: 3, end: 9 }],
  ['bytes=-100', { start: 0, end: 9 }],
  ['bytes=-0', 'none'],
  ['bytes=10-', 'none'],
  ['bytes=5-4', 'all'],
  ['bytes=-', 'all'],
  ['bytes=0-1,3-4', 'all'],
  ['lines=0-1', 'all'],
])('of ten bytes, %s is %j', (header, range) => {
  expect(toRange(header, 10)).toEqual(range);
});
