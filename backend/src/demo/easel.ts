// Paints off the main thread, one picture after the other, so that the server stays quick meanwhile.
import { Worker } from 'node:worker_threads';
import { toJpeg } from '#media/pictures.ts';
import type { RawPicture } from './painting/paint.ts';

export type Motif = { readonly kind: 'photo' | 'face'; readonly number: number };

export class Easel {
  private readonly worker = new Worker(new URL('./easel.worker.js', import.meta.url));
  private readonly waiting = new Map<number, (picture: RawPicture) => void>();
  private asked = 0;

  constructor() {
    this.worker.on('message', ({ id, picture }: { id: number; picture: RawPicture }) => {
      this.waiting.get(id)?.(picture);
      this.waiting.delete(id);
    });
    // The demo ends with its server, not with its last picture.
    this.worker.unref();
  }

  /** A JPEG. The same motif is the same picture on every machine. */
  async paint(motif: Motif): Promise<Buffer> {
    const id = this.asked++;
    const picture = await new Promise<RawPicture>((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, motif });
    });
    return toJpeg(picture);
  }
}
