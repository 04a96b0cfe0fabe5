/** How wide a group's cover is, as the `sizes` attribute says it. */
export const COVER_SIZES = '(min-width: 1100px) calc(100vw - 248px), 100vw';
