import { writeFontsConfiguration } from '#support/fonts.ts';

export interface Webkit {
  /** Of its WebDrivers. */
  readonly urls: readonly string[];
  stop(): Promise<void>;
}

/** `count` WebDrivers of Debian's WebKitGTK; undefined where there is none: then one loud line has said so. */
export async function startWebkit(count: number): Promise<Webkit | undefined> {
  const script = new URL('../../docker/webkit.mjs', import.meta.url).href;
  const docker = (await import(script)) as {
    startWebkit(options: { count: number; fontsFile: string }): Promise<Webkit | undefined>;
  };
  return docker.startWebkit({ count, fontsFile: await writeFontsConfiguration() });
}
