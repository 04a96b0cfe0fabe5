// When and where a photo was taken, from the EXIF block of its file. Nothing else of EXIF is of interest here.
// Source: EXIF 2.32 (CIPA DC-008), TIFF 6.0.

/** Tags by number, and how a value is laid out: type, count, and its bytes. */
interface Field {
  readonly type: number;
  readonly count: number;
  /** Offset of the value's bytes from the start of the block. */
  readonly at: number;
}

const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const MAX_FIELDS = 1_000;
const QUARTER_MIN = 15;
const LONGEST_OFFSET_MIN = 14 * 60;

const tag = {
  dateTime: 0x0132,
  exif: 0x8769,
  gps: 0x8825,
  original: 0x9003,
  digitized: 0x9004,
  offset: 0x9010,
  offsetOriginal: 0x9011,
  offsetDigitized: 0x9012,
  latitudeRef: 0x0001,
  latitude: 0x0002,
  longitudeRef: 0x0003,
  longitude: 0x0004,
  altitudeRef: 0x0005,
  altitude: 0x0006,
  gpsTime: 0x0007,
  gpsDate: 0x001d,
} as const;

/**
 * The capture time as `TakenAt` of the contract wants it; null when the block does not say, or says nonsense.
 *
 * `block` is what stands in EXIF: a TIFF, with or without the six bytes `Exif\0\0` before it. The offset is the camera's own
 * word, else the difference to the satellites' clock if that is a whole number of quarters of an hour.
 */
export function takenAtOf(block: Uint8Array): string | null {
  try {
    const fields = new ExifBlock(block);
    const root = fields.directory(fields.firstDirectory());
    const exif = fields.below(root, tag.exif);
    const found =
      read(fields, exif, tag.original, tag.offsetOriginal) ??
      read(fields, exif, tag.digitized, tag.offsetDigitized) ??
      read(fields, root, tag.dateTime, tag.offset, exif);
    if (!found) return null;
    return found.time + (found.offset ?? offsetByGps(fields, fields.below(root, tag.gps), found.time) ?? '');
  } catch (error) {
    // Reading behind the end is how a block shows that it lies about its lengths.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export interface Place {
  /** In degrees; south and west are negative. */
  readonly latitude: number;
  readonly longitude: number;
  /** Above the sea. */
  readonly altitudeM?: number;
}

/** Where the block says that it was taken; null when it does not say, or says nonsense. `block` as for `takenAtOf`. */
export function placeOf(block: Uint8Array): Place | null {
  try {
    const fields = new ExifBlock(block);
    const gps = fields.below(fields.directory(fields.firstDirectory()), tag.gps);
    const latitude = angle(fields, gps, tag.latitude, tag.latitudeRef, 'S');
    const longitude = angle(fields, gps, tag.longitude, tag.longitudeRef, 'W');
    if (latitude === undefined || longitude === undefined) return null;
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
    const [height] = fields.fractions(gps.get(tag.altitude), 1) ?? [];
    if (height === undefined) return { latitude, longitude };
    return { latitude, longitude, altitudeM: fields.byte(gps.get(tag.altitudeRef)) === 1 ? -height : height };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function angle(fields: ExifBlock, gps: Directory, value: number, ref: number, negative: string): number | undefined {
  const parts = fields.fractions(gps.get(value), 3);
  if (!parts) return undefined;
  const degrees = parts[0]! + parts[1]! / 60 + parts[2]! / 3600;
  return fields.text(gps.get(ref)) === negative ? -degrees : degrees;
}

type Directory = ReadonlyMap<number, Field>;

class ExifBlock {
  private readonly view: DataView;
  private readonly isLittle: boolean;

  /** Errors: RangeError when it is too short to be one. */
  constructor(block: Uint8Array) {
    const from = block[0] === 0x45 ? 6 : 0;
    this.view = new DataView(block.buffer, block.byteOffset + from, Math.max(0, block.byteLength - from));
    this.isLittle = this.view.getUint8(0) === 0x49;
  }

  firstDirectory(): number {
    return this.view.getUint32(4, this.isLittle);
  }

  directory(at: number): Directory {
    const count = Math.min(this.view.getUint16(at, this.isLittle), MAX_FIELDS);
    const fields = new Map<number, Field>();
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12;
      const type = this.view.getUint16(entry + 2, this.isLittle);
      const values = this.view.getUint32(entry + 4, this.isLittle);
      const isInline = (TYPE_BYTES[type] ?? 1) * values <= 4;
      const valueAt = isInline ? entry + 8 : this.view.getUint32(entry + 8, this.isLittle);
      fields.set(this.view.getUint16(entry, this.isLittle), { type, count: values, at: valueAt });
    }
    return fields;
  }

  below(directory: Directory, pointer: number): Directory {
    const field = directory.get(pointer);
    return field ? this.directory(this.view.getUint32(field.at, this.isLittle)) : new Map();
  }

  text(field: Field | undefined): string | undefined {
    if (field?.type !== 2 || field.count > 64) return undefined;
    let text = '';
    for (let i = 0; i < field.count; i++) text += String.fromCharCode(this.view.getUint8(field.at + i));
    return text.replace(/\0.*$/su, '').trim();
  }

  byte(field: Field | undefined): number | undefined {
    return field && this.view.getUint8(field.at);
  }

  fractions(field: Field | undefined, count: number): number[] | undefined {
    if (field?.type !== 5 || field.count !== count) return undefined;
    return Array.from({ length: count }, (_none, i) => {
      const at = field.at + i * 8;
      return this.view.getUint32(at, this.isLittle) / (this.view.getUint32(at + 4, this.isLittle) || 1);
    });
  }

  /** Three fractions as whole numbers: hours, minutes and seconds of the satellites. */
  threeWhole(field: Field | undefined): number[] | undefined {
    return this.fractions(field, 3)?.map(Math.floor);
  }
}

function read(fields: ExifBlock, where: Directory, time: number, offset: number, offsetWhere = where) {
  const written = fields.text(where.get(time));
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/u.exec(written ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!isTime(iso)) return undefined;
  const told = fields.text(offsetWhere.get(offset));
  return { time: iso, offset: told && /^[+-](0\d|1[0-4]):[0-5]\d$/u.test(told) ? told : undefined };
}

/** Cameras without a set clock write zeros, or a day that does not exist. */
const isTime = (iso: string): boolean => {
  const instant = Date.parse(`${iso}Z`);
  return instant > 0 && new Date(instant).toISOString().startsWith(iso);
};

function offsetByGps(fields: ExifBlock, gps: Directory, local: string): string | undefined {
  const date = /^(\d{4})[:-](\d\d)[:-](\d\d)$/u.exec(fields.text(gps.get(tag.gpsDate)) ?? '');
  const clock = fields.threeWhole(gps.get(tag.gpsTime));
  if (!date || !clock) return undefined;
  const utc = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]), clock[0], clock[1], clock[2]);
  const minutes = (Date.parse(`${local}Z`) - utc) / 60_000;
  const quarters = Math.round(minutes / QUARTER_MIN);
  // A position is up to some minutes older than the picture; more than that is another hour or a wrong clock.
  if (Math.abs(minutes - quarters * QUARTER_MIN) > 5 || Math.abs(minutes) > LONGEST_OFFSET_MIN) return undefined;
  const size = Math.abs(quarters * QUARTER_MIN);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${quarters < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
