// Short videos: what becomes of good ones and of bad ones. What takes longer still is in filmed-videos.long.test.ts.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import fs from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorBody, KIND_OF, STATUS, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { CURRENT_SET, ORIGINAL, photoUrl, VIDEO } from '@zoetrope/contract/renditions.ts';
import { UNFINISHED_PHOTOS_URL } from '@zoetrope/contract/unfinished.ts';
import { UPLOAD_KINDS_URL } from '@zoetrope/contract/upload-kinds.ts';
import { Ffmpeg, reading } from './ffmpeg.ts';
import { aVideo, elsewhere, findFfmpeg, turned, watch } from './made-videos.fixture.ts';
import { aPicture, look } from './made-pictures.fixture.ts';
import { Site, until, type Answer, type Person } from './site.fixture.ts';
import { Videos } from './videos.ts';

const ffmpeg = await findFfmpeg();

let site: Site;
let alice: Person;
beforeAll(async () => {
  site = await Site.open();
  alice = await site.person('alice');
});
afterAll(() => site.close());

const upload = async (who: Person, bytes: Buffer, groupId?: string) => {
  const photoId = newId();
  const audience = groupId === undefined ? ({ to: 'friends' } as const) : ({ to: 'group', groupId } as const);
  return { photoId, answer: await who.upload({ photoId, audience, caption: '' }, bytes) };
};
const expectRefused = ({ status, json }: Answer, code: ErrorCode) =>
  expect({ status, json }).toEqual({ status: STATUS[KIND_OF[code]], json: errorBody(code) });

/** So few files more may be opened by this process until what this gives is called. */
function leaveFiles(count: number): () => void {
  const limit = (...args: string[]) => String(execFileSync('prlimit', ['--pid', String(process.pid), ...args])).trim();
  const usual = limit('--nofile', '--output', 'SOFT', '--noheadings', '--raw');
  limit('--nofile=1000:');
  const files: number[] = [];
  try {
    for (;;) files.push(openSync('/dev/null', 'r'));
  } catch (error) {
    expect(error).toMatchObject({ code: 'EMFILE' });
  }
  for (const file of files.splice(0, count)) closeSync(file);
  return () => {
    for (const file of files) closeSync(file);
    limit(`--nofile=${usual}:`);
  };
}

describe('where there is no ffmpeg', () => {
  /** The beginning of a film, as far as anybody looks at it. */
  const film = Buffer.concat([Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(600)]);

  test('a video is refused with its sentence, and leaves nothing', async () => {
    expectRefused((await upload(alice, film)).answer, 'videos-are-off');
    expect([await site.files('uploads'), await site.files('media')]).toEqual([[], []]);
    expect(await site.query('select 1 from content')).toEqual([]);
  });

  test('whoever is about to choose is told before', async () => {
    expect((await alice.get(UPLOAD_KINDS_URL)).json).toEqual({ videos: false });
  });

  test('nothing longer than a photo may be is begun', async () => {
    const wish = { photoId: newId(), audience: { to: 'friends' as const } };
    expectRefused(await alice.begin(wish, LIMITS.photoBytes + 1), 'photo-too-large');
  });
});

