// Read by a zip library of others: what we write is what everybody unpacks.
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as yauzl from 'yauzl';
import { toDisposition } from './download-route.ts';
import { ZipLayout, type ZipEntry } from './zip-layout.ts';

const contentOf = (i: number): Buffer => Buffer.from(`picture number ${i} `.repeat(i + 1));
const entryOf = (i: number): ZipEntry => ({
  name: `2024-05-03-${String(i).padStart(3, '0')}.jpg`,
  byteCount: contentOf(i).length,
  crc32: crc32(contentOf(i)),
  localTime: '2024-05-03T14:02:12',
  instantS: i % 2 === 0 ? 1_714_737_732 : undefined,
});
const some = Array.from({ length: 7 }, (_, i) => entryOf(i));

function bytesOf(layout: ZipLayout, start: number, end: number): Buffer {
  const pieces = [...layout.pieces({ start, end })].map((piece) =>
    piece instanceof Uint8Array ? piece : contentOf(piece.entry).subarray(piece.range.start, piece.range.end + 1),
  );
  return Buffer.concat(pieces);
}
const whole = (layout: ZipLayout) => bytesOf(layout, 0, layout.byteCount - 1);

/** Names, times and bytes as another program finds them; it checks the sums itself. */
async function unpack(zip: yauzl.ZipFile): Promise<{ name: string; at: Date; bytes: Buffer }[]> {
  const found: { name: string; at: Date; bytes: Buffer }[] = [];
  for await (const entry of zip.eachEntry()) {
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(bytes) !== entry.crc32) throw new Error(`${entry.fileName} is damaged`);
    found.push({ name: entry.fileName, at: entry.getLastModDate({ timezone: 'UTC' }), bytes });
  }
  return found;
}

describe('a zip', () => {
  test('is as long as was said, and has every file under its name with its bytes and its time', async () => {
    const layout = new ZipLayout(some);
    const zip = whole(layout);
    expect(zip.length).toBe(layout.byteCount);
    const found = await unpack(await yauzl.fromBufferPromise(zip, { lazyEntries: true }));
    expect(found.map(({ name, bytes }) => [name, bytes])).toEqual(some.map(({ name }, i) => [name, contentOf(i)]));
    // With a zone it is an instant; without one it is what the clock showed.
    expect(found[0]!.at.toISOString()).toBe('2024-05-03T12:02:12.000Z');
    expect(found[1]!.at.toISOString()).toBe('2024-05-03T14:02:12.000Z');
  });

  test('is the same in parts, wherever it is cut', () => {
    const layout = new ZipLayout(some);
    const zip = whole(layout);
    for (let at = 1; at < zip.length; at++) {
      expect(bytesOf(layout, 0, at - 1).equals(zip.subarray(0, at))).toBe(true);
      expect(bytesOf(layout, at, zip.length - 1).equals(zip.subarray(at))).toBe(true);
    }
  });
});

test.each([
  ['Lake house', 'attachment; filename="Lake house.zip"; filename*=UTF-8\'\'Lake%20house.zip'],
  [
    '../../etc/"x"\r\nset-cookie: a',
    'attachment; filename="etc x set-cookie a.zip"; filename*=UTF-8\'\'etc%20x%20set-cookie%20a.zip',
  ],
  ['Fête 🎉', 'attachment; filename="Fete.zip"; filename*=UTF-8\'\'F%C3%AAte%20%F0%9F%8E%89.zip'],
  ['\u202Egpj', 'attachment; filename="gpj.zip"; filename*=UTF-8\'\'gpj.zip'],
  // Signs of full width, which are plain ones to old programs.
  [
    'a\uFF02; b\uFF3Cc\uFF0Fd',
    'attachment; filename="a ; b c d.zip"; filename*=UTF-8\'\'a%EF%BC%82%3B%20b%EF%BC%BCc%EF%BC%8Fd.zip',
  ],
  ['...', 'attachment; filename="Photos.zip"; filename*=UTF-8\'\'Photos.zip'],
])('a group called %j gives a file a harmless name', (title, header) => {
  expect(toDisposition(title)).toBe(header);
});
