/**
 * Rows of prints that fill the width, computed from stored ratios before any pixel loads.
 *
 * A row ends where its height comes nearest to the wished one. Nothing after a closed row can change it, so appending
 * moves nothing that is already on the screen.
 */
export type RowsInput = {
  /** Width divided by height, in order. What is not a positive number counts as 1. */
  ratios: readonly number[];
  /** Whole pixels. */
  widthPx: number;
  rowHeightPx: number;
  gapPx: number;
};

export type Row = {
  /** Index of its first print. */
  from: number;
  heightPx: number;
  /**
   * In whole pixels, none too narrow for a finger where there is room; with the gaps between they fill the width exactly,
   * the last row's excepted.
   */
  widthsPx: number[];
  /** The last row when it is not full: it keeps the wished height. */
  isOpen: boolean;
};

const maxStretch = 1.35;
const panorama = 2.6;
const tallest = 1 / 1.9;
/** A finger must hit every print: --tap of tokens.css. */
const leastPx = 44;
/** What is wider is cropped in grids: beside a thread of a thousand to one, nothing else of its row could be seen. */
const widest = 6;

/** The rows for these prints. Shape: in order, each print in one row; empty for no prints or no width. */
export function toJustifiedRows(input: RowsInput): Row[] {
  const { widthPx, rowHeightPx, gapPx } = input;
  const rows: Row[] = [];
  if (widthPx <= 0) return rows;
  const ratios = input.ratios.map((ratio) =>
    Math.min(widest, Math.max(tallest, Number.isFinite(ratio) && ratio > 0 ? ratio : 1)),
  );

  const heightOf = (from: number, to: number) => {
    const sum = ratios.slice(from, to).reduce((total, ratio) => total + ratio, 0);
    return (widthPx - gapPx * (to - from - 1)) / sum;
  };
  const close = (from: number, to: number) => {
    // A very long panorama is cropped rather than shown as a thread.
    const heightPx = Math.max(Math.round(heightOf(from, to)), Math.round(rowHeightPx / 2));
    rows.push({ from, heightPx, widthsPx: toFilledWidths(ratios.slice(from, to), widthPx, gapPx), isOpen: false });
  };

  let from = 0;
  for (let at = 0; at < ratios.length; at += 1) {
    const ratio = ratios[at] ?? 1;
    const without = at > from ? heightOf(from, at) : Infinity;
    // A panorama stands alone unless the prints before it cannot fill a row by themselves: then it completes theirs.
    if (ratio > panorama && without <= rowHeightPx * maxStretch) {
      close(from, at);
      from = at;
    }
    if (ratio > panorama && from === at) {
      close(at, at + 1);
      from = at + 1;
      continue;
    }
    const withIt = heightOf(from, at + 1);
    if (withIt > rowHeightPx) continue;
    const isBetterWithout = without <= rowHeightPx * maxStretch && without / rowHeightPx < rowHeightPx / withIt;
    close(from, isBetterWithout ? at : at + 1);
    from = isBetterWithout ? at : at + 1;
    if (isBetterWithout && heightOf(at, at + 1) <= rowHeightPx) {
      close(at, at + 1);
      from = at + 1;
    }
  }
  if (from < ratios.length) {
    const widthsPx = ratios.slice(from).map((ratio) => Math.max(1, Math.round(ratio * rowHeightPx)));
    rows.push({ from, heightPx: rowHeightPx, widthsPx: toFitted(widthsPx, widthPx, gapPx), isOpen: true });
  }
  return rows;
}

/** Whole widths in proportion to the ratios, none too narrow; their sum with the gaps is exactly the width. */
function toFilledWidths(ratios: readonly number[], widthPx: number, gapPx: number): number[] {
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  const room = widthPx - gapPx * (ratios.length - 1);
  let reached = 0;
  let edge = 0;
  const widthsPx = ratios.map((ratio) => {
    reached += ratio;
    const next = Math.round((reached / sum) * room);
    const width = next - edge;
    edge = next;
    return width;
  });
  return toTouchable(widthsPx);
}

/** Beside a panorama a narrow print is a thread: the panorama gives it what it lacks, and both are cropped. */
function toTouchable(widthsPx: readonly number[]): number[] {
  const lackingPx = widthsPx.reduce((total, width) => total + Math.max(0, leastPx - width), 0);
  const mostPx = Math.max(...widthsPx);
  if (lackingPx === 0 || mostPx - lackingPx < leastPx) return [...widthsPx];
  const giver = widthsPx.indexOf(mostPx);
  return widthsPx.map((width, at) => (at === giver ? width - lackingPx : Math.max(leastPx, width)));
}

/** Takes the pixel or two that rounding may have added from the last print of an open row. */
function toFitted(widthsPx: number[], widthPx: number, gapPx: number): number[] {
  const over = widthsPx.reduce((total, width) => total + width, 0) + gapPx * (widthsPx.length - 1) - widthPx;
  const last = widthsPx.at(-1);
  if (over > 0 && last !== undefined) widthsPx[widthsPx.length - 1] = last - over;
  return widthsPx;
}
