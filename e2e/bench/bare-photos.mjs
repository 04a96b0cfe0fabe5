// Child: what the renditions of photos cost without a server around them. The same outputs with the same settings, from one
// decode, written into a folder. The settings are those of `backend/src/media/renditions.ts`.
import fs from 'node:fs/promises';
import path from 'node:path';
import { CURRENT_SET, renditionSet, renditionWidths } from '@zoetrope/contract/renditions.ts';
import sharp from 'sharp';
import { answer } from './child.mjs';
import { cpuMs } from './machine.mjs';

const encode = {
  avif: (picture) => picture.avif({ quality: 60, effort: 0 }),
  webp: (picture) => picture.webp({ quality: 78, effort: 2 }),
  jpg: (picture) => picture.flatten({ background: '#fff' }).jpeg({ quality: 80 }),
};

sharp.cache(false);
answer({
  /** One after the other. Times in ms, CPU of this process. */
  async render({ files, folder }) {
    const before = cpuMs(process.pid);
    const startedAt = performance.now();
    for (const [i, file] of files.entries()) await renderOne(file, path.join(folder, String(i)));
    const count = files.length;
    return { cpuMs: (cpuMs(process.pid) - before) / count, ms: (performance.now() - startedAt) / count };
  },
});

async function renderOne(file, folder) {
  await fs.mkdir(folder, { recursive: true });
  const { widths, formats } = renditionSet(CURRENT_SET);
  const whole = await sharp(file)
    .autoOrient()
    .resize({ width: widths.at(-1), withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (const width of renditionWidths(whole.info.width, CURRENT_SET)) {
    const { data, info } = await sharp(whole.data, { raw: whole.info })
      .resize({ width, withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    for (const format of formats) {
      const bytes = await encode[format](sharp(data, { raw: info })).toBuffer();
      await fs.writeFile(path.join(folder, `w${width}.${format}`), bytes);
    }
  }
}