describe.skipIf(!ffmpeg)('where there is one', () => {
  let groupId: string;
  let dan: Person;
  beforeAll(async () => {
    await site.stop();
    site.ffmpeg = ffmpeg;
    await site.start();
    groupId = await alice.makeGroup();
    dan = await site.person('dan');
  });

  const rowOf = async (photoId: string) => (await site.query('select * from photos where id = $1', [photoId]))[0];
  const untilPlayable = (photoId: string) =>
    until('it can be played', async () => {
      const row = await rowOf(photoId);
      return row.playback === 'ready' && row.renditions === CURRENT_SET && row;
    });

  test('whoever is about to choose is told', async () => {
    expect((await alice.get(UPLOAD_KINDS_URL)).json).toEqual({ videos: true });
  });

  describe('a film of a phone', () => {
    let film: Buffer;
    let photoId: string;
    let atOnce: { state: string; duration_ms: number; playback: string };
    beforeAll(async () => {
      film = turned(
        await aVideo(ffmpeg!, { type: 'mov', encoder: 'libx264', sound: 'aac', seconds: 2, isTelling: true }),
      );
      const sent = await upload(alice, film, groupId);
      expect(sent.answer.status).toBe(204);
      photoId = sent.photoId;
      atOnce = await rowOf(photoId);
      await untilPlayable(photoId);
    });

    test('is on screens with the answer to its last byte, by its poster, upright', async () => {
      expect(atOnce).toMatchObject({ state: 'ready', duration_ms: 2_000, playback: expect.any(String) });
      const poster = await look((await alice.get(photoUrl(photoId, 'w320.jpg'))).bytes);
      // Turned with the clock, what was the upper left is the upper right.
      expect(poster).toMatchObject({ widthPx: 120, heightPx: 160, quarters: ['blue', 'red', 'blue', 'blue'] });
      expect(await rowOf(photoId)).toMatchObject({ width_px: 120, height_px: 160, state: 'ready' });
    });

    test('is played as it was filmed, in parts, and is not sent again', async () => {
      const whole = await alice.get(photoUrl(photoId, VIDEO));
      expect(Object.fromEntries(whole.headers)).toMatchObject({
        'content-type': 'video/mp4',
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-cache',
      });
      expect(whole.headers.get('content-disposition')).toBeNull();
      expect(await watch(ffmpeg!, whole.bytes)).toMatchObject({ codecs: ['h264', 'aac'] });
      // The index stands before the pictures.
      expect(whole.bytes.indexOf('moov')).toBeLessThan(whole.bytes.indexOf('mdat'));
      const part = await alice.get(photoUrl(photoId, VIDEO), { range: 'bytes=100-199' });
      expect([part.status, part.bytes]).toEqual([206, whole.bytes.subarray(100, 200)]);
      expect(part.headers.get('content-range')).toBe(`bytes 100-199/${whole.bytes.length}`);
      const etag = whole.headers.get('etag')!;
      expect((await alice.get(photoUrl(photoId, VIDEO), { 'if-none-match': etag })).status).toBe(304);
    });

    test('is not there for whoever may not see it, whole or in part', async () => {
      for (const who of [dan, site.visitor()]) {
        expect((await who.get(photoUrl(photoId, VIDEO))).status).toBe(404);
        expect((await who.get(photoUrl(photoId, VIDEO), { range: 'bytes=0-9' })).status).toBe(404);
      }
    });

    test('tells neither place nor names nor serial numbers in anything that is served', async () => {
      expect(film.toString('latin1').match(/Secret/gu)!.length).toBeGreaterThan(5);
      for (const name of [VIDEO, ORIGINAL, 'w320.jpg', 'w320.webp', 'w320.avif'] as const) {
        const { status, bytes, headers } = await alice.get(photoUrl(photoId, name));
        expect(status).toBe(200);
        expect(bytes.includes('Secret')).toBe(false);
        expect(bytes.includes('quicktime.location')).toBe(false);
        expect(JSON.stringify([...headers])).not.toContain('Secret');
      }
    });

    test('knows when it was filmed, on the clock of the place', async () => {
      expect((await rowOf(photoId)).taken_at).toBe('2024-05-03T14:02:11+02:00');
    });

    test('is taken home under a neutral name, as a file that everybody opens', async () => {
      const { headers, bytes } = await alice.get(photoUrl(photoId, ORIGINAL));
      expect(headers.get('content-disposition')).toBe(`attachment; filename="photo-${photoId.slice(-8)}.mp4"`);
      expect(bytes).toEqual((await alice.get(photoUrl(photoId, VIDEO))).bytes);
    });

    test('is one content with the same bytes that another one adds, and is played there at once', async () => {
      const bob = await site.person('bob');
      const again = await upload(bob, film);
      await untilPlayable(again.photoId);
      expect((await bob.get(photoUrl(again.photoId, VIDEO))).bytes.length).toBeGreaterThan(0);
      expect(await site.query('select 1 from content where duration_ms is not null')).toHaveLength(1);
    });
  });

  describe('what browsers do not play', () => {
    let folder: string;
    let mov: Buffer;
    let photoId: string;
    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'broken-'));
      mov = await aVideo(ffmpeg!, { type: 'mov', encoder: 'mpeg4', sound: 'pcm_s16le', isTelling: true });
    });
    afterAll(async () => {
      await restartWith(ffmpeg!);
      await fs.rm(folder, { recursive: true });
    });
    const restartWith = async (program: string) => {
      await site.stop();
      site.ffmpeg = program;
      await site.start();
    };

    test('stays with its poster and says so, where it cannot be encoded', async () => {
      // It does everything but encode.
      const broken = path.join(folder, 'ffmpeg');
      const script = `#!/bin/sh\ncase "$*" in *' -crf '*) exit 1;; esac\nexec '${ffmpeg}' "$@"\n`;
      await fs.writeFile(broken, script, { mode: 0o755 });
      await fs.symlink(path.join(path.dirname(ffmpeg!), 'ffprobe'), path.join(folder, 'ffprobe'));
      await restartWith(broken);
      photoId = (await upload(alice, mov, groupId)).photoId;
      await until('it is given up', async () => (await rowOf(photoId)).playback === 'failed');
      expect(await rowOf(photoId)).toMatchObject({ state: 'ready', renditions: CURRENT_SET });
      expect((await alice.get(photoUrl(photoId, VIDEO))).status).toBe(404);
      await site.query('update people set is_admin = true where id = $1', [alice.personId]);
      expect((await alice.get(UNFINISHED_PHOTOS_URL)).json).toMatchObject({
        photos: [{ photoId, state: 'failed', isShown: true }],
      });
    });

    test('is encoded once more when it is begun again, and taken home as it was', async () => {
      await restartWith(ffmpeg!);
      const headers = { 'content-type': 'application/json' };
      await alice.ask('POST', `${UNFINISHED_PHOTOS_URL}/again`, headers, '{}');
      await untilPlayable(photoId);
      expect((await alice.get(UNFINISHED_PHOTOS_URL)).json).toMatchObject({ photos: [], total: 0 });
      const played = await alice.get(photoUrl(photoId, VIDEO));
      expect(played.headers.get('content-type')).toBe('video/mp4');
      expect(await watch(ffmpeg!, played.bytes)).toMatchObject({ codecs: ['h264', 'aac'], width: 160, height: 120 });
      const kept = await alice.get(photoUrl(photoId, ORIGINAL));
      expect(kept.headers.get('content-disposition')).toContain('.mov');
      expect(await watch(ffmpeg!, kept.bytes)).toMatchObject({ codecs: ['mpeg4', 'pcm_s16le'] });
      expect(kept.bytes.includes('Secret') || played.bytes.includes('Secret')).toBe(false);
    });

    // prlimit is Linux's.
    test.skipIf(process.platform !== 'linux')('waits for its turn when no program can be started', async () => {
      const ofPhoto = 'content_id = (select content_id from photo_content where photo_id = $1)';
      const jobOf = async () => (await site.query(`select * from content_job where ${ofPhoto}`, [photoId]))[0];
      await until('it is done', async () => (await jobOf()).state === 'done');
      await site.query(`update content set playback = 'preparing' where id = $1`, [(await jobOf()).content_id]);
      await site.query(`update content_job set state = 'failed', attempts = 0 where ${ofPhoto}`, [photoId]);
      // Enough for what else is done, and not for the pipes of a program.
      const release = leaveFiles(4);
      try {
        await alice.ask('POST', `${UNFINISHED_PHOTOS_URL}/again`, { 'content-type': 'application/json' }, '{}');
        await until('it was tried', async () => (await jobOf()).error !== null);
      } finally {
        release();
      }
      expect(await jobOf()).toMatchObject({ state: 'waiting', attempts: 1, error: expect.stringContaining('EMFILE') });
      await site.query(`update content_job set run_after = now() where ${ofPhoto}`, [photoId]);
      await restartWith(ffmpeg!);
      await until('it is done', async () => (await jobOf()).state === 'done');
      await untilPlayable(photoId);
    });

    test('leaves with its photo', async () => {
      const before = (await site.files('media')).length;
      await alice.run('photos.remove', { id: photoId });
      await until('its files are gone', async () => (await site.files('media')).length < before - 5);
      expect((await alice.get(photoUrl(photoId, VIDEO))).status).toBe(404);
    });
  });

  describe('is no video that can be shown', () => {
    const expectCode = async (bytes: Buffer, code: ErrorCode) => {
      const before = [await site.files('media'), await site.files('uploads')];
      const { photoId, answer } = await upload(alice, bytes, groupId);
      expectRefused(answer, code);
      expect(await rowOf(photoId)).toBeUndefined();
      expect([await site.files('media'), await site.files('uploads')]).toEqual(before);
      expect(await fs.readdir(path.join(site.dataDir, 'scratch')).catch(() => [])).toEqual([]);
    };
    const anMp4 = (more: object = {}) => aVideo(ffmpeg!, { type: 'mp4', encoder: 'libx264', ...more });

    test('one that ends too early, wherever its index is', async () => {
      const indexed = await anMp4({ more: ['-movflags', '+faststart'] });
      await expectCode(indexed.subarray(0, Math.floor(indexed.length * 0.8)), 'video-damaged');
      const unindexed = await anMp4();
      await expectCode(unindexed.subarray(0, Math.floor(unindexed.length * 0.8)), 'video-damaged');
      const webm = await aVideo(ffmpeg!, { type: 'webm', encoder: 'libvpx', seconds: 2 });
      await expectCode(webm.subarray(0, Math.floor(webm.length * 0.8)), 'video-damaged');
    });

    test('a sound', async () => {
      const both = await anMp4({ sound: 'aac', more: ['-map', '1:a'] });
      await expectCode(both, 'video-unsupported');
    });

    test('one without any track, and one of boxes without an index', async () => {
      const empty = Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom\0\0\0\u0008moov', 'latin1');
      await expectCode(empty, 'video-unsupported');
      const noIndex = Buffer.concat([
        empty.subarray(0, 24),
        Buffer.from('\0\0\u0004\u0008mdat', 'latin1'),
        Buffer.alloc(1024),
      ]);
      await expectCode(noIndex, 'video-damaged');
    });

    test('one that says that it plays ten hours, and one that does', async () => {
      const frames = { framesPerS: 0.001, size: '64x64' };
      await expectCode(await anMp4({ ...frames, seconds: 36_000 }), 'video-too-long');
      const live = { type: 'webm', encoder: 'libvpx', more: ['-live', '1'] } as const;
      await expectCode(await aVideo(ffmpeg!, { ...frames, ...live, seconds: 36_000 }), 'video-too-long');
    });

    test('one larger than 4K', async () => {
      const side = 3_100;
      await expectCode(await anMp4({ size: `${side}x${side}`, framesPerS: 1 }), 'video-too-many-pixels');
    });

    test('a list of addresses with its name', async () => {
      await expectCode(
        Buffer.from(`#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/film.ts\n${' '.repeat(300)}`),
        'photo-not-an-image',
      );
    });
  });

  test('a picture longer than any may be is not sent to its end', async () => {
    const wish = { photoId: newId(), audience: { to: 'friends' as const } };
    const begun = await alice.begin(wish, LIMITS.photoBytes + 1);
    expect(begun.status).toBe(201);
    const location = begun.headers.get('location')!;
    expectRefused(await alice.send(location, 0, await aPicture('jpeg')), 'photo-too-large');
    expect((await alice.tus('HEAD', location)).status).toBe(413);
    // With the announcement: nobody has heard of a place where more could be sent.
    expectRefused(await alice.begin(wish, LIMITS.photoBytes + 1, {}, await aPicture('jpeg')), 'photo-too-large');
    const underWay = "select 1 from arriving_upload where gone_at is null and metadata ->> 'photoId' = $1";
    expect(await site.query(underWay, [wish.photoId])).toEqual([]);
    expect(await site.files('uploads')).toEqual([]);
    expectRefused(await alice.begin(wish, LIMITS.videoBytes + 1), 'video-too-large');
  });

  test('no file makes ffmpeg open an address or another file, whatever it is', async () => {
    const asked: string[] = [];
    const tempting = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => tempting.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(tempting.address() as AddressInfo).port}/film.ts`;
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tempting-'));
    const mp4 = await aVideo(ffmpeg!, { type: 'mp4', encoder: 'libx264' });
    const files = [
      Buffer.from(`#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`),
      Buffer.from(`ffconcat version 1.0\nfile '${url}'\n`),
      Buffer.from(`ffconcat version 1.0\nfile 'neighbour.mp4'\n`),
      Buffer.from(`v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\na=control:${url}\n`),
      Buffer.from(`<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${url}</BaseURL></MPD>`),
      elsewhere(mp4, url),
    ];
    const lists = files.length - 1;
    const read: number[] = [];
    try {
      const opened = await Ffmpeg.open(ffmpeg!);
      const videos = new Videos(opened.ffmpeg);
      await fs.writeFile(path.join(folder, 'neighbour.mp4'), mp4);
      for (const [n, bytes] of files.entries()) {
        const file = path.join(folder, `film-${n}.mp4`);
        await fs.writeFile(file, bytes);
        await videos.look(file, 'mp4').catch(() => {});
        const args = [...reading(file, 'webm'), '-show_streams'];
        const probed = opened.ffmpeg.probe(args, { timeoutMs: 20_000, maxBytes: 100_000 });
        await probed.then(
          () => read.push(n),
          () => {},
        );
      }
      expect(asked).toEqual([]);
      expect(read.filter((n) => n < lists)).toEqual([]);
    } finally {
      tempting.close();
      await fs.rm(folder, { recursive: true });
    }
  });
});
