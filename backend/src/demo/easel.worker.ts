import { parentPort } from 'node:worker_threads';
import type { Motif } from './easel.ts';
import { faceAt, pictureAt } from './painting/album.ts';
import { paint } from './painting/paint.ts';

const FACE_PX = 256;

parentPort?.on('message', ({ id, motif }: { id: number; motif: Motif }) => {
  const { scene, widthPx, heightPx } =
    motif.kind === 'photo'
      ? pictureAt(motif.number)
      : { scene: faceAt(motif.number), widthPx: FACE_PX, heightPx: FACE_PX };
  parentPort?.postMessage({ id, picture: paint(scene, widthPx, heightPx) });
});
