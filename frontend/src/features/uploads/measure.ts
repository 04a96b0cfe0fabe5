// The shape of a picture before it is sent: the browser reads it from the file's head, upright, and decodes nothing. Of a
// HEIC, which most cannot read, we read it ourselves.
import { isVideoFile } from './file-checks.ts';
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
  if (isVideoFile(file)) return measureVideo(file);
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

function measureByBrowser(file: Blob): Promise<Shape | undefined> {
  const image = new Image();
  return shapeOnceLoaded(file, image, 'load', () => ({ widthPx: image.naturalWidth, heightPx: image.naturalHeight }));
}

function measureVideo(file: Blob): Promise<Shape | undefined> {
  const video = document.createElement('video');
  video.preload = 'metadata';
  const shapeOf = () => ({ widthPx: video.videoWidth, heightPx: video.videoHeight });
  return shapeOnceLoaded(file, video, 'loadedmetadata', shapeOf);
}

async function shapeOnceLoaded(
  file: Blob,
  element: HTMLImageElement | HTMLVideoElement,
  loaded: 'load' | 'loadedmetadata',
  shapeOf: () => Shape,
): Promise<Shape | undefined> {
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), WITHIN_MS);
      const settle = (found: Shape | undefined) => {
        clearTimeout(timer);
        resolve(found);
      };
      element.addEventListener(loaded, () => {
        const shape = shapeOf();
        settle(shape.widthPx > 0 && shape.heightPx > 0 ? shape : undefined);
      });
      element.addEventListener('error', () => settle(undefined));
      element.src = url;
    });
  } finally {
    element.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
