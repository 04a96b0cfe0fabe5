// How much a HEIC or AVIF asks a decoder to do, and whether all of it is there, told from its boxes. Pictures in it may be made of others (a grid, an overlay),
// those of others again, and each may be named any number of times: a file of some kilobytes can ask for days.
// Source: ISO/IEC 23008-12, 6.6.2 (derived items), 6.5.3 `ispe`, 9.3 `ipma`; ISO/IEC 14496-12, 8.11 `meta`, `iinf`, `iref`, `iloc`.
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { boxesIn as allBoxesIn, type IsoBox } from './iso-boxes.ts';
import { TooHeavy, Undecodable } from './undecodable.ts';

/** A phone's picture is decoded as tiles and laid out once, and perhaps has a mask. */
const MAX_PIXELS = 3 * LIMITS.photoPixels;
/** A picture of a hundred megapixels has four hundred tiles. */
const MAX_ITEMS = 10_000;
const MAX_REFERENCES = 100_000;
/** Side by side: more than there may be items, each with properties of its own. Eight bytes are enough for an empty one. */
const MAX_BOXES = 50_000;
/** A grid, turned (`iden`), in an overlay: deeper ones are made to be deep. */
const MAX_DEPTH = 8;
/** What a decoder takes for a picture that does not say how large it is. */
const UNSAID_PIXELS = 4096;

/** What is derived from what; a mask (`auxl`) is decoded with its picture. */
const DERIVATIONS = new Set(['dimg', 'auxl']);

/**
 * Refuses what asks for more pixels than any real picture of the largest size, or for itself, and what lies behind the end of
 * the file: a decoder would leave such tiles empty. Anything else that is wrong with the boxes is left to the decoder.
 * Errors: TooHeavy, Undecodable.
 */
export function assertBearable(bytes: Buffer): void {
  try {
    const meta = find(bytes, 0, bytes.length, 'meta');
    const primary = meta && find(bytes, meta.from + 4, meta.to, 'pitm');
    if (!meta || !primary) return;
    const parts = referencesIn(bytes, meta);
    const pixels = pixelsIn(bytes, meta);
    const shown = idAt(bytes, primary.from);
    // Too large at all, which its reader says in better words.
    if ((pixels.get(shown) ?? 0) > LIMITS.photoPixels) return;
    const { sum, items } = costOf(shown, parts, pixels);
    if (sum > MAX_PIXELS) throw new TooHeavy('a HEIF asks for too much');
    assertWhole(bytes, meta, items);
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths.
    if (!(error instanceof RangeError)) throw error;
  }
}

/**
 * Pixels to decode and to lay out for one item, each time that it is named, and all items that it is made of, itself too.
 * Errors: TooHeavy; Undecodable where an item needs itself.
 */
function costOf(primary: number, parts: ReadonlyMap<number, readonly number[]>, pixels: ReadonlyMap<number, number>) {
  const known = new Map<number, number>();
  const underWay = new Set<number>();
  const cost = (id: number): number => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (underWay.has(id)) throw new Undecodable('a picture in a HEIF is made of itself');
    if (underWay.size >= MAX_DEPTH) throw new TooHeavy('a HEIF is nested too deeply');
    underWay.add(id);
    let sum = pixels.get(id) ?? UNSAID_PIXELS;
    for (const part of parts.get(id) ?? []) sum = Math.min(Number.MAX_SAFE_INTEGER, sum + cost(part));
    underWay.delete(id);
    known.set(id, sum);
    return sum;
  };
  return { sum: cost(primary), items: new Set(known.keys()) };
}

/** Where the bytes of an item lie: in the file, or in the `idat` of its boxes. Another item has those of what is made of it. */
const IN_FILE = 0;
const IN_IDAT = 1;

/** Errors: Undecodable where a piece of one of these items ends behind what it lies in; TooHeavy. */
function assertWhole(bytes: Buffer, meta: IsoBox, items: ReadonlySet<number>): void {
  const iloc = find(bytes, meta.from + 4, meta.to, 'iloc');
  if (!iloc) return;
  const idat = find(bytes, meta.from + 4, meta.to, 'idat');
  const ends = new Map([
    [IN_FILE, bytes.length],
    [IN_IDAT, idat ? idat.to - idat.from : 0],
  ]);
  const version = bytes.readUInt8(iloc.from);
  const sizes = bytes.readUInt16BE(iloc.from + 4);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idBytes = version < 2 ? 2 : 4;
  let at = iloc.from + 6;
  const next = (byteCount: number): number => {
    if (at + byteCount > iloc.to) throw new RangeError('an iloc is shorter than it says');
    const value =
      byteCount > 6 ? Number(bytes.readBigUInt64BE(at)) : byteCount > 0 ? bytes.readUIntBE(at, byteCount) : 0;
    at += byteCount;
    return value;
  };
  let total = 0;
  for (let left = next(idBytes); left > 0; left--) {
    const id = next(idBytes);
    const end = ends.get(version === 0 ? IN_FILE : next(2) & 15);
    next(2);
    const base = next(baseBytes);
    const extentCount = next(2);
    total += 1 + extentCount;
    if (total > MAX_REFERENCES) throw new TooHeavy('a HEIF has too many parts');
    for (let i = 0; i < extentCount; i++) {
      next(indexBytes);
      const from = base + next(offsetBytes);
      const to = from + next(lengthBytes);
      if (end !== undefined && to > end && items.has(id)) throw new Undecodable('a HEIF ends before its picture does');
    }
  }
}

