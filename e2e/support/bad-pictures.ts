// Files that are not what they say.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

export const textNamedJpg = (): Buffer => Buffer.from('Dear diary, this is no picture at all.\n'.repeat(40));

/** The first two thirds of a JPEG. */
export async function truncatedJpeg(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const whole = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#fff', noise } })
    .jpeg()
    .toBuffer();
  return whole.subarray(0, Math.floor((whole.length * 2) / 3));
}

/** 17,400 by 17,400 pixels of one bit each, in less than a megabyte. Source: PNG specification, section 11.2. */
export function hugePng(): Buffer {
  const side = 17_400;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const lines = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', lines), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** What a phone's camera begins a HEIC with. */
export function heic(): Buffer {
  const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1');
  return Buffer.concat([box, Buffer.alloc(2_000)]);
}
