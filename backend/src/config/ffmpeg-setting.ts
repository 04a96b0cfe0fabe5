// Where ffmpeg is, which videos need. Not every machine has it, and nobody has to.
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const NONE = 'none';
const NAME = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';

/** The program's file, or `none`, which is undefined. */
export const ffmpegSetting: z.ZodMiniType<string | undefined, string> = z.pipe(
  z.string().check(
    z.refine((text) => text === NONE || isProgram(text), {
      error: 'must be the file of the program ffmpeg, with ffprobe beside it, or none',
    }),
  ),
  z.transform((text) => (text === NONE ? undefined : path.resolve(text))),
);

/** The first one in the folders of PATH that has ffprobe beside it; undefined where there is none. */
export function findFfmpeg(folders = ''): string | undefined {
  const files = folders.split(path.delimiter).map((folder) => path.resolve(folder, NAME));
  return files.find(isProgram);
}

const isProgram = (file: string): boolean =>
  [file, path.join(path.dirname(file), `ffprobe${path.extname(file)}`)].every(mayStart);

function mayStart(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
