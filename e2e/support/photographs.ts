// Files as a person would choose them: what the bytes are is ours, what the name says is theirs.
import { randomInt } from 'node:crypto';
import sharp from 'sharp';

export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A JPEG of two colours that run into each other, unlike any other; small, for rendering it is most of what a photo costs. */
export async function aPhotograph(name: string, widthPx = 600, heightPx = 400): Promise<ChosenFile> {
  const hue = randomInt(360);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">
    <linearGradient id="sky" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 70% 60%)"/><stop offset="1" stop-color="hsl(${(hue + 60) % 360} 70% 30%)"/>
    </linearGradient>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${randomInt(widthPx)}" cy="${randomInt(heightPx)}" r="${heightPx / 6}" fill="#fff6dd"/>
  </svg>`;
  return { name, mimeType: 'image/jpeg', buffer: await sharp(Buffer.from(drawing)).jpeg().toBuffer() };
}

/** A JPEG that is mostly noise: it has about as many bytes as asked for, so that it takes its time on the way. */
export async function aHeavyPhotograph(name: string, sidePx = 2400): Promise<ChosenFile> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const drawn = sharp({ create: { width: sidePx, height: sidePx, channels: 3, background: '#fff', noise } });
  return { name, mimeType: 'image/jpeg', buffer: await drawn.jpeg({ quality: 95 }).toBuffer() };
}
