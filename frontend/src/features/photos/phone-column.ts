// How wide photos stand on a phone, known before anything is laid out. Imports nothing: a page begins with it.

/** Wider screens lay out otherwise, and belong to devices that draw sooner than pictures come. */
const PHONE_PX = 700;
/** `--page-pad` at both sides. */
const PADS_PX = 32;

/** In px; undefined on wider screens. A hint: a bar for scrolling takes some of it where it has a place of its own. */
export const phoneColumnPx = (): number | undefined => (innerWidth < PHONE_PX ? innerWidth - PADS_PX : undefined);
