import sharp, { type Exif } from 'sharp';
import { describe, expect, test } from 'vitest';
import { takenAtOf } from './exif.ts';

async function takenAt(told: Exif): Promise<string | null> {
  const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } });
  const file = await blank.withExif(told).jpeg().toBuffer();
  return takenAtOf((await sharp(file).metadata()).exif!);
}

describe('when a photo was taken', () => {
  test('is what the camera wrote as the shutter opened, with its offset', async () => {
    const told = {
      IFD0: { DateTime: '2025:01:01 09:00:00' },
      IFD2: { DateTimeOriginal: '2024:05:03 14:02:11', OffsetTimeOriginal: '+02:00' },
    };
    expect(await takenAt(told)).toBe('2024-05-03T14:02:11+02:00');
  });

  test('has no offset where no camera and no satellite told one', async () => {
    expect(await takenAt({ IFD2: { DateTimeOriginal: '2024:05:03 14:02:11' } })).toBe('2024-05-03T14:02:11');
  });

  test.each([
    ['23:32:11', '2024:05:03', '-09:30'],
    ['08:17:40', '2024:05:03', '+05:45'],
    ['14:02:05', '2024:05:03', '+00:00'],
    ['14:10:05', '2024:05:03', ''],
    ['14:02:05', '2024:05:05', ''],
  ])('at %s by the satellites on %s is %s from UTC', async (clock, date, offset) => {
    const [hour, minute, second] = clock.split(':').map(Number);
    const told = {
      IFD2: { DateTimeOriginal: '2024:05:03 14:02:11' },
      IFD3: { GPSDateStamp: date, GPSTimeStamp: `${hour}/1 ${minute}/1 ${second}/1` },
    };
    expect(await takenAt(told)).toBe(`2024-05-03T14:02:11${offset}`);
  });

  test('is when it was scanned or last written, where nothing else is known', async () => {
    const changed = { IFD0: { DateTime: '2020:02:29 00:00:00' } };
    expect(await takenAt(changed)).toBe('2020-02-29T00:00:00');
    expect(await takenAt({ ...changed, IFD2: { DateTimeDigitized: '2019:02:28 10:00:00' } })).toBe(
      '2019-02-28T10:00:00',
    );
  });

  test.each(['0000:00:00 00:00:00', '2023:02:29 10:00:00', '2023:13:01 10:00:00', 'yesterday', '    :  :     :  :  '])(
    'is not known when the camera wrote %s',
    async (written) => {
      expect(await takenAt({ IFD2: { DateTimeOriginal: written } })).toBeNull();
    },
  );

  test('is not known of a block that is cut off anywhere, or of noise', async () => {
    const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } });
    const told = { IFD2: { DateTimeOriginal: '2024:05:03 14:02:11' } };
    const block = (await sharp(await blank.withExif(told).jpeg().toBuffer()).metadata()).exif!;
    for (let length = 0; length < block.length; length++)
      expect([null, '2024-05-03T14:02:11']).toContain(takenAtOf(block.subarray(0, length)));
    for (let seed = 1; seed < 500; seed++) {
      const noise = Buffer.from(block);
      noise[6 + ((seed * 7919) % (noise.length - 6))] = (seed * 104_729) % 256;
      expect(() => takenAtOf(noise)).not.toThrow();
    }
  });
});
