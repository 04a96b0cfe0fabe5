// What a file is, by its content. In a worker; crypto.subtle is missing on plain http, and takes a file whole.
interface Answer {
  readonly id: number;
  readonly hash?: string;
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, (hash: string | undefined) => void>();

function start(): Worker {
  const started = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data.hash);
    waiting.delete(data.id);
  });
  // Its script cannot be fetched, or may not run: the server tells duplicates when the bytes are there.
  started.addEventListener('error', () => {
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
    worker = undefined;
  });
  return started;
}

/** SHA-256 in hex; undefined where it cannot be told. Never rejects. */
export function hashFile(file: Blob): Promise<string | undefined> {
  return new Promise((resolve) => {
    try {
      worker ??= start();
      lastId += 1;
      waiting.set(lastId, resolve);
      worker.postMessage({ id: lastId, file });
    } catch {
      resolve(undefined);
    }
  });
}
