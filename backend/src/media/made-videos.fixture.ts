// Videos for tests, made on the spot by the ffmpeg that they need anyway.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { boxesIn } from './iso-boxes.ts';
import type { VideoType } from './sniff.ts';

const run = promisify(execFile);

/** Undefined where there is none; then one loud line has said so. */
export async function findFfmpeg(): Promise<string | undefined> {
  const script = new URL('../../../docker/ffmpeg.mjs', import.meta.url).href;
  const docker = (await import(script)) as { findFfmpeg(): string | undefined };
  return docker.findFfmpeg();
}

/** Everything that cameras and phones write beside picture and sound; each piece of it says `Secret`. */
const TELLING = Object.entries({
  title: 'SecretTitle',
  artist: 'SecretArtist',
  comment: 'SecretComment',
  location: '+51.5074-000.1278/Secret',
  make: 'SecretMake',
  model: 'SecretModel',
  'com.apple.quicktime.location.ISO6709': '+51.5074-000.1278/Secret',
  'com.apple.quicktime.creationdate': '2024-05-03T14:02:11+0200',
  creation_time: '2024-05-03T12:02:11Z',
}).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
/** Unregistered data inside an H.264 stream: an id, and text. */
const SECRET_MESSAGE = 'h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+SecretSerial';

export interface VideoWish {
  readonly type: VideoType;
  /** As ffmpeg calls it. */
  readonly encoder: 'libx264' | 'libx265' | 'libvpx' | 'mpeg4';
  readonly size?: string;
  readonly seconds?: number;
  readonly framesPerS?: number;
  /** Silent without it. */
  readonly sound?: 'aac' | 'libopus' | 'pcm_s16le';
  /** With all that a phone tells. */
  readonly isTelling?: boolean;
  /** In the brightness of hybrid log-gamma, as iPhones film. */
  readonly isHdr?: boolean;
  /** More of ffmpeg's own words for what is written. */
  readonly more?: readonly string[];
}

/** Colours that move: red in the upper left quarter, blue elsewhere. */
export async function aVideo(ffmpeg: string, wish: VideoWish): Promise<Buffer> {
  const { type, encoder, size = '160x120', seconds = 1, framesPerS = 10, sound, more = [] } = wish;
  const scene = `color=blue:s=${size}:r=${framesPerS}:d=${seconds},drawbox=w=iw/2:h=ih/2:color=red:t=fill`;
  const moving = `${scene},drawbox=x=t*20:y=ih-20:w=16:h=16:color=white:t=fill`;
  return inScratch(async (folder) => {
    const file = path.join(folder, `made.${type}`);
    await run(ffmpeg, [
      ...['-v', 'error', '-f', 'lavfi', '-i', moving],
      ...(sound ? ['-f', 'lavfi', '-i', `sine=d=${seconds}`, '-c:a', sound] : []),
      ...['-c:v', encoder, '-pix_fmt', wish.isHdr ? 'yuv420p10le' : 'yuv420p', '-shortest'],
      ...(encoder === 'libx265' ? ['-x265-params', 'log-level=none', '-tag:v', 'hvc1'] : []),
      ...(wish.isHdr ? ['-color_trc', 'arib-std-b67', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'] : []),
      ...(wish.isTelling ? TELLING : []),
      ...(wish.isTelling && encoder === 'libx264' ? ['-bsf:v', SECRET_MESSAGE] : []),
      ...(wish.isTelling && type !== 'webm' ? ['-movflags', 'use_metadata_tags'] : []),
      ...[...more, '-f', type, file],
    ]);
    return fs.readFile(file);
  });
}

/** An MP4 whose first track is to be turned a quarter with the clock, as phones that are held upright write it. */
export function turned(mp4: Buffer): Buffer {
  const made = Buffer.from(mp4);
  // Source: ISO/IEC 14496-12, 8.3.2: the matrix stands 36 bytes behind the version of `tkhd`.
  const at = made.indexOf('tkhd', 0, 'latin1') + 4 + 40;
  [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000].forEach((value, i) => made.writeInt32BE(value, at + i * 4));
  return made;
}

/** What ffprobe says of a file's streams, and whether all of it can be decoded. Errors: ffmpeg's own. */
export async function watch(
  ffmpeg: string,
  bytes: Buffer,
): Promise<{ codecs: string[]; width: number; height: number }> {
  return inScratch(async (folder) => {
    const file = path.join(folder, 'watched');
    await fs.writeFile(file, bytes);
    const ffprobe = path.join(path.dirname(ffmpeg), 'ffprobe');
    const { stdout } = await run(ffprobe, ['-v', 'error', '-show_streams', '-of', 'json', file]);
    await run(ffmpeg, ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
    const { streams } = JSON.parse(stdout) as { streams: { codec_name: string; width?: number; height?: number }[] };
    const picture = streams.find(({ width }) => width !== undefined);
    return {
      codecs: streams.map(({ codec_name }) => codec_name),
      width: picture?.width ?? 0,
      height: picture?.height ?? 0,
    };
  });
}

/** An MP4 whose first track says that its bytes are at another address. Source: ISO/IEC 14496-12, 8.7.2. */
export function elsewhere(mp4: Buffer, url: string): Buffer {
  const at = mp4.indexOf('url \0\0\0\u0001', 0, 'latin1');
  const location = Buffer.from(`${url}\0`, 'latin1');
  const made = Buffer.concat([mp4.subarray(0, at + 8), location, mp4.subarray(at + 8)]);
  // Flag 1 says that they are in the same file.
  made.writeUInt32BE(0, at + 4);
  for (const box of around(mp4, at)) made.writeUInt32BE(mp4.readUInt32BE(box) + location.length, box);
  return made;
}

/** Where the boxes begin that hold this place, from the outermost on. */
function around(bytes: Buffer, at: number, from = 0, to = bytes.length): number[] {
  for (const box of boxesIn(bytes, from, to)) {
    if (at < box.from - 8 || at >= box.to) continue;
    // A full box that holds others: version, flags, and a count come first.
    const skipped = box.type === 'dref' ? 8 : 0;
    return [box.from - 8, ...around(bytes, at, box.from + skipped, box.to)];
  }
  return [];
}

async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'videos-'));
  try {
    return await work(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
