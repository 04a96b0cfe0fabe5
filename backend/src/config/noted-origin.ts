// Where the site is found, noted beside its data by the server that runs there, for commands that are run beside it.
import fs from 'node:fs';
import path from 'node:path';

const fileIn = (dataDir: string) => path.join(dataDir, 'origin');

/** Effects: overwrites what the start before noted; it stays there when the server has ended. */
export function noteOrigin(dataDir: string, origin: string): void {
  fs.writeFileSync(fileIn(dataDir), origin);
}

/** What the last start noted; undefined when there was none. */
export function notedOrigin(dataDir: string): string | undefined {
  const file = fileIn(dataDir);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
