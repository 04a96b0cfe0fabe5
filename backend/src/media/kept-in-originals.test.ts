// What a group's owner lets originals say, and that nothing else says it: every byte that is handed out.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, ORIGINAL, photoUrl, renditionSet } from '@zoetrope/contract/renditions.ts';
import { placeOf, takenAtOf } from './exif.ts';
import { aTellingPicture } from './made-pictures.fixture.ts';
import { Site, until, type Person } from './site.fixture.ts';

let site: Site;
let alice: Person;
let groupId: string;
beforeAll(async () => {
  site = await Site.open();
  alice = await site.person('alice');
  groupId = await alice.makeGroup();
});
afterAll(() => site.close());

async function added(bytes: Buffer): Promise<string> {
  const photoId = newId();
  const answer = await alice.upload({ photoId, audience: { to: 'group', groupId }, caption: '' }, bytes);
  expect(answer.status).toBe(204);
  await until('its original is there', async () => {
    const [row] = await site.query('select renditions from photos where id = $1', [photoId]);
    return row.renditions === CURRENT_SET && (await alice.get(photoUrl(photoId, ORIGINAL))).status === 200;
  });
  return photoId;
}

const choose = (place: boolean, time: boolean) => alice.run('groups.keep', { groupId, place, time });

/** What an original says, once it is sure that it is a whole picture and says nothing more. */
async function saidBy(photoId: string) {
  const { bytes, headers } = await alice.get(photoUrl(photoId, ORIGINAL));
  expect(bytes.length).toBe(Number(headers.get('content-length')));
  expect(bytes.includes('Secret')).toBe(false);
  const { exif, orientation } = await sharp(bytes).metadata();
  await sharp(bytes, { failOn: 'warning' }).raw().toBuffer();
  const found = { place: exif ? placeOf(exif) : null, takenAt: exif ? takenAtOf(exif) : null, orientation };
  return { ...found, bytes, tag: headers.get('etag') };
}

const LONDON = { latitude: expect.closeTo(51.508_972, 5), longitude: expect.closeTo(-0.1277, 3) };
const TAKEN = '2024-05-03T14:02:11+02:00';

/** A turned photo with everything a camera tells. */
const aTaken = (seed: number, more: Record<string, string> = {}): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: seed * 40, g: 90, b: 120 } } })
    .withExif({
      IFD0: { Make: 'SecretMake', Orientation: '6' },
      IFD2: {
        BodySerialNumber: 'SecretSerial',
        DateTimeOriginal: '2024:05:03 14:02:11',
        OffsetTimeOriginal: '+02:00',
      },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 3972/100',
        ...more,
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

test('originals say where and when they were taken only if they were added after the owner chose so', async () => {
  const before = await added(await aTaken(1));
  expect(await saidBy(before)).toMatchObject({ place: null, takenAt: null, orientation: 6 });

  await choose(true, false);
  const after = await added(await aTaken(2));
  expect(await saidBy(before)).toMatchObject({ place: null, takenAt: null });
  const first = await saidBy(after);
  expect(first).toMatchObject({ place: LONDON, takenAt: null, orientation: 6 });

  await choose(true, true);
  expect(await saidBy(after)).toMatchObject({ place: LONDON, takenAt: null });
  const last = await added(await aTaken(3));
  expect(await saidBy(last)).toMatchObject({ place: LONDON, takenAt: TAKEN, orientation: 6 });

  // Taken back, it holds for all of them at once, also for who has a copy.
  await choose(false, true);
  const silent = await saidBy(after);
  expect(silent).toMatchObject({ place: null, takenAt: null });
  expect(silent.tag).not.toBe(first.tag);
  expect(await saidBy(last)).toMatchObject({ place: null, takenAt: TAKEN });
  await choose(true, true);
  expect(await saidBy(last)).toMatchObject({ place: null, takenAt: TAKEN });
});

test('a height that nobody can be at is not said, and keeps nobody from the rest', async () => {
  await choose(true, true);
  const photoId = await added(await aTaken(6, { GPSAltitudeRef: '0', GPSAltitude: '4294967295/1' }));
  const { place } = await saidBy(photoId);
  expect(place).toEqual(LONDON);
});

test('no rendition says so, whatever the owner chose', async () => {
  await choose(true, true);
  const photoId = await added(await aTaken(4));
  for (const format of renditionSet(CURRENT_SET).formats) {
    const { bytes, status } = await alice.get(photoUrl(photoId, `w320.${format}`));
    expect([status, (await sharp(bytes).metadata()).exif]).toEqual([200, undefined]);
  }
});

test('a part of such an original is that part of it, and a zip holds it whole', async () => {
  await choose(true, true);
  const photoId = await added(await aTaken(5));
  const { bytes } = await saidBy(photoId);
  for (const [start, end] of [
    [0, 9],
    [100, 400],
    [bytes.length - 30, bytes.length - 1],
  ] as const) {
    const part = await alice.get(photoUrl(photoId, ORIGINAL), { range: `bytes=${start}-${end}` });
    expect([part.status, part.bytes.equals(bytes.subarray(start, end + 1))]).toEqual([206, true]);
  }
  const begun = await alice.ask(
    'POST',
    '/api/downloads',
    { 'content-type': 'application/json' },
    JSON.stringify({ photoIds: [photoId] }),
  );
  const zip = (await alice.get(begun.json.url)).bytes;
  expect(zip.length).toBe(begun.json.byteCount);
  expect(zip.includes(bytes)).toBe(true);
});

test('a file that says nothing is handed out as it is', async () => {
  await choose(true, true);
  const png = await aTellingPicture('png');
  const photoId = await added(png);
  expect(await saidBy(photoId)).toMatchObject({ place: null, takenAt: null });
});

test('only the owner chooses', async () => {
  const bob = await site.person('bob');
  await expect(bob.run('groups.keep', { groupId, place: true, time: true })).rejects.toThrow('not-found');
});
