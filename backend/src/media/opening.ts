// The first bytes of an original that is to say where or when it was taken: a JPEG's, with an EXIF block of ours. What
// cameras write beside that (serial numbers, notes, a small picture) is never in it, for nothing of theirs is copied.
// Source: EXIF 2.32 (CIPA DC-008), 4.5.4 (order of segments), 4.6.2 to 4.6.6; TIFF 6.0.
import type { Place } from './exif.ts';

export interface Kept {
  readonly place: Place | null;
  /** As `TakenAt` of the contract. */
  readonly takenAt: string | null;
}

/** Of a cleaned JPEG, as much as `openingOf` looks at: its start, a JFIF header, and the orientation. */
export const HEAD_BYTES = 56;
const JFIF_BYTES = 18;
const ORIENTATION_BYTES = 36;

/**
 * What to put in the place of the first bytes, and how many of them; undefined when there is nothing to say, or when the
 * file is not as `withoutMetadata` writes it.
 *
 * `head` is the first HEAD_BYTES of the cleaned JPEG, which says its orientation, alone.
 */
export function openingOf(head: Buffer, kept: Kept): { replacedBytes: number; bytes: Buffer } | undefined {
  if (!kept.place && !kept.takenAt) return undefined;
  if (head.length < HEAD_BYTES || head.readUInt16BE(0) !== 0xffd8) return undefined;
  const jfif = head.readUInt16BE(2) === 0xffe0 ? head.subarray(2, 2 + JFIF_BYTES) : head.subarray(0, 0);
  const next = 2 + jfif.length;
  const isTurned = head.readUInt16BE(next) === 0xffe1;
  const orientation = isTurned ? head.readUInt16BE(next + 28) : 1;
  const block = exifBlock(orientation, kept);
  const segment = Buffer.alloc(4 + block.length);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(2 + block.length, 2);
  block.copy(segment, 4);
  return {
    replacedBytes: next + (isTurned ? ORIENTATION_BYTES : 0),
    bytes: Buffer.concat([head.subarray(0, 2), segment, jfif]),
  };
}

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const BYTE = 1;
interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

const text = (tag: number, value: string): Field => {
  const bytes = Buffer.from(`${value}\0`, 'latin1');
  return { tag, type: ASCII, count: bytes.length, value: bytes };
};
const whole = (tag: number, type: typeof SHORT | typeof LONG, value: number): Field => {
  const bytes = Buffer.alloc(type === SHORT ? 2 : 4);
  if (type === SHORT) bytes.writeUInt16BE(value);
  else bytes.writeUInt32BE(value);
  return { tag, type, count: 1, value: bytes };
};
function fractions(tag: number, values: readonly (readonly [number, number])[]): Field {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [i, [above, below]] of values.entries()) {
    bytes.writeUInt32BE(above, i * 8);
    bytes.writeUInt32BE(below, i * 8 + 4);
  }
  return { tag, type: RATIONAL, count: values.length, value: bytes };
}

const HEADER = Buffer.from('4578696600004d4d002a00000008', 'hex');
const FIRST_AT = 8;
const bytesOf = (fields: readonly Field[]): number =>
  2 + fields.length * 12 + 4 + fields.reduce((sum, { value }) => sum + (value.length > 4 ? even(value.length) : 0), 0);
const even = (length: number): number => length + (length % 2);

function exifBlock(orientation: number, { place, takenAt }: Kept): Buffer {
  const exif = takenAt ? timeFields(takenAt) : [];
  const gps = place ? placeFields(place) : [];
  // Where the others begin is in the first; how long that is does not depend on where.
  const first = (exifAt: number, gpsAt: number): Field[] => [
    whole(0x0112, SHORT, orientation),
    ...(exif.length > 0 ? [whole(0x8769, LONG, exifAt)] : []),
    ...(gps.length > 0 ? [whole(0x8825, LONG, gpsAt)] : []),
  ];
  const exifAt = FIRST_AT + bytesOf(first(0, 0));
  const gpsAt = exifAt + (exif.length > 0 ? bytesOf(exif) : 0);
  return Buffer.concat([
    HEADER,
    directory(first(exifAt, gpsAt), FIRST_AT),
    ...(exif.length > 0 ? [directory(exif, exifAt)] : []),
    ...(gps.length > 0 ? [directory(gps, gpsAt)] : []),
  ]);
}

/** Fields in the order of their tags, and behind them what does not fit into four bytes. */
function directory(fields: readonly Field[], at: number): Buffer {
  const made = Buffer.alloc(bytesOf(fields));
  made.writeUInt16BE(fields.length, 0);
  let behind = 2 + fields.length * 12 + 4;
  for (const [i, { tag, type, count, value }] of fields.entries()) {
    const entry = 2 + i * 12;
    made.writeUInt16BE(tag, entry);
    made.writeUInt16BE(type, entry + 2);
    made.writeUInt32BE(count, entry + 4);
    if (value.length <= 4) value.copy(made, entry + 8);
    else {
      made.writeUInt32BE(at + behind, entry + 8);
      value.copy(made, behind);
      behind += even(value.length);
    }
  }
  return made;
}

function timeFields(takenAt: string): Field[] {
  const time = takenAt.slice(0, 19).replaceAll('-', ':').replace('T', ' ');
  const zone = takenAt.slice(19);
  const offset = zone === 'Z' ? '+00:00' : zone;
  return [text(0x9003, time), ...(offset ? [text(0x9011, offset)] : [])];
}

/** Of what has been photographed from where EXIF has a height for it. More is nonsense, and would not fit its field. */
const HIGHEST_M = 1_000_000;

function placeFields({ latitude, longitude, altitudeM }: Place): Field[] {
  return [
    { tag: 0, type: BYTE, count: 4, value: Buffer.from([2, 3, 0, 0]) },
    text(1, latitude < 0 ? 'S' : 'N'),
    fractions(2, sexagesimal(latitude)),
    text(3, longitude < 0 ? 'W' : 'E'),
    fractions(4, sexagesimal(longitude)),
    ...(altitudeM === undefined || Math.abs(altitudeM) > HIGHEST_M
      ? []
      : [
          { tag: 5, type: BYTE, count: 1, value: Buffer.from([altitudeM < 0 ? 1 : 0]) },
          fractions(6, [[Math.round(Math.abs(altitudeM) * 100), 100]]),
        ]),
  ];
}

/** Degrees, minutes and seconds; a ten-thousandth of a second is 3 mm. */
function sexagesimal(degrees: number): [number, number][] {
  const parts = Math.round(Math.abs(degrees) * 3600 * 10_000);
  const minutes = Math.floor(parts / 600_000);
  return [
    [Math.floor(minutes / 60), 1],
    [minutes % 60, 1],
    [parts % 600_000, 10_000],
  ];
}
