// How wide photos stand on a phone, known before anything is laid out. Imports nothing: a page begins with it.

/** The border of ui/layout-size.ts. Wider screens lay out otherwise, and belong to devices that draw sooner than pictures come. */
const PHONE_PX = 700;
/** `--page-pad` at both sides. */
const PADS_PX = 32;

/** Asked at once, while the page is empty: a browser lays out what stands there to answer it. */
const pagePx = innerWidth;

/**
 * In px, as the page began; undefined on wider screens. A hint: a phone may have been turned since, and a bar for scrolling
 * takes some of it where it has a place of its own.
 */
export const FIRST_COLUMN_PX: number | undefined = pagePx < PHONE_PX ? pagePx - PADS_PX : undefined;
