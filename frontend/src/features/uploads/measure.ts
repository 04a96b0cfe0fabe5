// The shape of a picture before it is sent: the browser reads it from the file's head, upright, and decodes nothing.

/** What a photo is taken for whose shape this browser cannot tell. */
export const USUAL_SHAPE = { widthPx: 4, heightPx: 3 } as const;

/** A file that does not answer is not worth holding the others up. */
const WITHIN_MS = 8_000;

/** In pixels as seen; undefined where the browser cannot read the file. */
export async function measure(file: Blob): Promise<{ widthPx: number; heightPx: number } | undefined> {
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve) => {
      const image = new Image();
      const timer = setTimeout(() => resolve(undefined), WITHIN_MS);
      const settle = (found: { widthPx: number; heightPx: number } | undefined) => {
        clearTimeout(timer);
        resolve(found);
      };
      image.addEventListener('load', () => {
        const { naturalWidth: widthPx, naturalHeight: heightPx } = image;
        settle(widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : undefined);
      });
      image.addEventListener('error', () => settle(undefined));
      image.src = url;
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
