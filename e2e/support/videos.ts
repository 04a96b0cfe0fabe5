// Videos for tests, made by the ffmpeg that a site needs for them anyway.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ChosenFile } from '#support/photographs.ts';

/** Undefined where there is none; then one loud line has said so. */
export async function findFfmpeg(): Promise<string | undefined> {
  const script = new URL('../../docker/ffmpeg.mjs', import.meta.url).href;
  const docker = (await import(script)) as { findFfmpeg(): string | undefined };
  return docker.findFfmpeg();
}

const KINDS = {
  // Not every test browser plays H.264; all play this.
  webm: { mimeType: 'video/webm', encode: ['-c:v', 'libvpx', '-deadline', 'realtime'] },
  // As iPhones film, which has to be encoded once more.
  mov: {
    mimeType: 'video/quicktime',
    encode: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'],
  },
} as const;

/** A moving test picture with a counter. */
export async function aVideo(
  ffmpeg: string,
  kind: keyof typeof KINDS,
  { seconds = 2, size = '640x360' } = {},
): Promise<ChosenFile> {
  const { mimeType, encode } = KINDS[kind];
  const folder = await mkdtemp(path.join(tmpdir(), 'zoetrope-video-'));
  try {
    const file = path.join(folder, `film.${kind}`);
    const scene = `testsrc2=s=${size}:r=25:d=${seconds}`;
    await promisify(execFile)(ffmpeg, [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      scene,
      '-pix_fmt',
      'yuv420p',
      ...encode,
      file,
    ]);
    return { name: `film.${kind}`, mimeType, buffer: await readFile(file) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
