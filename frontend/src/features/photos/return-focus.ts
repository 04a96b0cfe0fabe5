// Back from a photo, the focus returns to its tile.
let awaited: string | undefined;

/** Said by the photo page when it is left for the list below it. */
export function returnTo(photoId: string | undefined): void {
  awaited = photoId;
}

/** True once, for the tile that the reader comes back to. */
export function takeReturn(photoId: string): boolean {
  if (awaited !== photoId) return false;
  awaited = undefined;
  return true;
}
