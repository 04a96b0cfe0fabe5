import { expect, test } from 'vitest';
import { toJustifiedRows } from './justified-rows.ts';
import type { Row } from './justified-rows.ts';

const phone = { widthPx: 390, rowHeightPx: 132, gapPx: 3 };
const desktop = { widthPx: 1128, rowHeightPx: 216, gapPx: 5 };

function extent(row: Row, gapPx: number): number {
  return row.widthsPx.reduce((total, width) => total + width, 0) + gapPx * (row.widthsPx.length - 1);
}

test('no prints, or no width yet, give no rows', () => {
  expect(toJustifiedRows({ ...phone, ratios: [] })).toEqual([]);
  expect(toJustifiedRows({ ...phone, widthPx: 0, ratios: [1.5] })).toEqual([]);
});

test('a row that is not full keeps the wished height and is not stretched', () => {
  expect(toJustifiedRows({ ...phone, ratios: [1.5] })).toEqual([
    { from: 0, heightPx: 132, widthsPx: [198], isOpen: true },
  ]);
});

test('a panorama stands alone', () => {
  const rows = toJustifiedRows({ ...desktop, ratios: [1.5, 1.5, 1.5, 3, 1.5] });
  expect(rows.map((row) => row.widthsPx.length)).toEqual([3, 1, 1]);
  expect(rows[1]).toMatchObject({ from: 3, widthsPx: [1128], heightPx: 376 });
});

test('a panorama completes a row that cannot fill the width without it', () => {
  const rows = toJustifiedRows({ ...phone, ratios: [0.75, 3] });
  expect(rows.map((row) => row.widthsPx.length)).toEqual([2]);
});

test('a tower beside a panorama stays wide enough for a finger', () => {
  expect(toJustifiedRows({ ...phone, ratios: [1 / 20_000, 20_000] })).toEqual([
    { from: 0, heightPx: 66, widthsPx: [44, 343], isOpen: false },
  ]);
});

test('a tower is cropped to 1 to 1.9', () => {
  const rows = toJustifiedRows({ ...desktop, ratios: [0.1] });
  expect(rows[0]?.widthsPx).toEqual([Math.round(216 / 1.9)]);
});

test('a ratio that is no number counts as a square', () => {
  expect(toJustifiedRows({ ...phone, ratios: [Number.NaN, -2, 0] })[0]?.widthsPx).toEqual([128, 128, 128]);
});

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const seed = Number(import.meta.env['VITE_SEED'] ?? Math.floor(Math.random() * 1e9));

test(`random prints fill every closed row to the pixel, in order, and appending changes no closed row (VITE_SEED=${seed})`, () => {
  const random = randomFrom(seed);
  for (let round = 0; round < 400; round += 1) {
    const size = {
      widthPx: 280 + Math.floor(random() * 1600),
      rowHeightPx: 100 + Math.floor(random() * 150),
      gapPx: 3 + Math.floor(random() * 3),
    };
    const ratios = Array.from({ length: Math.floor(random() * 60) }, () => 0.3 + random() ** 2 * 4);
    const rows = toJustifiedRows({ ...size, ratios });

    expect(rows.flatMap((row) => row.widthsPx.map((_, index) => row.from + index))).toEqual(
      ratios.map((_, index) => index),
    );
    rows.forEach((row, index) => {
      expect(row.isOpen).toBe(row.isOpen && index === rows.length - 1);
      if (row.isOpen) expect(extent(row, size.gapPx)).toBeLessThanOrEqual(size.widthPx);
      else expect(extent(row, size.gapPx)).toBe(size.widthPx);
      expect(Math.min(...row.widthsPx)).toBeGreaterThan(0);
      // Only a print that is alone because it is wide may be higher than the stretch allows.
      if (row.widthsPx.length > 1) expect(row.heightPx).toBeLessThanOrEqual(Math.ceil(size.rowHeightPx * 1.35));
    });

    const longer = toJustifiedRows({ ...size, ratios: [...ratios, 0.5 + random() * 2, 0.5 + random() * 4] });
    const closed = rows.filter((row) => !row.isOpen);
    expect(longer.slice(0, closed.length)).toEqual(closed);
  }
});

test('beside a picture of one pixel by thousands the others can still be seen', () => {
  for (const thread of [20_000, 1 / 20_000]) {
    const rows = toJustifiedRows({ ratios: [1.5, thread, 1.5, 1, 1.5], widthPx: 1000, rowHeightPx: 200, gapPx: 4 });
    for (const row of rows) {
      for (const widthPx of row.widthsPx) expect(widthPx).toBeGreaterThan(80);
      expect(row.heightPx).toBeGreaterThanOrEqual(100);
      expect(row.heightPx).toBeLessThanOrEqual(270);
    }
  }
});
