import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFontsConfiguration } from '#support/fonts.ts';

interface DebianPackages {
  findDebianFolder(name: string, packages: readonly string[]): string | undefined;
  libraryPath(folder: string): string;
}

export interface Firefox {
  /** "Firefox 153.7.0". */
  readonly engine: string;
  /** What the stand-in must be started with. */
  readonly env: Readonly<Record<string, string>>;
}

/** Debian's Firefox; undefined where there is none: then one loud line has said so. */
export async function findFirefox(): Promise<Firefox | undefined> {
  const script = new URL('../../docker/debian-packages.mjs', import.meta.url).href;
  const debian = (await import(script)) as DebianPackages;
  const folder = debian.findDebianFolder('firefox', ['firefox-esr']);
  if (!folder) {
    console.warn('!!! No Firefox: its journeys are NOT RUN. It needs the packages of Debian.');
    return undefined;
  }
  const place = path.join(folder, 'usr/lib/firefox-esr');
  // It writes there whatever its profile is.
  const home = fileURLToPath(new URL('../../.cache/firefox-home', import.meta.url));
  fs.mkdirSync(home, { recursive: true });
  const about = fs.readFileSync(path.join(place, 'application.ini'), 'utf8');
  return {
    engine: `Firefox ${/^Version=(.+)$/mu.exec(about)?.[1]} ESR`,
    env: {
      FIREFOX_PATH: path.join(place, 'firefox-esr'),
      LD_LIBRARY_PATH: debian.libraryPath(folder),
      FONTCONFIG_FILE: await writeFontsConfiguration(),
      HOME: home,
    },
  };
}
