// Videos that take their time: what iPhones film, and frames as large as a house.
import sharp from 'sharp';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@zoetrope/contract/ids.ts';
import { ORIGINAL, photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { aVideo, findFfmpeg, watch } from './made-videos.fixture.ts';
import { look } from './made-pictures.fixture.ts';
import { Site, until, type Person } from './site.fixture.ts';

const ffmpeg = await findFfmpeg();

describe.skipIf(!ffmpeg)('a video', () => {
  let site: Site;
  let alice: Person;
  beforeAll(async () => {
    site = await Site.open();
    await site.stop();
    site.ffmpeg = ffmpeg;
    await site.start();
    alice = await site.person('alice');
  });
  afterAll(() => site?.close());

  const upload = async (bytes: Buffer) => {
    const photoId = newId();
    const answer = await alice.upload({ photoId, audience: { to: 'friends' }, caption: '' }, bytes);
    return { photoId, answer };
  };
  const playbackOf = async (photoId: string) =>
    (await site.query('select playback from photos where id = $1', [photoId]))[0]?.playback;

  test('in HEVC and HDR, as iPhones film, is played as H.264 of 1080p in common colours', async () => {
    const film = await aVideo(ffmpeg!, {
      ...{ type: 'mov', encoder: 'libx265', sound: 'aac', size: '2560x1440', seconds: 2, isHdr: true, isTelling: true },
    });
    const { photoId, answer } = await upload(film);
    expect(answer.status).toBe(204);
    await until('it can be played', async () => (await playbackOf(photoId)) === 'ready', 120_000);
    const played = await alice.get(photoUrl(photoId, VIDEO));
    expect(await watch(ffmpeg!, played.bytes)).toMatchObject({ codecs: ['h264', 'aac'], width: 1920, height: 1080 });
    const kept = await alice.get(photoUrl(photoId, ORIGINAL));
    expect(await watch(ffmpeg!, kept.bytes)).toMatchObject({ codecs: ['hevc', 'aac'], width: 2560, height: 1440 });
    expect(kept.bytes.includes('Secret') || played.bytes.includes('Secret')).toBe(false);
    const poster = await look((await alice.get(photoUrl(photoId, 'w640.jpg'))).bytes);
    expect(poster.quarters).toEqual(['red', 'blue', 'blue', 'blue']);
  }, 180_000);

  test('that a browser has recorded is played as WebM, though its head does not say how long it is', async () => {
    const webm = await aVideo(ffmpeg!, {
      ...{ type: 'webm', encoder: 'libvpx', sound: 'libopus', seconds: 2, isTelling: true },
      more: ['-live', '1'],
    });
    const { photoId } = await upload(webm);
    await until('it can be played', async () => (await playbackOf(photoId)) === 'ready', 120_000);
    const [{ duration_ms }] = await site.query('select duration_ms from photos where id = $1', [photoId]);
    expect(Math.abs(duration_ms - 2_000)).toBeLessThan(150);
    const { headers, bytes } = await alice.get(photoUrl(photoId, VIDEO));
    expect(headers.get('content-type')).toBe('video/webm');
    expect(bytes.includes('Secret')).toBe(false);
    expect(await watch(ffmpeg!, bytes)).toMatchObject({ codecs: ['vp8', 'opus'] });
  }, 180_000);

  test('whose frames are 16,000 pixels wide and high costs no more than its refusal', async () => {
    const side = 16_000;
    const frame = await sharp({ create: { width: side, height: side, channels: 3, background: '#246' } })
      .jpeg()
      .toBuffer();
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'huge-'));
    try {
      const [still, film] = [path.join(folder, 'frame.jpg'), path.join(folder, 'film.mov')];
      await fs.writeFile(still, frame);
      await promisify(execFile)(ffmpeg!, ['-v', 'error', '-f', 'mjpeg', '-i', still, '-c', 'copy', film]);
      const { answer } = await upload(await fs.readFile(film));
      expect(['video-too-many-pixels', 'video-damaged', 'video-unsupported']).toContain(answer.json.code);
    } finally {
      await fs.rm(folder, { recursive: true });
    }
  }, 60_000);

  test('that is being encoded when the server stops is encoded after its next start, and leaves no file in between', async () => {
    const film = await aVideo(ffmpeg!, {
      type: 'mov',
      encoder: 'libx265',
      size: '1280x720',
      seconds: 20,
      framesPerS: 30,
    });
    const { photoId } = await upload(film);
    const isWorking = async () => (await site.query("select 1 from content_job where state = 'working'")).length > 0;
    const scratch = () => fs.readdir(path.join(site.dataDir, 'scratch')).catch(() => []);
    await until('it is being encoded', async () => (await isWorking()) && (await scratch()).length > 0, 60_000);
    await site.stop();
    expect(await scratch()).toEqual([]);
    expect(await playbackOf(photoId)).toBe('preparing');
    await site.start();
    await until('it can be played', async () => (await playbackOf(photoId)) === 'ready', 120_000);
  }, 240_000);
});
