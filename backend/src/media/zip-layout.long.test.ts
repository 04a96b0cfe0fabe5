// Zips beyond what the format was made for, read by a zip library of others.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import * as yauzl from 'yauzl';
import { ZipLayout } from './zip-layout.ts';

test('a zip of six gigabytes in two hundred files is found by their places beyond four', async () => {
  const big = Buffer.alloc(30 * 1024 * 1024, 7);
  const facts = { byteCount: big.length, crc32: crc32(big), localTime: '1999-12-31T23:59:59', instantS: undefined };
  const layout = new ZipLayout(Array.from({ length: 200 }, (_, i) => ({ name: `${i}.jpg`, ...facts })));
  expect(layout.byteCount).toBeGreaterThan(200 * big.length);
  const zip = await readFrom(layout, (range) => big.subarray(range.start, range.end + 1));
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (names.length !== 190) continue;
    expect(entry.relativeOffsetOfLocalHeader).toBeGreaterThan(5 * 2 ** 30);
    expect((await buffer(await zip.openReadStreamPromise(entry))).equals(big)).toBe(true);
  }
  expect(names).toHaveLength(200);
});

test('a zip of seventy thousand files has all of them', async () => {
  const facts = { byteCount: 0, crc32: 0, localTime: '2024-05-03T14:02:12', instantS: undefined };
  const layout = new ZipLayout(Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}.jpg`, ...facts })));
  const zip = await yauzl.fromBufferPromise(
    Buffer.concat([...layout.pieces({ start: 0, end: layout.byteCount - 1 })] as Uint8Array[]),
    { lazyEntries: true },
  );
  expect(zip.entryCount).toBe(70_000);
  let count = 0;
  for await (const _ of zip.eachEntry()) count++;
  expect(count).toBe(70_000);
});

class Reader extends yauzl.RandomAccessReader {
  constructor(
    private readonly layout: ZipLayout,
    private readonly open: (range: { start: number; end: number }) => Uint8Array,
  ) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const pieces = this.layout.pieces({ start, end: end - 1 });
    const { open } = this;
    return Readable.from(
      (function* () {
        for (const piece of pieces) yield piece instanceof Uint8Array ? piece : open(piece.range);
      })(),
    );
  }
}
const readFrom = (layout: ZipLayout, open: (range: { start: number; end: number }) => Uint8Array) =>
  yauzl.fromRandomAccessReaderPromise(new Reader(layout, open), layout.byteCount, { lazyEntries: true });
