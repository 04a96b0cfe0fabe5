// Files that are no photos: each is refused with its code and its status, and leaves nothing behind.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ErrorBody, errorBody, type ErrorCode, KIND_OF, STATUS } from '@zoetrope/contract/errors.ts';
import { aGroup } from '@zoetrope/contract/features/groups.cases.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heic, hugePng, textNamedJpg, truncatedJpeg } from '#support/bad-pictures.ts';
import { aPicture } from '#support/pictures.ts';
import { printedDuring } from '#support/printed.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { upload, uploadErrorOf } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';

let server: Server;
let cast: Cast;
let stage: Stage;
let programs: string;

beforeAll(async () => {
  // Where videos may come, other files may be as long until their first bytes are here. The program is never asked for more
  // than what it can do.
  programs = await mkdtemp(path.join(tmpdir(), 'zoetrope-no-ffmpeg-'));
  for (const name of ['ffmpeg', 'ffprobe']) {
    await writeFile(path.join(programs, name), '#!/bin/sh\necho libx264 aac mjpeg zscale tonemap\n', { mode: 0o755 });
  }
  server = await startServer({ env: { FFMPEG: path.join(programs, 'ffmpeg') } });
  cast = await Cast.signUp(server);
  stage = cast.stage();
  await cast.arrange(aGroup(stage));
});
afterAll(async () => {
  await server?.remove();
  await rm(programs, { recursive: true, force: true });
});

const wish = () => ({
  photoId: newId(),
  audience: { to: 'group' as const, groupId: stage.id('group') },
  caption: 'the lake',
});
const send = async (bytes: Uint8Array, who: 'bob' | 'visitor' = 'bob') => {
  const answer = await upload(cast.api, wish(), bytes, cast.cookie(who));
  return { status: answer.status, body: answer.json as ErrorBody, code: uploadErrorOf(answer) };
};
const refusal = (code: ErrorCode) => ({ status: STATUS[KIND_OF[code]], body: errorBody(code), code });

test.each<[string, ErrorCode, () => Uint8Array | Promise<Uint8Array>]>([
  ['a text file named .jpg', 'photo-not-an-image', textNamedJpg],
  ['a truncated JPEG', 'photo-damaged', truncatedJpeg],
  ['a PNG of 300 megapixels', 'photo-too-many-pixels', hugePng],
  ['an empty file', 'photo-empty', () => new Uint8Array()],
  ['the head of a HEIC', 'photo-damaged', heic],
])('%s', async (_title, code, make) => {
  const bytes = await make();
  const printed = await printedDuring(server, cast.api, async () => {
    expect(await send(bytes)).toMatchObject(refusal(code));
  });
  expect(printed).toEqual([code]);
});

const begin = (length: number, caption = '') => {
  const metadata = Object.entries({ photoId: newId(), audience: '{"to":"friends"}', caption });
  return cast.api.request('POST', UPLOADS_URL, {
    cookie: cast.cookie('bob'),
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(length),
      'upload-metadata': metadata.map(([name, value]) => `${name} ${btoa(value)}`.trim()).join(','),
    },
  });
};

test('a file over the limit is refused before its first byte', async () => {
  const answer = await begin(LIMITS.videoBytes + 1);
  expect([answer.status, answer.json.kind]).toEqual([413, 'too-large']);
});

/** Sends so many bytes from the beginning of a longer file. */
const sendTo = (at: string, bytes: Uint8Array) =>
  cast.api.request('PATCH', at, {
    cookie: cast.cookie('bob'),
    headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    bytes,
  });

describe('a long file that is no video is refused with its first bytes, and forgotten', () => {
  const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  const PAGE = Buffer.from('<!doctype html><html>');
  const CHUNK_BYTES = 8 * 1024 * 1024;
  const byteCount = LIMITS.photoBytes + CHUNK_BYTES;

  test.each<[string, ErrorCode, Buffer, number]>([
    ['a picture, as the app sends it', 'photo-too-large', JPEG, CHUNK_BYTES],
    ['a page, as the app sends it', 'photo-not-an-image', PAGE, CHUNK_BYTES],
    ['a picture at once', 'photo-too-large', JPEG, byteCount],
    ['a page at once', 'photo-not-an-image', PAGE, byteCount],
  ])('%s', async (_title, code, head, sentBytes) => {
    const bytes = Buffer.alloc(sentBytes, 'zoetrope');
    head.copy(bytes);
    const begun = await begin(byteCount);
    expect([begun.status, begun.json]).toEqual([201, undefined]);
    const at = new URL(begun.headers.get('location')!, server.url).pathname;
    const printed = await printedDuring(server, cast.api, async () => {
      const answer = await sendTo(at, bytes);
      expect({ status: answer.status, body: answer.json, code: uploadErrorOf(answer) }).toMatchObject(refusal(code));
    });
    expect(printed).toEqual([code]);
    // Who missed the answer is told again; nobody can go on with it.
    const standing = await cast.api.request('HEAD', at, {
      cookie: cast.cookie('bob'),
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect(uploadErrorOf(standing)).toBe(code);
    expect((await sendTo(at, bytes.subarray(0, 10))).status).toBe(404);
  });
});

test('a caption that cannot be stored is refused before the first byte, and nothing after it is held up', async () => {
  const answer = await begin(1000, 'the\0lake');
  expect([answer.status, answer.json.code, answer.json.fields]).toEqual([
    400,
    'invalid',
    { caption: 'invalid_format' },
  ]);
  expect(await send(textNamedJpg())).toMatchObject(refusal('photo-not-an-image'));
});

test('a visitor signs in first', async () => {
  expect(await send(await aPicture(4, 3), 'visitor')).toMatchObject(refusal('unauthenticated'));
});

test('an upload of somebody else is not there', async () => {
  const begun = await begin(1000);
  expect(begun.status).toBe(201);
  const at = new URL(begun.headers.get('location')!, server.url).pathname;
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  for (const method of ['PATCH', 'DELETE']) {
    const answer = await cast.api.request(method, at, {
      cookie: cast.cookie('carla'),
      headers,
      ...(method === 'PATCH' ? { bytes: new Uint8Array(10) } : {}),
    });
    expect([method, answer.status]).toEqual([method, 404]);
  }
  const ended = await cast.api.request('DELETE', at, { cookie: cast.cookie('bob'), headers });
  expect(ended.status).toBe(204);
});

test('after all of it nothing half-written remains, and a good photo still comes through', async () => {
  expect(await server.database.query('select count(*)::int as count from photos')).toEqual([{ count: 0 }]);
  await until('no byte of them is left', async () => {
    const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
    // The start has written down there where the site is.
    return files.every((file) => !file.isFile() || file.name === 'origin');
  });
  const answer = await upload(cast.api, wish(), await aPicture(40, 30), cast.cookie('bob'));
  expect(answer.status).toBe(201);
  expect(server.isRunning).toBe(true);
});
