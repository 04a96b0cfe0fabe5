// A Chromium to test with: the one named by CHROMIUM_PATH, else one on the system, else the one inside the npm
// package @sparticuz/chromium (Linux x64), unpacked once into .cache.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { writeFontsConfiguration } from '#support/fonts.ts';
import { createBrotliDecompress } from 'node:zlib';

export interface Chromium {
  readonly executablePath: string;
  /** What the browser must be started with, on top of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Docker gives /dev/shm 64 MB, too little for a page with many pictures. */
const everywhere = ['--disable-dev-shm-usage'];

/**
 * The first Chromium that is there; E2E_BROWSER=bundled passes over those of the system.
 *
 * Errors: a sentence that says what to install.
 * Effects: the bundled one takes 0.2 GB in .cache.
 */
export async function findChromium(): Promise<Chromium> {
  const { CHROMIUM_PATH: named, E2E_BROWSER: wanted } = process.env;
  const system = wanted === 'bundled' ? undefined : systemPaths.find((file) => fs.existsSync(file));
  const installed = named ?? system;
  if (installed) {
    // Chromium refuses to build its sandbox as root.
    const args = process.getuid?.() === 0 ? [...everywhere, '--no-sandbox'] : everywhere;
    return { executablePath: installed, env: { FONTCONFIG_FILE: await writeFontsConfiguration() }, args };
  }
  return unpackBundled();
}

async function unpackBundled(): Promise<Chromium> {
  const packageFolder = findPackage();
  if (!packageFolder) {
    throw new Error('There is no Chromium here: install one, or set CHROMIUM_PATH.');
  }
  const version = readVersion(packageFolder);
  const folder = fileURLToPath(new URL(`../../.cache/chromium-${version}`, import.meta.url));
  if (!fs.existsSync(path.join(folder, 'chromium'))) {
    await unpack(packageFolder, folder);
  }
  const libraries = [path.join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: await writeFontsConfiguration(path.join(folder, 'fonts')) },
    args: [...everywhere, '--no-sandbox'],
  };
}

function findPackage(): string | undefined {
  const own = createRequire(import.meta.url);
  const places = own.resolve.paths('@sparticuz/chromium') ?? [];
  return places
    .map((place) => path.join(place, '@sparticuz/chromium'))
    .find((folder) => fs.existsSync(path.join(folder, 'bin/chromium.br')));
}

function readVersion(packageFolder: string): string {
  const parsed: unknown = JSON.parse(fs.readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const { version } = parsed as { version: string };
  return version;
}

/** Into a folder of its own first: workers may ask at the same time, and each rename is whole. */
async function unpack(packageFolder: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  const packed = (name: string) => fs.createReadStream(path.join(packageFolder, 'bin', name));
  const program = fs.createWriteStream(path.join(draft, 'chromium'), { mode: 0o755 });
  await pipeline(packed('chromium.br'), createBrotliDecompress(), program);
  const tar = loadTar(packageFolder);
  await pipeline(packed('al2023.tar.br'), createBrotliDecompress(), tar.extract(path.join(draft, 'al2023')));
  await pipeline(packed('fonts.tar.br'), createBrotliDecompress(), tar.extract(path.join(draft, 'fonts')));
  await pipeline(packed('swiftshader.tar.br'), createBrotliDecompress(), tar.extract(draft));
  try {
    fs.renameSync(draft, folder);
  } catch {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

interface Tar {
  extract(folder: string): NodeJS.WritableStream;
}

/** The package's own dependency, so that nothing else has to be installed for this. */
function loadTar(packageFolder: string): Tar {
  return createRequire(path.join(fs.realpathSync(packageFolder), 'package.json'))('tar-fs') as Tar;
}
