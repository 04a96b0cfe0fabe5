// How much a JPEG in several scans, progressive ones above all, asks a decoder to hold and to do, told from its segments: it keeps
// the coefficients of the whole picture, and goes over all of them again for a scan of a hundred bytes.
// Source: ITU-T T.81, annexes B and G.
import { LIMITS } from '@zoetrope/contract/limits.ts';
import { TooHeavy } from './undecodable.ts';

/** As much as an interlaced PNG may: `assertHeld`. Of three colours without subsampling it is 66 megapixels. */
const MAX_BYTES = 4 * LIMITS.photoPixels;
/**
 * libjpeg and mozjpeg write six to fourteen. A legal file may have thousands: 882 scans over 99 megapixels, 0.7 MB, took libjpeg
 * 21 s in a call that cannot be broken off.
 */
const MAX_SCANS = 100;
/** Tables and notes besides; what has more is read to its end by nobody. */
const MAX_SEGMENTS = 100_000;

const SOF0 = 0xc0;
const EOI = 0xd9;
const SOS = 0xda;
/** Markers of the same range that begin no frame: tables of Huffman codes, a reserved one, arithmetic conditioning. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
const isFrame = (marker: number): boolean => marker >= SOF0 && marker <= 0xcf && !NO_FRAME.has(marker);

/**
 * Refuses what asks for more than any real picture of the largest size. Whatever else is wrong with it is left to the decoder.
 * Errors: TooHeavy.
 */
export function assertBearableJpeg(bytes: Buffer): void {
  try {
    let scanCount = 0;
    for (const { marker, from } of segmentsIn(bytes)) {
      if (isFrame(marker) && coefficientBytes(bytes, from) > MAX_BYTES)
        throw new TooHeavy('a JPEG in scans takes too much memory');
      if (marker === SOS && ++scanCount > MAX_SCANS) throw new TooHeavy('a JPEG has too many scans');
    }
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths.
    if (!(error instanceof RangeError)) throw error;
  }
}

/** From behind the length of each. Errors: RangeError behind the end; TooHeavy. */
function* segmentsIn(bytes: Buffer): Generator<{ marker: number; from: number }> {
  let count = 0;
  for (let at = 2; bytes.readUInt8(at) === 0xff;) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === EOI) return;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (++count > MAX_SEGMENTS) throw new TooHeavy('a JPEG in too many pieces');
    yield { marker, from: at + 4 };
    at += 2 + bytes.readUInt16BE(at + 2);
    if (marker === SOS) at = endOfScan(bytes, at);
  }
}

/** Byte by byte, for there may be a marker's first one at every other place. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Two bytes for each sample, in whole blocks of 8 by 8. Source: B.2.2 and A.1.1; `JCOEF` of libjpeg is a short. */
function coefficientBytes(bytes: Buffer, frame: number): number {
  const [height, width, count] = [
    bytes.readUInt16BE(frame + 1),
    bytes.readUInt16BE(frame + 3),
    bytes.readUInt8(frame + 5),
  ];
  const factors = Array.from({ length: count }, (_none, i) => {
    const both = bytes.readUInt8(frame + 6 + 3 * i + 1);
    return [both >> 4, both & 15] as const;
  });
  const [across, down] = [0, 1].map((which) => Math.max(1, ...factors.map((factor) => factor[which]!)));
  return factors.reduce((sum, [h, v]) => sum + 128 * blocks((width * h) / across!) * blocks((height * v) / down!), 0);
}

const blocks = (samples: number): number => Math.ceil(Math.ceil(samples) / 8);
