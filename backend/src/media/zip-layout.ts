// A zip of files that are stored as they are, whose every byte is known by its place before one is read: so it has a length,
// an entity tag, and any part of it can be sent alone. That is why no streaming zip library is used: those learn checksums
// as they go and cannot begin in the middle.
// Source: PKWARE APPNOTE 6.3.10 (local header 4.3.7, central directory 4.3.12, zip64 4.3.14, 4.3.15, 4.5.3); Info-ZIP's
// "extended timestamp" extra field 0x5455.
import type { ByteRange } from './storage.ts';

/** An entry of less than 4 GiB; videos, the largest, are at most 500 MB. */
export interface ZipEntry {
  /** ASCII, unique in the zip. */
  readonly name: string;
  readonly byteCount: number;
  readonly crc32: number;
  /** What a clock on the wall showed: `2024-05-03T14:02:11`. */
  readonly localTime: string;
  /** Seconds since 1970, where the zone is known. */
  readonly instantS: number | undefined;
}

/** Bytes as they are, or a part of an entry's. */
export type ZipPiece = Uint8Array | { readonly entry: number; readonly range: ByteRange };

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const TIME_EXTRA_BYTES = 9;
const OFFSET_EXTRA_BYTES = 12;
const ZIP64_END_BYTES = 56 + 20;
const END_BYTES = 22;
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** Which PKZIP is needed: 1.0 for stored files, 4.5 for zip64. */
const PLAIN = 10;
const ZIP64 = 45;
const UNIX = 3 << 8;
const PLAIN_FILE = 0o100644;

export class ZipLayout {
  readonly byteCount: number;
  /** Where each entry's header begins; one more for where the central directory does. */
  private readonly starts: Float64Array;
  private readonly directoryBytes: number;
  private readonly isZip64: boolean;

  constructor(private readonly entries: readonly ZipEntry[]) {
    this.starts = new Float64Array(entries.length + 1);
    let at = 0;
    let directoryBytes = 0;
    for (const [i, entry] of entries.entries()) {
      this.starts[i] = at;
      directoryBytes += this.centralBytes(i);
      at += localBytes(entry) + entry.byteCount;
    }
    this.starts[entries.length] = at;
    this.directoryBytes = directoryBytes;
    this.isZip64 = entries.length >= MAX_16 || at >= MAX_32 || directoryBytes >= MAX_32;
    this.byteCount = at + directoryBytes + (this.isZip64 ? ZIP64_END_BYTES : 0) + END_BYTES;
  }

  /** The bytes of a range, in order. Nothing is read for entries outside of it. */
  *pieces(range: ByteRange): Generator<ZipPiece> {
    for (const [i, entry] of this.entries.entries()) {
      const start = this.starts[i]!;
      const header = localBytes(entry);
      yield* cut(range, start, header, () => this.local(entry));
      const part = overlap(range, start + header, entry.byteCount);
      if (part) yield { entry: i, range: part };
    }
    let at = this.starts[this.entries.length]!;
    for (const i of this.entries.keys()) {
      const length = this.centralBytes(i);
      yield* cut(range, at, length, () => this.central(i));
      at += length;
    }
    yield* cut(range, at, this.byteCount - at, () => this.end());
  }

  private centralBytes(i: number): number {
    return CENTRAL_BYTES + this.entries[i]!.name.length + timeBytes(this.entries[i]!) + this.offsetBytes(i);
  }

  private offsetBytes(i: number): number {
    return this.starts[i]! >= MAX_32 ? OFFSET_EXTRA_BYTES : 0;
  }

  private local(entry: ZipEntry): Uint8Array {
    const bytes = Buffer.alloc(localBytes(entry));
    bytes.writeUInt32LE(0x0403_4b50, 0);
    bytes.writeUInt16LE(PLAIN, 4);
    writeCommon(bytes, 6, entry);
    bytes.writeUInt16LE(timeBytes(entry), 28);
    bytes.write(entry.name, LOCAL_BYTES, 'latin1');
    writeTime(bytes, LOCAL_BYTES + entry.name.length, entry);
    return bytes;
  }

