// Mutated files through everything that touches what strangers send. `npm run fuzz` runs 2,000; each run says its seed, and
// FUZZ_SEED repeats it. The input at work is kept, for a crash of the decoder ends the process.
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { inspect } from './inspect.ts';
import { aPicture } from './made-pictures.fixture.ts';
import { withoutMetadata } from './original.ts';
import { readHeader } from './pictures.ts';
import { renderPhoto } from './renditions.ts';
import { isVideo, type PictureType } from './sniff.ts';
import { tellingFiles } from './telling-files.fixture.ts';
import { Undecodable } from './undecodable.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 150);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126);
/** A real photo of this size takes a hundredth of it; a machine that does other things as well is slow. */
const MAX_MS = 15_000;
const MAX_GROWTH_BYTES = 500 * 1024 * 1024;
const CODES = new Set([
  'photo-empty',
  'photo-not-an-image',
  'photo-too-many-pixels',
  'photo-too-complex',
  'photo-damaged',
]);

/** Mulberry32: the same numbers below 1 for the same seed. Source: https://github.com/bryc/code (public domain). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (bytes: Buffer, below: (limit: number) => number, other: Buffer) => Buffer;
const EDGES = [0, 1, 0x7f, 0x80, 0xff];
const MUTATIONS: readonly Mutation[] = [
  // A few bytes anywhere.
  (bytes, below) => {
    for (let i = below(8) + 1; i > 0; i--) bytes[below(bytes.length)] = below(256);
    return bytes;
  },
  // Bits in the head, where sizes are.
  (bytes, below) => {
    for (let i = below(4) + 1; i > 0; i--) {
      const at = below(Math.min(bytes.length, 400));
      bytes[at] = bytes[at]! ^ (1 << below(8));
    }
    return bytes;
  },
  // A length that is too long, too short, or none.
  (bytes, below) => bytes.fill(EDGES[below(EDGES.length)]!, below(bytes.length), below(bytes.length)),
  (bytes, below) => {
    bytes.fill(EDGES[below(EDGES.length)]!, below(bytes.length - 4)).subarray(0, 4);
    return bytes;
  },
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  // A piece twice, a piece left out, and a piece of another file.
  (bytes, below) => {
    const [from, to] = [below(bytes.length), below(bytes.length)].toSorted((a, b) => a - b) as [number, number];
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, below) => {
    const [from, to] = [below(bytes.length), below(bytes.length)].toSorted((a, b) => a - b) as [number, number];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, below, other) => Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]),
];

const folder = path.resolve(import.meta.dirname, '../../../.cache/fuzz');
const file = path.join(folder, `at-work-${process.pid}`);
let sources: readonly Buffer[];
beforeAll(async () => {
  await fs.mkdir(folder, { recursive: true });
  const telling = await tellingFiles();
  const small = await Promise.all(
    (['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as PictureType[]).map((type) => aPicture(type, 96, 64)),
  );
  sources = [...Object.values(telling), ...small];
});
afterAll(() => fs.rm(file, { force: true }));

/** What becomes of a file: a code, or `accepted`. Errors: throws whatever nobody expects. */
async function answerTo(bytes: Buffer): Promise<string> {
  await fs.writeFile(file, bytes);
  try {
    const { developed, type } = await inspect(file);
    if (!isVideo(type)) withoutMetadata(bytes, type, (await readHeader(file)).orientation);
    if (developed) await fs.writeFile(file, developed.bytes);
    for await (const _rendition of renderPhoto(file, (name) => !name.startsWith('w320')));
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.body.code;
    // Accepted at first, and given up by the worker: people see that.
    if (error instanceof Undecodable) return 'photo-damaged';
    throw error;
  }
}

test(
  `${INPUTS} mutated files of seed ${SEED} are accepted or refused, quickly, and leave nothing`,
  async () => {
    const next = numbersFrom(SEED);
    const below = (limit: number) => Math.floor(next() * Math.max(1, limit));
    const answers = new Map<string, number>();
    const slow: string[] = [];
    let before = 0;
    for (let n = 0; n < INPUTS; n++) {
      const mutate = MUTATIONS[below(MUTATIONS.length)]!;
      const input = mutate(Buffer.from(sources[below(sources.length)]!), below, sources[below(sources.length)]!);
      const startedAt = performance.now();
      const answer = await answerTo(input);
      if (performance.now() - startedAt > MAX_MS) slow.push(`input ${n} of seed ${SEED}`);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      // By then everything that is loaded once is loaded.
      if (n === Math.floor(INPUTS / 5)) before = process.memoryUsage.rss();
    }
    expect(slow).toEqual([]);
    expect([...answers.keys()].filter((answer) => answer !== 'accepted' && !CODES.has(answer))).toEqual([]);
    // Neither all nor none: it mutates what matters, and not only into rubbish.
    expect(answers.get('accepted')).toBeGreaterThan(INPUTS / 20);
    expect(answers.get('photo-damaged')).toBeGreaterThan(INPUTS / 20);
    expect(process.memoryUsage.rss() - before).toBeLessThan(MAX_GROWTH_BYTES);
    expect((await fs.readdir(folder)).filter((name) => name === path.basename(file))).toHaveLength(1);
  },
  INPUTS * 4_000 + 60_000,
);
