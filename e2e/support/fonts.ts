// Letters for the browsers that test: a machine may have Latin ones alone, and the next one has others. The product ships
// its own two fonts; everything else that people write is drawn by their devices, and here by these packages.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decompress } from 'wawoff2';

const PACKAGES = [
  '@fontsource-variable/noto-sans/files',
  '@fontsource-variable/noto-sans-arabic/files',
  '@fontsource-variable/noto-sans-sc/files',
  '@fontsource-variable/noto-sans-kr/files',
  // Its pictures are glyphs in layers (COLR 0), which every engine draws, also of a font of the system's.
  'twemoji-colr-font',
] as const;

const own = createRequire(import.meta.url);
const places = PACKAGES.map((name) => {
  const [first = ''] = (own.resolve.paths(name) ?? [])
    .map((at) => path.join(at, name))
    .filter((at) => fs.existsSync(at));
  return fs.realpathSync(first);
});

/**
 * A folder with Arabic, Chinese, Japanese and Korean letters and emoji, as fontconfig reads them.
 *
 * Effects: takes 40 MB in .cache, and some seconds the first time.
 */
async function unpackFonts(): Promise<string> {
  // The store of pnpm names a place by its version.
  const mark = createHash('sha256').update(places.join('')).digest('hex').slice(0, 12);
  const folder = fileURLToPath(new URL(`../../.cache/fonts-${mark}`, import.meta.url));
  if (fs.existsSync(folder)) return folder;
  // Into a folder of its own first: workers may ask at the same time, and the rename is whole.
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  for (const place of places) {
    for (const file of fs.readdirSync(place).filter((name) => /(?:wght-normal|twemoji)\.woff2$/u.test(name))) {
      // fontconfig cannot look into woff2.
      const font = await decompress(fs.readFileSync(path.join(place, file)));
      fs.writeFileSync(path.join(draft, file.replace(/woff2$/u, 'ttf')), font);
    }
  }
  try {
    fs.renameSync(draft, folder);
  } catch {
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The file that FONTCONFIG_FILE names: these fonts and those of `more`, and none of the machine's. */
export async function writeFontsConfiguration(...more: readonly string[]): Promise<string> {
  const fonts = await unpackFonts();
  const folders = [fonts, ...more].map((name) => `<dir>${name}</dir>`).join('');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${fonts}.cache</cachedir></fontconfig>`;
  const file = `${fonts}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.conf`;
  if (!fs.existsSync(file)) fs.writeFileSync(file, text);
  return file;
}