  private central(i: number): Uint8Array {
    const entry = this.entries[i]!;
    const isFar = this.offsetBytes(i) > 0;
    const bytes = Buffer.alloc(this.centralBytes(i));
    bytes.writeUInt32LE(0x0201_4b50, 0);
    bytes.writeUInt16LE(UNIX | ZIP64, 4);
    bytes.writeUInt16LE(isFar ? ZIP64 : PLAIN, 6);
    writeCommon(bytes, 8, entry);
    bytes.writeUInt16LE(timeBytes(entry) + this.offsetBytes(i), 30);
    bytes.writeUInt32LE(PLAIN_FILE * 0x1_0000, 38);
    bytes.writeUInt32LE(Math.min(this.starts[i]!, MAX_32), 42);
    bytes.write(entry.name, CENTRAL_BYTES, 'latin1');
    const extra = CENTRAL_BYTES + entry.name.length;
    writeTime(bytes, extra, entry);
    if (isFar) {
      const at = extra + timeBytes(entry);
      bytes.writeUInt16LE(0x0001, at);
      bytes.writeUInt16LE(8, at + 2);
      bytes.writeBigUInt64LE(BigInt(this.starts[i]!), at + 4);
    }
    return bytes;
  }

  private end(): Uint8Array {
    const count = this.entries.length;
    const start = this.starts[count]!;
    const bytes = Buffer.alloc((this.isZip64 ? ZIP64_END_BYTES : 0) + END_BYTES);
    let at = 0;
    if (this.isZip64) {
      bytes.writeUInt32LE(0x0606_4b50, 0);
      bytes.writeBigUInt64LE(44n, 4);
      bytes.writeUInt16LE(UNIX | ZIP64, 12);
      bytes.writeUInt16LE(ZIP64, 14);
      for (const where of [24, 32]) bytes.writeBigUInt64LE(BigInt(count), where);
      bytes.writeBigUInt64LE(BigInt(this.directoryBytes), 40);
      bytes.writeBigUInt64LE(BigInt(start), 48);
      bytes.writeUInt32LE(0x0706_4b50, 56);
      bytes.writeBigUInt64LE(BigInt(start + this.directoryBytes), 64);
      bytes.writeUInt32LE(1, 72);
      at = ZIP64_END_BYTES;
    }
    bytes.writeUInt32LE(0x0605_4b50, at);
    for (const where of [8, 10]) bytes.writeUInt16LE(Math.min(count, MAX_16), at + where);
    bytes.writeUInt32LE(Math.min(this.directoryBytes, MAX_32), at + 12);
    bytes.writeUInt32LE(Math.min(start, MAX_32), at + 16);
    return bytes;
  }
}

const timeBytes = ({ instantS }: ZipEntry): number => (instantS === undefined ? 0 : TIME_EXTRA_BYTES);
const localBytes = (entry: ZipEntry): number => LOCAL_BYTES + entry.name.length + timeBytes(entry);

/** What both headers have in the same order: flags, method, time, checksum, sizes, the name's length. */
function writeCommon(bytes: Buffer, at: number, entry: ZipEntry): void {
  const [year, month, day, hour, minute, second] = entry.localTime.split(/\D/u).map(Number);
  // Years count from 1980 in seven bits.
  const years = Math.min(Math.max(year! - 1980, 0), 127);
  bytes.writeUInt16LE((hour! << 11) | (minute! << 5) | (second! >> 1), at + 4);
  bytes.writeUInt16LE((years << 9) | (month! << 5) | day!, at + 6);
  bytes.writeUInt32LE(entry.crc32, at + 8);
  bytes.writeUInt32LE(entry.byteCount, at + 12);
  bytes.writeUInt32LE(entry.byteCount, at + 16);
  bytes.writeUInt16LE(entry.name.length, at + 20);
}

function writeTime(bytes: Buffer, at: number, { instantS }: ZipEntry): void {
  if (instantS === undefined) return;
  bytes.writeUInt16LE(0x5455, at);
  bytes.writeUInt16LE(5, at + 2);
  bytes.writeUInt8(1, at + 4);
  bytes.writeInt32LE(Math.min(Math.max(instantS, -0x8000_0000), 0x7fff_ffff), at + 5);
}

/** The part of `length` bytes at `start` that lies in the range, counted from their own beginning. */
function overlap(range: ByteRange, start: number, length: number): ByteRange | undefined {
  const from = Math.max(range.start - start, 0);
  const to = Math.min(range.end - start, length - 1);
  return from <= to ? { start: from, end: to } : undefined;
}

function* cut(range: ByteRange, start: number, length: number, make: () => Uint8Array): Generator<Uint8Array> {
  const part = overlap(range, start, length);
  if (part) yield make().subarray(part.start, part.end + 1);
}
