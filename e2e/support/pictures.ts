import { randomInt } from 'node:crypto';
import sharp from 'sharp';

/** A PNG of one colour that no other has, so that nothing takes it for a duplicate. */
export function aPicture(widthPx: number, heightPx: number): Promise<Buffer> {
  const background = { r: randomInt(256), g: randomInt(256), b: randomInt(256) };
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
    .withMetadata({ density: randomInt(72, 10_000) })
    .png()
    .toBuffer();
}
