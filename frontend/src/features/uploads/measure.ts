// The shape of a picture before it is sent: the browser reads it from the file's head, upright, and decodes nothing. Of a
// HEIC, which most cannot read, we read it ourselves.
import { heifShape, HEIF_HEAD_BYTES } from './heif-shape.ts';

export interface Shape {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a photo is taken for whose shape this browser cannot tell. */
export const USUAL_SHAPE = { widthPx: 4, heightPx: 3 } as const;

/** A file that does not answer is not worth holding the others up. */
const WITHIN_MS = 8_000;

/** In pixels as seen; undefined where neither the browser nor we can tell. Never rejects. */
export async function measure(file: Blob): Promise<Shape | undefined> {
  return (await measureByBrowser(file)) ?? (await measureByBoxes(file));
}

async function measureByBoxes(file: Blob): Promise<Shape | undefined> {
  try {
    return heifShape(new Uint8Array(await file.slice(0, HEIF_HEAD_BYTES).arrayBuffer()));
  } catch {
    // Taken away meanwhile; whoever sends it says so.
    return undefined;
  }
}

async function measureByBrowser(file: Blob): Promise<Shape | undefined> {
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve) => {
      const image = new Image();
      const timer = setTimeout(() => resolve(undefined), WITHIN_MS);
      const settle = (found: Shape | undefined) => {
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
