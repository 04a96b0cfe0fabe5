// Boxes, of which MP4, QuickTime and HEIF are made: a size, four letters, and what is inside.
// Source: ISO/IEC 14496-12, 4.2.
import fs from 'node:fs/promises';

export interface IsoBox {
  readonly type: string;
  /** Of what is inside, in the bytes that were given. */
  readonly from: number;
  readonly to: number;
}

const HEAD_BYTES = 16;
/** A fragment of a second each, for as long as a video may be; more is made to be long. */
const MAX_TOP_BOXES = 20_000;

/** What a box says of its own size: how long its head is, and where it ends. Undefined where there is none. */
function sizeAt(head: Buffer, at: number, end: number): { headBytes: number; byteCount: number } | undefined {
  if (head.length < 8) return undefined;
  const size = head.readUInt32BE(0);
  // 1: the size is in the eight bytes that follow; 0: to the end.
  const headBytes = size === 1 ? 16 : 8;
  if (head.length < headBytes) return undefined;
  const byteCount = size === 1 ? Number(head.readBigUInt64BE(8)) : size === 0 ? end - at : size;
  return byteCount < headBytes ? undefined : { headBytes, byteCount };
}

/** The boxes between `from` and `to`, as far as they are whole. */
export function* boxesIn(bytes: Buffer, from = 0, to = bytes.length): Generator<IsoBox> {
  for (let at = from; at + 8 <= to;) {
    const size = sizeAt(bytes.subarray(at, Math.min(to, at + HEAD_BYTES)), at, to);
    if (!size || at + size.byteCount > to) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), from: at + size.headBytes, to: at + size.byteCount };
    at += size.byteCount;
  }
}

/** False for a file of boxes that ends in the middle of one, or that has more of them than any real one. */
export async function endsWithBox(file: string): Promise<boolean> {
  const handle = await fs.open(file, 'r');
  try {
    const { size: end } = await handle.stat();
    const head = Buffer.alloc(HEAD_BYTES);
    let at = 0;
    for (let count = 0; at < end; count++) {
      const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, at);
      const size = sizeAt(head.subarray(0, bytesRead), at, end);
      // Some programs leave a few zeros behind the last one.
      if (!size) return at > 0;
      if (count === MAX_TOP_BOXES) return false;
      at += size.byteCount;
    }
    return at === end;
  } finally {
    await handle.close();
  }
}
