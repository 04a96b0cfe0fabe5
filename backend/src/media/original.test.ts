import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { codeOf } from './bombs.fixture.ts';
import { anAnimation, anOrientedJpeg, aPicture, aTellingPicture, look } from './made-pictures.fixture.ts';
import { withoutMetadata } from './original.ts';
import type { PictureType } from './sniff.ts';

const nothing = { exif: undefined, xmp: undefined, iptc: undefined };

describe('the original that is handed out', () => {
  test.each<PictureType>(['jpeg', 'png', 'webp'])('of a %s tells nothing and is the same picture', async (type) => {
    const clean = withoutMetadata(await aTellingPicture(type), type, 1)!;
    expect(clean.includes('Secret')).toBe(false);
    expect(clean.includes('Exif')).toBe(false);
    expect(await look(clean)).toMatchObject({
      embedded: nothing,
      widthPx: 400,
      quarters: ['red', 'blue', 'blue', 'blue'],
    });
  });

  test.each<PictureType>(['jpeg', 'png', 'webp'])(
    'of a %s keeps its colours, and no more of its profile',
    async (type) => {
      const telling = await aTellingPicture(type);
      const clean = withoutMetadata(telling, type, 1)!;
      const [before, after] = [await sharp(telling).metadata(), await sharp(clean).metadata()];
      expect([before.icc!.includes('Secret'), after.icc!.includes('Secret')]).toEqual([true, false]);
      const inSrgb = (file: Buffer) => sharp(file).toColourspace('srgb').raw().toBuffer();
      expect((await inSrgb(clean)).equals(await inSrgb(telling))).toBe(true);
      // The profile is still looked at: without it the same numbers are other colours.
      const dumb = await sharp(clean, { autoOrient: false }).keepIccProfile().raw().toBuffer();
      expect((await inSrgb(clean)).equals(dumb)).toBe(false);
    },
  );

  test('of a JPEG has its profile cleaned in whatever pieces, and order, it comes', async () => {
    const telling = await aTellingPicture('jpeg');
    const { icc } = await sharp(telling).metadata();
    const at = telling.indexOf('ICC_PROFILE\0', 0, 'latin1') - 4;
    const end = at + 2 + telling.readUInt16BE(at + 2);
    const middle = icc!.indexOf('Secret') + 3;
    const piece = (number: number, bytes: Buffer) => {
      const head = Buffer.from(
        'ffe20000' + Buffer.from('ICC_PROFILE\0', 'latin1').toString('hex') + `0${number}02`,
        'hex',
      );
      head.writeUInt16BE(head.length - 2 + bytes.length, 2);
      return Buffer.concat([head, bytes]);
    };
    const pieces = [piece(2, icc!.subarray(middle)), piece(1, icc!.subarray(0, middle))];
    const split = Buffer.concat([telling.subarray(0, at), ...pieces, telling.subarray(end)]);
    expect((await sharp(split).metadata()).icc!.equals(icc!)).toBe(true);
    const clean = withoutMetadata(split, 'jpeg', 1)!;
    const whole = withoutMetadata(telling, 'jpeg', 1)!;
    expect((await sharp(clean).metadata()).icc!.equals((await sharp(whole).metadata()).icc!)).toBe(true);
    expect((await sharp(clean).metadata()).icc!.includes('ret')).toBe(false);
  });

  test.each([2, 3, 4, 5, 6, 7, 8])('of a JPEG keeps the orientation %i, alone', async (orientation) => {
    const stored = await anOrientedJpeg(orientation);
    const before = await look(stored);
    const after = await look(withoutMetadata(stored, 'jpeg', orientation)!);
    expect(after).toMatchObject({ orientation, quarters: before.quarters, widthPx: before.widthPx });
    expect(after.embedded.exif!.length).toBeLessThan(40);
  });

  test('of a JPEG ends where the picture ends', async () => {
    const jpeg = await aPicture('jpeg');
    const followed = Buffer.concat([jpeg, await aTellingPicture('jpeg')]);
    expect(withoutMetadata(followed, 'jpeg', 1)!.length).toBeLessThanOrEqual(jpeg.length);
  });

  test('of a GIF keeps moving and loses its comments', async () => {
    const gif = await anAnimation('gif');
    const commented = Buffer.concat([gif.subarray(0, -1), Buffer.from('\x21\xfe\x06Secret\0\x3b', 'latin1')]);
    const clean = withoutMetadata(commented, 'gif', 1)!;
    expect(clean.includes('Secret')).toBe(false);
    expect(await look(clean)).toMatchObject({ format: 'gif', pages: 2 });
  });

  test.each(['gif', 'webp'] as const)(
    'of a moving %s that breaks off has the frames before, if it is shown',
    async (type) => {
      const whole = await anAnimation(type);
      const pages: number[] = [];
      const lengths = Array.from({ length: 19 }, (_, i) => Math.floor((whole.length * (i + 1)) / 20));
      for (const length of [...lengths, whole.length - 1]) {
        const cut = whole.subarray(0, length);
        if ((await codeOf(cut)) !== 'accepted') continue;
        const clean = withoutMetadata(cut, type, 1)!;
        pages.push((await look(clean)).pages ?? 1);
      }
      // WebP says at its beginning how long it is, and is refused.
      expect(new Set(pages)).toEqual(new Set(type === 'gif' ? [1, 2] : []));
    },
  );

  test('of a GIF in which noise follows the first frame has that frame', async () => {
    const gif = await anAnimation('gif');
    const second = gif.lastIndexOf(Buffer.from('21f904', 'hex'));
    const clean = withoutMetadata(Buffer.concat([gif.subarray(0, second), Buffer.alloc(500, 0x99)]), 'gif', 1)!;
    expect(clean.equals(Buffer.concat([gif.subarray(0, second), Buffer.from(';')]))).toBe(true);
  });

  test('of a moving WebP keeps moving', async () => {
    expect(await look(withoutMetadata(await anAnimation('webp'), 'webp', 1)!)).toMatchObject({ pages: 2 });
  });

  test('cannot be had without encoding where it would lie on its side, or from an AVIF', async () => {
    expect(withoutMetadata(await aTellingPicture('webp', 6), 'webp', 6)).toBeUndefined();
    expect(withoutMetadata(await aPicture('avif'), 'avif', 1)).toBeUndefined();
  });

  test.each<PictureType>(['jpeg', 'png', 'webp', 'gif'])(
    'of a %s cut off anywhere is refused or whole, never a crash',
    async (type) => {
      const whole = await aPicture(type, 64, 48);
      for (let length = 0; length < whole.length; length += 7) {
        const made = withoutMetadata(whole.subarray(0, length), type, 1);
        expect(made === undefined || made.length <= length + 40).toBe(true);
      }
    },
  );
});
