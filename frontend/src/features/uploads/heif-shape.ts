// The shape of a HEIC where the browser cannot read it: what its boxes say, without a pixel.
// Source: ISO/IEC 23008-12 (HEIF), 6.5.3 `ispe`, 6.5.10 `irot`; ISO/IEC 14496-12, 8.11 `meta`, `pitm`, `iprp`.
import type { Shape } from './measure.ts';

/** What phones write before the first pixel, and a lot more. */
export const HEIF_HEAD_BYTES = 256 * 1024;
const MAX_BOXES = 4_096;

/**
 * Width and height of the picture that a HEIC shows, in pixels as seen: upright.
 *
 * `head` is the first HEIF_HEAD_BYTES of the file. Undefined when it is no HEIC or does not say; never throws.
 */
export function heifShape(head: Uint8Array): Shape | undefined {
  try {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const top = new Boxes(view, 0, view.byteLength);
    if (!top.first('ftyp')) return undefined;
    // A full box: four bytes of version and flags come before its boxes.
    const meta = top.first('meta')?.inside(4);
    const primary = meta?.first('pitm');
    const properties = meta?.first('iprp')?.inside();
    const owned = properties?.first('ipco')?.inside();
    const links = properties?.first('ipma');
    if (!primary || !owned || !links) return undefined;
    const all = [...owned.all()];
    return shapeOf(propertiesOf(links, primary.itemId()).flatMap((index) => all[index - 1] ?? []));
  } catch (error) {
    // Reading behind the end is how a file shows that it lies about its lengths, or goes on behind the head.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Box {
  constructor(
    readonly view: DataView,
    readonly type: string,
    /** Of what is in it. */
    readonly from: number,
    readonly to: number,
  ) {}

  inside(skipped = 0): Boxes {
    return new Boxes(this.view, this.from + skipped, this.to);
  }
  /** Of `pitm`. Version 0 names items with two bytes, later ones with four. */
  itemId(): number {
    return this.view.getUint8(this.from) === 0
      ? this.view.getUint16(this.from + 4)
      : this.view.getUint32(this.from + 4);
  }
}

class Boxes {
  constructor(
    private readonly view: DataView,
    private readonly from: number,
    private readonly to: number,
  ) {}

  first(type: string): Box | undefined {
    for (const box of this.all()) if (box.type === type) return box;
    return undefined;
  }

  *all(): Generator<Box> {
    for (let at = this.from, count = 0; at + 8 <= this.to && count < MAX_BOXES; count += 1) {
      const size = this.view.getUint32(at);
      const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => this.view.getUint8(at + offset)));
      // 1: the size is in the eight bytes that follow; 0: to the end.
      const headBytes = size === 1 ? 16 : 8;
      const bytes = size === 1 ? Number(this.view.getBigUint64(at + 8)) : size === 0 ? this.to - at : size;
      if (bytes < headBytes) return;
      yield new Box(this.view, type, at + headBytes, at + bytes);
      at += bytes;
    }
  }
}

/** Which properties an item has, as numbers from 1 on. Source: ISO/IEC 23008-12, 9.3 `ipma`. */
function propertiesOf({ view, from }: Box, itemId: number): number[] {
  const idBytes = view.getUint8(from) < 1 ? 2 : 4;
  const isWide = (view.getUint8(from + 3) & 1) === 1;
  const itemCount = Math.min(view.getUint32(from + 4), MAX_BOXES);
  let at = from + 8;
  for (let item = 0; item < itemCount; item += 1) {
    const id = idBytes === 2 ? view.getUint16(at) : view.getUint32(at);
    const count = view.getUint8(at + idBytes);
    at += idBytes + 1;
    if (id === itemId) {
      return Array.from({ length: count }, (_none, i) =>
        // The highest bit says whether it may be ignored.
        isWide ? view.getUint16(at + i * 2) & 0x7fff : view.getUint8(at + i) & 0x7f,
      );
    }
    at += count * (isWide ? 2 : 1);
  }
  return [];
}

function shapeOf(properties: readonly Box[]): Shape | undefined {
  let shape: Shape | undefined;
  let isTurned = false;
  for (const { type, view, from } of properties) {
    if (type === 'ispe') shape = { widthPx: view.getUint32(from + 4), heightPx: view.getUint32(from + 8) };
    // In quarters, against the clock.
    if (type === 'irot') isTurned = (view.getUint8(from) & 1) === 1;
  }
  if (!shape || shape.widthPx < 1 || shape.heightPx < 1) return undefined;
  return isTurned ? { widthPx: shape.heightPx, heightPx: shape.widthPx } : shape;
}
