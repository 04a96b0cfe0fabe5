// The picture that a photo page was opened from: it stands there until the sharper one has loaded.
let opened: { photoId: string; url: string } | undefined;

/** Said by the tile that is pressed. Undefined while it has no pixels itself. */
export function openedFrom(photoId: string, image: HTMLImageElement | null | undefined): void {
  opened = image?.complete && image.currentSrc !== '' ? { photoId, url: image.currentSrc } : undefined;
}

/** What is in the browser's cache of this photo, as far as we know. */
export const previewOf = (photoId: string): string | undefined =>
  opened?.photoId === photoId ? opened.url : undefined;
