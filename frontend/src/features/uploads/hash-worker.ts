// Runs beside the page: hashes files piece by piece, so that neither the page nor the memory feels it.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const PIECE_BYTES = 4 * 1024 * 1024;

async function hash(file: Blob): Promise<string> {
  const hasher = sha256.create();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    hasher.update(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return bytesToHex(hasher.digest());
}

addEventListener('message', ({ data }: MessageEvent<{ id: number; file: Blob }>) => {
  hash(data.file).then(
    (found) => postMessage({ id: data.id, hash: found }),
    () => postMessage({ id: data.id }),
  );
});
