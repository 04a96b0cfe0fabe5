// CRC-32 of bytes whose beginning is replaced, without reading the rest of them.
// Source: `crc32_combine` of zlib: appending n zero bytes is a linear map over GF(2), which is squared log n times.

const POLYNOMIAL = 0xedb88320;

/** A map as the images of the 32 bits. */
type Map32 = readonly number[];

function apply(map: Map32, value: number): number {
  let image = 0;
  for (let bit = 0, left = value >>> 0; left !== 0; bit += 1, left >>>= 1) if (left & 1) image ^= map[bit]!;
  return image >>> 0;
}
const squared = (map: Map32): Map32 => map.map((image) => apply(map, image));

const ONE_BIT: Map32 = Array.from({ length: 32 }, (_none, bit) => (bit === 0 ? POLYNOMIAL : 2 ** (bit - 1)));
const ONE_BYTE = squared(squared(squared(ONE_BIT)));

/** The part of a checksum that `byteCount` bytes behind leave of it. */
function moved(sum: number, byteCount: number): number {
  let image = sum >>> 0;
  let map = ONE_BYTE;
  for (let left = byteCount; left > 0; left = Math.floor(left / 2), map = squared(map)) {
    if (left % 2 === 1) image = apply(map, image);
  }
  return image;
}

/**
 * The checksum of `after` and a tail, from the checksum `whole` of `before` and the same tail.
 *
 * `before` and `after` are checksums of the two beginnings; `tailBytes` is how long the tail is. All unsigned.
 */
export const crcOfReplaced = (whole: number, before: number, after: number, tailBytes: number): number =>
  (whole ^ moved(before ^ after, tailBytes)) >>> 0;
