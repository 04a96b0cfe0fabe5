// What a TIFF asks of its decoder, told from its directories: how many of them it has to read, and whether it knows the colours.
// Source: TIFF 6.0, sections 2, 8, 19 (SampleFormat), 21 (YCbCr) and 23 (CIELab).
import { Refusal } from '@zoetrope/contract/errors.ts';
import { TooHeavy } from './undecodable.ts';

/** One a page; each is read when the file is opened, though the first one alone is shown. */
const MAX_DIRECTORIES = 2_000;
/** Of all directories together, which may lie on each other. */
const MAX_FIELDS = 100_000;

const tag = { bits: 258, compression: 259, photometric: 262, sampleFormat: 339, subsampling: 530 } as const;
const SHORT = 3;
const YCBCR = 6;
/** In eight bits, and its relatives; in sixteen it is read. */
const LAB = 8;
const OTHER_LABS: ReadonlySet<number> = new Set([9, 10]);
/** Whose decoder gives red, green and blue. */
const JPEG: ReadonlySet<number> = new Set([6, 7]);
/** Whole numbers from zero, and what nobody has said; others are differences, fractions or pairs of them. */
const WHOLE: ReadonlySet<number> = new Set([1, 4]);

/**
 * Refuses a TIFF of more directories than any scan has pages, or of a chain without an end, and one whose numbers would be
 * taken for other colours than they are. What else is wrong with it is left to its decoder.
 * Errors: TooHeavy; Refusal `photo-not-an-image`.
 */
export function assertBearableTiff(bytes: Buffer): void {
  const read = (at: number, byteCount: 2 | 4): number =>
    bytes.readUInt8(0) === 0x49 ? bytes.readUIntLE(at, byteCount) : bytes.readUIntBE(at, byteCount);
  try {
    const first = read(4, 4);
    assertFewDirectories(first, read);
    assertReadable(fieldsAt(first, read));
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths.
    if (!(error instanceof RangeError)) throw error;
  }
}

type Reader = (at: number, byteCount: 2 | 4) => number;

function assertFewDirectories(first: number, read: Reader): void {
  const known = new Set<number>();
  let fieldCount = 0;
  try {
    for (let at = first; at !== 0;) {
      const count = read(at, 2);
      fieldCount += count;
      if (known.has(at) || known.size === MAX_DIRECTORIES || fieldCount > MAX_FIELDS)
        throw new TooHeavy('a TIFF has too many parts');
      known.add(at);
      at = read(at + 2 + count * 12, 4);
    }
  } catch (error) {
    // A chain that ends behind the file says nothing of the first directory.
    if (!(error instanceof RangeError)) throw error;
  }
}

/** The first value of each field that holds short numbers, and the second of two. */
function fieldsAt(at: number, read: Reader): ReadonlyMap<number, readonly [number, number]> {
  const fields = new Map<number, readonly [number, number]>();
  for (let entry = at + 2, left = read(at, 2); left > 0; left--, entry += 12) {
    if (read(entry + 2, 2) !== SHORT) continue;
    const from = read(entry + 4, 4) <= 2 ? entry + 8 : read(entry + 8, 4);
    fields.set(read(entry, 2), [read(from, 2), read(from + 2, 2)]);
  }
  return fields;
}

function assertReadable(fields: ReadonlyMap<number, readonly [number, number]>): void {
  const one = (name: number, otherwise: number): number => fields.get(name)?.[0] ?? otherwise;
  const [across, down] = fields.get(tag.subsampling) ?? [2, 2];
  const photometric = one(tag.photometric, 0);
  const bits = one(tag.bits, 1);
  const isReadable =
    bits <= 16 &&
    WHOLE.has(one(tag.sampleFormat, 1)) &&
    !(photometric === YCBCR && across === 1 && down === 1 && !JPEG.has(one(tag.compression, 1))) &&
    !(photometric === LAB && bits < 16) &&
    !OTHER_LABS.has(photometric);
  if (!isReadable) throw new Refusal('photo-not-an-image');
}
