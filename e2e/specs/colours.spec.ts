// Colours as another program renders them: the browser draws the file as it was chosen, with its own colour management,
// and what we show of it has the same pixels.
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { test } from '#support/journeys.ts';

/** Small enough for the first rendition to have every pixel, where each pixel is another colour. */
const WIDTH_PX = 240;
const HEIGHT_PX = 160;

/** Hues from left to right, from white over full to dark from above; `chroma` is how far from grey. */
function field(chroma: number): Buffer {
  const pixels = Buffer.alloc(WIDTH_PX * HEIGHT_PX * 3);
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const light = 1 - y / (HEIGHT_PX - 1);
      for (let channel = 0; channel < 3; channel++) {
        const hue = (1 + Math.cos(2 * Math.PI * (x / WIDTH_PX - channel / 3))) / 2;
        pixels[(y * WIDTH_PX + x) * 3 + channel] = Math.round(255 * light * (1 - chroma * (1 - hue)));
      }
    }
  }
  return pixels;
}
const raw = { width: WIDTH_PX, height: HEIGHT_PX, channels: 3 } as const;
const painted = (chroma: number) => sharp(field(chroma), { raw });

/** The same numbers, of other colours: what `profile` takes them for. */
async function inColoursOf(profile: string, numbers: Buffer): Promise<Buffer> {
  const icc = (await sharp(await painted(0).withIccProfile(profile).png().toBuffer()).metadata()).icc!;
  const jpeg = await sharp(numbers, { raw }).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  const head = Buffer.concat([
    Buffer.from('ffe20000', 'hex'),
    Buffer.from('ICC_PROFILE\0', 'latin1'),
    Buffer.from([1, 1]),
  ]);
  head.writeUInt16BE(head.length - 2 + icc.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, icc, jpeg.subarray(2)]);
}

/** With 16 bits a channel. */
const deep = () => painted(0.6).toColourspace('rgb16').png().toBuffer();

/** Pixels in sRGB as this browser shows the file: red, green, blue and alpha, row by row. */
function drawnBy(page: Page, file: Buffer | string, type: string): Promise<number[]> {
  const url = typeof file === 'string' ? file : `data:${type};base64,${file.toString('base64')}`;
  return page.evaluate(
    async ({ from, width, height }) => {
      const image = new Image();
      image.src = from;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d', { colorSpace: 'srgb' })!;
      context.drawImage(image, 0, 0, width, height);
      return [...context.getImageData(0, 0, width, height).data];
    },
    { from: url, width: WIDTH_PX, height: HEIGHT_PX },
  );
}

/** Of all channels: the mean difference, and what one pixel in a hundred is beyond. */
function difference(some: readonly number[], others: readonly number[]): { mean: number; most: number } {
  const apart = some.map((value, i) => Math.abs(value - others[i]!)).filter((_value, i) => i % 4 !== 3);
  const mean = apart.reduce((sum, value) => sum + value, 0) / apart.length;
  return { mean, most: apart.toSorted((a, b) => a - b)[Math.floor(apart.length * 0.99)]! };
}

const FILES = [
  ['a JPEG in Display P3', 'image/jpeg', () => inColoursOf('p3', field(0.6))],
  ['a PNG of 16 bits', 'image/png', deep],
] as const;

for (const [what, type, make] of FILES) {
  test(`the colours of ${what} are those that another program renders`, { tag: '@long' }, async ({ stage }) => {
    const alice = await stage.person('alice');
    const groupId = await alice.makeGroup('Paint shop');
    const file = await make();
    const photoId = await alice.addPhoto(groupId, 'Colours', { name: 'colours', mimeType: type, buffer: file });
    await alice.untilOriginal(photoId);
    const page = await alice.tab(`/g/${groupId}`);
    const reference = await drawnBy(page, file, type);
    for (const format of ['jpg', 'webp', 'avif']) {
      const shown = await drawnBy(page, `/photos/${photoId}/w320.${format}`, type);
      const found = difference(shown, reference);
      expect(found.mean, format).toBeLessThan(2.5);
      expect(found.most, format).toBeLessThan(10);
    }
    const home = await drawnBy(page, `/photos/${photoId}/original`, type);
    expect(difference(home, reference).mean).toBeLessThan(1);
  });
}
