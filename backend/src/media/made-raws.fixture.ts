// RAW files, laid out as cameras do: a sensor's values, and pictures of several sizes that the camera made of them.
// Source: TIFF 6.0, section 2; DNG 1.7, chapter 4.

export interface Directory {
  readonly fields: readonly Field[];
  /** Follows this one in the chain. */
  readonly next?: Directory;
}
/** A tag, its type in TIFF, and its values: numbers, text, bytes to point at, or directories. */
export type Field = readonly [tag: number, type: number, value: number | string | Buffer | readonly Directory[]];

export const SHORT = 3;
export const LONG = 4;
const ASCII = 2;
export const SUB_DIRECTORIES = 0x014a;
const DNG_VERSION = 0xc612;

/** A whole TIFF. `magic` stands behind its head. */
export function tiffOf(root: Directory, magic = ''): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  const append = (bytes: Buffer): number => {
    const from = at;
    chunks.push(bytes);
    at += bytes.length;
    return from;
  };
  const numbers = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, i) => bytes.writeUInt32LE(value, i * 4));
    return bytes;
  };
  const head = Buffer.from(`II*\0\0\0\0\0${magic}`.padEnd(16, '\0'), 'latin1');
  append(head);
  const write = ({ fields, next }: Directory): number => {
    const nextAt = next ? write(next) : 0;
    const entries = [...fields]
      .toSorted(([a], [b]) => a - b)
      .map(([tag, type, value]) => {
        const entry = Buffer.alloc(12);
        entry.writeUInt16LE(tag, 0);
        entry.writeUInt16LE(type, 2);
        entry.writeUInt32LE(1, 4);
        if (typeof value === 'number') entry.writeUInt32LE(value, 8);
        else if (typeof value === 'string') {
          entry.writeUInt32LE(value.length + 1, 4);
          entry.writeUInt32LE(append(Buffer.from(`${value}\0`, 'latin1')), 8);
        } else if (Buffer.isBuffer(value)) entry.writeUInt32LE(append(value), 8);
        else {
          const places = value.map(write);
          entry.writeUInt32LE(places.length, 4);
          entry.writeUInt32LE(places.length === 1 ? places[0]! : append(numbers(...places)), 8);
        }
        return entry;
      });
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    return append(Buffer.concat([count, ...entries, numbers(nextAt)]));
  };
  head.writeUInt32LE(write(root), 4);
  return Buffer.concat(chunks);
}

/** Values of a sensor, which are a JPEG of a kind that no viewer reads. */
export const sensor: Directory = {
  fields: [
    [0x0103, SHORT, 7],
    [0x0106, SHORT, 32_803],
    [0x0111, LONG, Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(90_000, 7)])],
    [0x0117, LONG, 90_003],
  ],
};
/** A picture as the one strip of a directory. */
export const inStrip = (jpeg: Buffer): Directory => ({
  fields: [
    [0x0103, SHORT, 7],
    [0x0106, SHORT, 6],
    [0x0111, LONG, jpeg],
    [0x0117, LONG, jpeg.length],
  ],
});
/** A picture that a directory points at. */
export const pointedAt = (jpeg: Buffer): Directory => ({
  fields: [
    [0x0201, LONG, jpeg],
    [0x0202, LONG, jpeg.length],
  ],
});
/** What cameras tell. */
export const told: readonly Field[] = [
  [0x010f, ASCII, 'SecretMake'],
  [0x0132, ASCII, '2024:05:03 14:02:11'],
  [0xc62f, ASCII, 'SecretSerial'],
];

/** A DNG with all that a camera tells, and with two pictures; the larger is the one that is given. */
export const aDng = (large: Buffer, small: Buffer): Buffer =>
  tiffOf({
    fields: [
      ...told,
      [DNG_VERSION, LONG, 0x0000_0401],
      [SUB_DIRECTORIES, LONG, [sensor, inStrip(large), inStrip(small)]],
    ],
  });
