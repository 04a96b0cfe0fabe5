// Files that another app handed over (share_target of app.webmanifest). The service worker keeps them in a cache of their
// own (worker/shared.ts) until somebody has said for whom they are, or that they are not wanted.
const CACHE = 'handed-over';
/** Who has not answered by then does not remember them. */
const FORGOTTEN_MS = 24 * 60 * 60 * 1000;

export interface HandedOver {
  readonly files: readonly File[];
  /** What was said with them; empty when nothing was. */
  readonly text: string;
}

/** In the order of handing over; no files where there are none, or no caches. */
export async function handedOver(): Promise<HandedOver> {
  const files: File[] = [];
  let text = '';
  try {
    if (!(await caches.has(CACHE))) return { files, text };
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const { searchParams } = new URL(request.url);
      const atMs = Number(searchParams.get('at'));
      if (!answer || Date.now() - atMs > FORGOTTEN_MS) {
        await cache.delete(request);
        continue;
      }
      const name = searchParams.get('name');
      if (name === null) text = await answer.text();
      else files.push(await toFile(answer, name, Number(searchParams.get('changed'))));
    }
  } catch {
    // A page without trust has no caches, and then no worker that would have kept anything.
    return { files, text };
  }
  return { files, text };
}

const toFile = async (answer: Response, name: string, lastModified: number): Promise<File> => {
  const bytes = await answer.blob();
  return new File([bytes], name, { type: bytes.type, lastModified });
};

export async function forgetHandedOver(): Promise<void> {
  if (typeof caches === 'undefined') return;
  await caches.delete(CACHE).catch(() => undefined);
}
