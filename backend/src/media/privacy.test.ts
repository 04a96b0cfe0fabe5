// What a photo tells beside the picture: every byte that is handed out of files that carry all there is.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { CURRENT_SET, ORIGINAL, photoUrl, RENDITION_SETS, type RenditionName } from '@zoetrope/contract/renditions.ts';
import { Site, until, type Answer, type Person } from './site.fixture.ts';
import type { PictureType } from './sniff.ts';
import { tellingFiles } from './telling-files.fixture.ts';

const TYPES: readonly PictureType[] = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff', 'heic', 'raw'];
const NAMES = new Set<RenditionName>(
  RENDITION_SETS.flatMap(({ widths, formats }) =>
    widths.flatMap((width) => formats.map((format): RenditionName => `w${width}.${format}`)),
  ),
);

let site: Site;
let alice: Person;
let files: Record<PictureType, Buffer>;
beforeAll(async () => {
  site = await Site.open();
  alice = await site.person('alice');
  files = await tellingFiles();
});
afterAll(() => site.close());

/** Once for all tests: nobody adds the same picture to the same people twice. */
const uploads = new Map<PictureType, Promise<string>>();
function uploaded(type: PictureType): Promise<string> {
  const known = uploads.get(type) ?? upload(type);
  uploads.set(type, known);
  return known;
}

async function upload(type: PictureType): Promise<string> {
  const photoId = newId();
  const wish = { photoId, audience: { to: 'friends' as const }, caption: '' };
  const answer = await alice.upload(wish, files[type], { filename: 'IMG_20240503_SecretName.jpg' });
  expect([type, answer.status]).toEqual([type, 204]);
  await until('all of it is made', async () => {
    const [row] = await site.query('select renditions from photos where id = $1', [photoId]);
    return row.renditions === CURRENT_SET && (await alice.get(photoUrl(photoId, ORIGINAL))).status === 200;
  });
  return photoId;
}

async function expectSilent({ bytes, headers }: Answer): Promise<void> {
  expect(bytes.includes('Secret')).toBe(false);
  expect(bytes.includes('GPS')).toBe(false);
  expect(JSON.stringify([...headers])).not.toContain('Secret');
  const { exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata();
  expect([xmp, iptc]).toEqual([undefined, undefined]);
  expect(icc?.includes('Secret') ?? false).toBe(false);
  // A block of EXIF with the orientation, and nothing else, is what a turned JPEG needs.
  if (exif) expect([exif.length < 40, orientation !== undefined]).toEqual([true, true]);
}

describe('of a file with place, serial number, thumbnail, notes and names', () => {
  test.each(TYPES)('a %s says so before it is uploaded', (type) => {
    expect(files[type].includes('Secret')).toBe(true);
  });

  test.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('the colour profile of a %s says so', async (type) => {
    expect((await sharp(files[type]).metadata()).icc?.includes('SecretDisplay')).toBe(true);
  });

  test.each(TYPES)('no rendition of a %s says anything', async (type) => {
    const photoId = await uploaded(type);
    const tags = new Set<string>();
    for (const name of NAMES) {
      const answer = await alice.get(photoUrl(photoId, name));
      expect(answer.status).toBe(200);
      await expectSilent(answer);
      tags.add(answer.headers.get('etag')!);
    }
    // 400 pixels or fewer: one width or two, in three formats.
    expect([3, 6]).toContain(tags.size);
  });

  test.each(TYPES)('the original of a %s that people download says nothing, and has a neutral name', async (type) => {
    const photoId = await uploaded(type);
    const answer = await alice.get(photoUrl(photoId, ORIGINAL));
    await expectSilent(answer);
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="photo-${photoId.slice(-8)}\\.(jpg|png|webp|gif)"$`, 'u'),
    );
  });
});
