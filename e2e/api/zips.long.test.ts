// What taking a whole group home costs the server: never more than what is under way, however much is sent and however slow
// whoever takes it is.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { DOWNLOADS_URL, type Download } from '@zoetrope/contract/downloads.ts';
import { aGroup } from '@zoetrope/contract/features/groups.cases.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Stage } from '@zoetrope/contract/kernel/case.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '#support/api.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';
import { Cast } from '#support/world.ts';

const PHOTOS = 30;
const AT_ONCE = 6;
const STALLED = 20;
/**
 * Of each that is not taken: what streams and sockets hold before they wait. Measured: 8 MiB in all while 3,364 MiB were sent; a
 * server that reads ahead as far as it can grew by 5,134 MiB.
 */
const MAX_GROWTH_MIB = 64;

let server: Server;
let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
  stage = cast.stage();
  await cast.arrange(aGroup(stage));
  for (let i = 0; i < PHOTOS; i++) {
    const audience = { to: 'group' as const, groupId: stage.id('group') };
    const answer = await upload(
      cast.api,
      { photoId: newId(), audience, caption: '' },
      await aLarge(i),
      cast.cookie('bob'),
    );
    expect(outcomeOf(answer)).toBe('ok');
  }
}, 300_000);
afterAll(() => server?.remove());

/** Nine megabytes, for it is not compressed; so high that it is shown narrow, which takes no time. */
function aLarge(i: number): Promise<Buffer> {
  const create = { width: 100, height: 30_000, channels: 3 as const, background: { r: i, g: 90, b: 120 } };
  return sharp({ create }).png({ compressionLevel: 0 }).toBuffer();
}

/** undefined before the first original is there. */
async function begin(): Promise<Download | undefined> {
  const body = { groupId: stage.id('group') };
  const answer = await cast.api.request('POST', DOWNLOADS_URL, { cookie: cast.cookie('bob'), body });
  return answer.status === 201 ? (answer.json as Download) : undefined;
}

async function open(url: string): Promise<http.IncomingMessage> {
  const request = http.get(server.url + url, { headers: { cookie: cast.cookie('bob') }, agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  expect(response.statusCode).toBe(200);
  return response;
}

async function countOf(response: http.IncomingMessage): Promise<number> {
  let count = 0;
  for await (const chunk of response) count += (chunk as Buffer).length;
  return count;
}

const rssMiB = (): number =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024;

test.skipIf(process.platform !== 'linux')(
  'zips of gigabytes are sent, and others are not taken, while the server holds no more than before',
  { timeout: 300_000 },
  async () => {
    const { url, byteCount } = await until(
      'every original is there',
      async () => {
        const begun = await begin();
        return begun?.photoCount === PHOTOS && begun;
      },
      120_000,
    );
    expect(byteCount).toBeGreaterThan(PHOTOS * 9_000_000);
    // The first one has the code compiled and the buffers made that the others use again.
    expect(await countOf(await open(url))).toBe(byteCount);
    const before = rssMiB();
    let most = before;
    const watching = setInterval(() => (most = Math.max(most, rssMiB())), 10);
    try {
      const stalled = await Promise.all(Array.from({ length: STALLED }, () => open(url)));
      for (let round = 0; round < 2; round++) {
        const taken = await Promise.all(Array.from({ length: AT_ONCE }, async () => countOf(await open(url))));
        expect(taken).toEqual(Array.from({ length: AT_ONCE }, () => byteCount));
      }
      // Who had not read a byte meanwhile gets all of them.
      expect(await countOf(stalled.pop()!)).toBe(byteCount);
      for (const response of stalled) response.destroy();
    } finally {
      clearInterval(watching);
    }
    const growth = Math.round(most - before);
    console.log(
      `zips: ${Math.round((13 * byteCount) / 2 ** 20)} MiB sent, ${STALLED} not taken; grew by ${growth} MiB`,
    );
    expect(growth).toBeLessThan(MAX_GROWTH_MIB);
  },
);
