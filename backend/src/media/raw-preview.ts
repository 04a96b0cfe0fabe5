// RAW files of cameras (DNG, NEF, CR2, ARW and their like) are laid out as a TIFF. What is shown of one is the largest JPEG that
// the camera has put into it: a developed picture, as its own screen shows it. The sensor's values are nobody's picture.
// Source: TIFF 6.0, section 2; TIFF/EP (ISO 12234-2), DNG 1.7, chapter 4.

export interface RawPreview {
  readonly jpeg: Buffer;
  /** 1 to 8, as in EXIF. */
  readonly orientation: number;
}

const tag = {
  compression: 0x0103,
  photometric: 0x0106,
  stripOffsets: 0x0111,
  orientation: 0x0112,
  stripByteCounts: 0x0117,
  subDirectories: 0x014a,
  jpegOffset: 0x0201,
  jpegByteCount: 0x0202,
  dngVersion: 0xc612,
} as const;
/** Of a sensor: colour filter array, and linear raw. */
const SENSOR: ReadonlySet<number> = new Set([32_803, 34_892]);
/** JPEG, as TIFF 6.0 and as its supplement of 2002 number it. */
const JPEG: ReadonlySet<number> = new Set([6, 7]);
/** Cameras write five or six. */
const MAX_DIRECTORIES = 32;
const MAX_FIELDS = 1_000;
const BYTES_OF_TYPE: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4, 13: 4 };

/**
 * Undefined for a TIFF that is no RAW; `none` for a RAW without a developed picture. Never throws, whatever the bytes say.
 */
export function findRawPreview(bytes: Buffer): RawPreview | 'none' | undefined {
  try {
    const tiff = new Tiff(bytes);
    const directories = tiff.directories();
    const [first] = directories;
    const isRaw =
      tiff.isCanon ||
      first?.has(tag.dngVersion) ||
      directories.some((one) => SENSOR.has(one.get(tag.photometric)?.[0] ?? 0));
    if (!isRaw) return undefined;
    const previews = directories.flatMap((one) => previewIn(bytes, one) ?? []);
    const [largest] = previews.toSorted((a, b) => b.length - a.length);
    const orientation = first?.get(tag.orientation)?.[0] ?? 1;
    if (!largest) return 'none';
    return { jpeg: largest, orientation: orientation >= 1 && orientation <= 8 ? orientation : 1 };
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Directory = ReadonlyMap<number, readonly number[]>;

function previewIn(bytes: Buffer, directory: Directory): Buffer | undefined {
  // The sensor's values may be a JPEG, too, of a kind that no viewer reads.
  if (SENSOR.has(directory.get(tag.photometric)?.[0] ?? 0)) return undefined;
  const isOneStrip =
    JPEG.has(directory.get(tag.compression)?.[0] ?? 0) && directory.get(tag.stripOffsets)?.length === 1;
  const from = directory.get(tag.jpegOffset)?.[0] ?? (isOneStrip ? directory.get(tag.stripOffsets)?.[0] : undefined);
  const byteCount =
    directory.get(tag.jpegByteCount)?.[0] ?? (isOneStrip ? directory.get(tag.stripByteCounts)?.[0] : undefined);
  if (from === undefined || byteCount === undefined || from + byteCount > bytes.length) return undefined;
  const jpeg = bytes.subarray(from, from + byteCount);
  return jpeg.length > 4 && jpeg.readUIntBE(0, 3) === 0xffd8ff ? jpeg : undefined;
}

class Tiff {
  private readonly isLittle: boolean;

  constructor(private readonly bytes: Buffer) {
    this.isLittle = bytes.readUInt8(0) === 0x49;
  }

  /** A CR2 says so behind its head. */
  get isCanon(): boolean {
    return this.bytes.toString('latin1', 8, 10) === 'CR';
  }

  /** All that are chained or named, each once; the file's first one first. */
  directories(): Directory[] {
    const found: Directory[] = [];
    const waiting = [this.number(4, 4)];
    const known = new Set<number>();
    while (waiting.length > 0 && found.length < MAX_DIRECTORIES) {
      const at = waiting.shift()!;
      if (at === 0 || at + 2 > this.bytes.length || known.has(at)) continue;
      known.add(at);
      const { fields, next } = this.directory(at);
      found.push(fields);
      waiting.push(...(fields.get(tag.subDirectories) ?? []), next);
    }
    return found;
  }

  private directory(at: number): { fields: Directory; next: number } {
    const count = Math.min(this.number(at, 2), MAX_FIELDS);
    const fields = new Map<number, readonly number[]>();
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12;
      const bytes = BYTES_OF_TYPE[this.number(entry + 2, 2)];
      const valueCount = this.number(entry + 4, 4);
      if (!bytes || valueCount > MAX_DIRECTORIES) continue;
      const from = bytes * valueCount <= 4 ? entry + 8 : this.number(entry + 8, 4);
      const values = Array.from({ length: valueCount }, (_none, n) => this.number(from + n * bytes, bytes));
      fields.set(this.number(entry, 2), values);
    }
    const end = at + 2 + count * 12;
    return { fields, next: end + 4 <= this.bytes.length ? this.number(end, 4) : 0 };
  }

  private number(at: number, byteCount: 1 | 2 | 4): number {
    return this.isLittle ? this.bytes.readUIntLE(at, byteCount) : this.bytes.readUIntBE(at, byteCount);
  }
}
