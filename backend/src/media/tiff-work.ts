// How many directories a TIFF makes its decoder read. Source: TIFF 6.0, section 2.
import { TooHeavy } from './undecodable.ts';

/** One a page; each is read when the file is opened, though the first one alone is shown. */
const MAX_DIRECTORIES = 2_000;
/** Of all directories together, which may lie on each other. */
const MAX_FIELDS = 100_000;

/**
 * Refuses a TIFF of more directories than any scan has pages, or of a chain without an end. What else is wrong
 * with it is left to its decoder.
 * Errors: TooHeavy.
 */
export function assertBearableTiff(bytes: Buffer): void {
  const read = (at: number, byteCount: 2 | 4): number =>
    bytes.readUInt8(0) === 0x49 ? bytes.readUIntLE(at, byteCount) : bytes.readUIntBE(at, byteCount);
  try {
    assertFewDirectories(read(4, 4), read);
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
