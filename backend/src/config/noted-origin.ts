// Where the site is found, noted beside its data by the server that runs there, for commands that are run beside it.
import fs from 'node:fs';
import path from 'node:path';

const fileIn = (dataDir: string) => path.join(dataDir, 'origin');

/**
 * Effects: overwrites what the start before noted; it stays there when the server has ended. Where nothing can be written,
 * nothing is noted: a site whose photos are in a bucket runs without a folder.
 */
export function noteOrigin(dataDir: string, origin: string): void {
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.writeFileSync(fileIn(dataDir), origin);
  } catch {
    // The command then goes by its own settings, as on a machine on which the site never ran.
  }
}

/** What the last start noted; undefined when there was none. */
export function notedOrigin(dataDir: string): string | undefined {
  const file = fileIn(dataDir);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
