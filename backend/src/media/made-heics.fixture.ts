// HEIC files whose pictures are made of others: tiles, grids of tiles, grids of grids, as deep as one likes.
// Source: ISO/IEC 23008-12 (HEIF), 6.6.2.3 (grid); ISO/IEC 14496-12, 8.11.
import { boxesIn } from './iso-boxes.ts';
import { aHeic } from './made-pictures.fixture.ts';

/** A grid of others; an id that no grid has is a tile. */
export interface Grid {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  /** As many as it has places; none twice, which decoders refuse. */
  readonly of: readonly number[];
  /** What it says of itself; the size of a tile unless told. */
  readonly widthPx?: number;
  readonly heightPx?: number;
}

const TILE = { widthPx: 400, heightPx: 300 } as const;

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const inside = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(inside.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inside]);
};
const u8 = (...values: number[]): Buffer => Buffer.from(values);
const u16 = (...values: number[]): Buffer => Buffer.concat(values.map((value) => u8((value >> 8) & 255, value & 255)));
const u32 = (...values: number[]): Buffer => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));
const full = (type: string, version: number, ...parts: Buffer[]): Buffer => box(type, u32(version << 24), ...parts);

/** So many layers, each of as many grids as the one above has places; all lie on the same tiles. The last has one. */
export function layersOf(depth: number, across: number, down: number): Grid[] {
  const places = across * down;
  // Ids of the tiles come first.
  let below = Array.from({ length: places }, (_none, i) => i + 1);
  const grids: Grid[] = [];
  for (let layer = 1; layer <= depth; layer++) {
    const of = below;
    const first = of.at(-1)! + 1;
    below = Array.from({ length: layer === depth ? 1 : places }, (_none, i) => first + i);
    grids.push(...below.map((id) => ({ id, across, down, of })));
  }
  return grids;
}

/** A picture of these grids, the last of which is shown. All tiles are the same bytes. */
export async function aHeicOf(grids: readonly Grid[]): Promise<Buffer> {
  const { tile, config } = await aTile();
  const isGrid = new Set(grids.map(({ id }) => id));
  const tileIds = [...new Set(grids.flatMap(({ of }) => of))].filter((id) => !isGrid.has(id));
  const sized = grids.map((grid) => ({ ...TILE, ...grid }));
  const payloads = sized.map(({ across, down, widthPx, heightPx }) =>
    Buffer.concat([u8(0, 0, down - 1, across - 1), u16(widthPx, heightPx)]),
  );
  const count = tileIds.length + grids.length;
  const infe = (id: number, type: string) => full('infe', 2, u16(id, 0), Buffer.from(`${type}\0`, 'latin1'));
  const meta = (tileAt: number): Buffer =>
    full(
      'meta',
      0,
      full('hdlr', 0, u32(0), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
      full('pitm', 0, u16(grids.at(-1)!.id)),
      full('iinf', 0, u16(count), ...tileIds.map((id) => infe(id, 'hvc1')), ...grids.map(({ id }) => infe(id, 'grid'))),
      full('iref', 0, ...grids.map(({ id, of }) => box('dimg', u16(id, of.length, ...of)))),
      box(
        'iprp',
        box(
          'ipco',
          config,
          ...[TILE, ...sized].map(({ widthPx, heightPx }) => full('ispe', 0, u32(widthPx, heightPx))),
        ),
        // With indexes of two bytes, the first bit of which says whether it may be ignored.
        box(
          'ipma',
          u32(1, count),
          ...tileIds.map((id) => Buffer.concat([u16(id), u8(2), u16(0x8001, 2)])),
          ...grids.map(({ id }, i) => Buffer.concat([u16(id), u8(1), u16(i + 3)])),
        ),
      ),
      full(
        'iloc',
        1,
        u8(0x44, 0),
        u16(count),
        ...tileIds.map((id) => Buffer.concat([u16(id, 0, 0, 1), u32(tileAt, tile.length)])),
        ...grids.map(({ id }, i) =>
          Buffer.concat([u16(id, 1, 0, 1), u32(i * payloads[i]!.length, payloads[i]!.length)]),
        ),
      ),
      box('idat', ...payloads),
    );
  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'));
  const head = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(head), box('mdat', tile)]);
}

/** No picture, but boxes that say so many times how large so many items are; those are read from what follows each box. */
export function aHeifSaying(boxCount: number, itemCount: number): Buffer {
  const says = box('ipma', u32(0, itemCount));
  const properties = box('iprp', box('ipco'), Buffer.alloc(boxCount * says.length, says));
  const meta = full('meta', 0, full('pitm', 0, u16(1)), properties);
  return Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    meta,
    box('mdat', Buffer.alloc(100_000)),
  ]);
}

/** The pixels of the small picture that `heif-enc` wrote, and how they are to be decoded. */
async function aTile(): Promise<{ tile: Buffer; config: Buffer }> {
  const heic = await aHeic('telling');
  const hvcC = heic.indexOf('hvcC', 0, 'latin1') - 4;
  const mdat = [...boxesIn(heic)].find(({ type }) => type === 'mdat')!;
  // Its first item stands first: where it is, how many pieces it has, where the piece begins, and how long it is.
  const byteCount = heic.readUInt32BE(heic.indexOf(u32(mdat.from), heic.indexOf('iloc', 0, 'latin1')) + 4 + 2 + 4);
  return {
    config: heic.subarray(hvcC, hvcC + heic.readUInt32BE(hvcC)),
    tile: heic.subarray(mdat.from, mdat.from + byteCount),
  };
}
