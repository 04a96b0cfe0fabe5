// Draws the icons of the installed app from the mark: node docker/icons.mjs. Its pictures are in the tree.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';

const sharp = createRequire(inRoot('backend/package.json'))('sharp');
const PAPER = '#F6F7F5';
/** Systems cut maskable icons to a circle of four fifths: the mark stays inside it. */
const ICONS = [
  { name: 'icon-192.png', sizePx: 192, share: 0.8 },
  { name: 'icon-512.png', sizePx: 512, share: 0.8 },
  { name: 'maskable-512.png', sizePx: 512, share: 0.54 },
  { name: 'apple-touch-180.png', sizePx: 180, share: 0.68 },
];

// The colours of light: what rasterises the mark asks no system for its theme.
const mark = fs.readFileSync(inRoot('frontend/public/mark.svg'), 'utf8').replace(/@media\(.*?\}\}/u, '');
for (const { name, sizePx, share } of ICONS) {
  const markPx = Math.round(sizePx * share);
  const picture = await sharp(Buffer.from(mark), { density: (72 * markPx) / 32 })
    .resize(markPx, markPx)
    .toBuffer();
  await sharp({ create: { width: sizePx, height: sizePx, channels: 3, background: PAPER } })
    .composite([{ input: picture }])
    .png({ palette: true })
    .toFile(inRoot(`frontend/public/icons/${name}`));
}