/** Which items each is made of. Errors: TooHeavy. */
function referencesIn(bytes: Buffer, meta: IsoBox): Map<number, number[]> {
  const parts = new Map<number, number[]>();
  const iref = find(bytes, meta.from + 4, meta.to, 'iref');
  if (!iref) return parts;
  const idBytes = bytes.readUInt8(iref.from) === 0 ? 2 : 4;
  let total = 0;
  for (const { type, from } of boxesIn(bytes, iref.from + 4, iref.to)) {
    if (!DERIVATIONS.has(type)) continue;
    const item = bytes.readUIntBE(from, idBytes);
    const count = bytes.readUInt16BE(from + idBytes);
    total += count;
    if (total > MAX_REFERENCES || parts.size > MAX_ITEMS) throw new TooHeavy('a HEIF has too many parts');
    const first = from + idBytes + 2;
    const named = Array.from({ length: count }, (_none, i) => bytes.readUIntBE(first + i * idBytes, idBytes));
    // A mask names its picture, a grid its tiles.
    for (const id of named) {
      const [whole, part] = type === 'auxl' ? [id, item] : [item, id];
      const known = parts.get(whole);
      if (known) known.push(part);
      else parts.set(whole, [part]);
    }
  }
  return parts;
}

/** How large each item says that it is. Errors: TooHeavy. */
function pixelsIn(bytes: Buffer, meta: IsoBox): Map<number, number> {
  const pixels = new Map<number, number>();
  const iprp = find(bytes, meta.from + 4, meta.to, 'iprp');
  const ipco = iprp && find(bytes, iprp.from, iprp.to, 'ipco');
  if (!iprp || !ipco) return pixels;
  const sizes = [...boxesIn(bytes, ipco.from, ipco.to)].map(({ type, from }) =>
    type === 'ispe' ? bytes.readUInt32BE(from + 4) * bytes.readUInt32BE(from + 8) : undefined,
  );
  let total = 0;
  for (const ipma of boxesIn(bytes, iprp.from, iprp.to)) {
    if (ipma.type !== 'ipma') continue;
    const idBytes = bytes.readUInt8(ipma.from) === 0 ? 2 : 4;
    const indexBytes = (bytes.readUInt8(ipma.from + 3) & 1) === 1 ? 2 : 1;
    const itemCount = bytes.readUInt32BE(ipma.from + 4);
    // Together: each box may be of sixteen bytes, and read what follows it.
    total += itemCount;
    if (total > MAX_ITEMS) throw new TooHeavy('a HEIF has too many parts');
    let at = ipma.from + 8;
    for (let n = 0; n < itemCount; n++) {
      const id = bytes.readUIntBE(at, idBytes);
      const count = bytes.readUInt8(at + idBytes);
      at += idBytes + 1;
      for (let i = 0; i < count; i++, at += indexBytes) {
        // The highest bit says whether it may be ignored.
        const index = bytes.readUIntBE(at, indexBytes) & (indexBytes === 2 ? 0x7fff : 0x7f);
        const size = sizes[index - 1];
        if (size !== undefined) pixels.set(id, size);
      }
    }
  }
  return pixels;
}

/** Version 0 names items with two bytes, later ones with four. */
const idAt = (bytes: Buffer, from: number): number =>
  bytes.readUInt8(from) === 0 ? bytes.readUInt16BE(from + 4) : bytes.readUInt32BE(from + 4);

/** Errors: TooHeavy. */
function* boxesIn(bytes: Buffer, from: number, to: number): Generator<IsoBox> {
  let count = 0;
  for (const box of allBoxesIn(bytes, from, to)) {
    if (++count > MAX_BOXES) throw new TooHeavy('a HEIF has too many parts');
    yield box;
  }
}

function find(bytes: Buffer, from: number, to: number, type: string): IsoBox | undefined {
  for (const box of boxesIn(bytes, from, to)) if (box.type === type) return box;
  return undefined;
}
