// Renditions that were seen lately, kept for the one person whose app this is. The page says who that is by the name of
// the one cache of pictures that is there (replica/kept/kept-pictures.ts); while there is none, nothing is kept.

/** A screen of the grid shows some dozens; this is about 50 MB. */
const MOST = 600;
/** What says that the picture is not there for this person any more. */
const LOST = new Set([401, 403, 404, 410]);
const AWAY = new Set([502, 503, 504]);

/** The cache of whoever is signed in; undefined for a visitor. */
export async function openPictures(): Promise<Cache | undefined> {
  const name = (await caches.keys()).find((known) => known.startsWith('pictures:'));
  return name === undefined ? undefined : caches.open(name);
}

/**
 * The server judges each request; what is kept serves only while it cannot be asked. A refusal also takes the photo's
 * other sizes away.
 */
export async function pictureAnswer(
  request: Request,
  opening: Promise<Cache | undefined>,
  last: (work: Promise<unknown>) => void,
): Promise<Response> {
  const cache = await opening;
  try {
    const answer = await fetch(request);
    if (!cache) return answer;
    if (AWAY.has(answer.status)) return (await findKept(cache, request)) ?? answer;
    if (LOST.has(answer.status)) last(forget(cache, request));
    if (answer.status === 200) last(keep(cache, request, answer.clone()));
    return answer;
  } catch (error) {
    const kept = cache && (await findKept(cache, request));
    if (kept) return kept;
    throw error;
  }
}

/** This size, else another one of the same photo. */
async function findKept(cache: Cache, request: Request): Promise<Response | undefined> {
  const exact = await cache.match(request.url);
  if (exact) return exact;
  const other = (await ofPhoto(cache, request)).at(-1);
  return other && cache.match(other);
}

async function ofPhoto(cache: Cache, request: Request): Promise<readonly Request[]> {
  const folder = new URL('.', request.url).href;
  return (await cache.keys()).filter(({ url }) => url.startsWith(folder));
}

async function forget(cache: Cache, request: Request): Promise<void> {
  for (const kept of await ofPhoto(cache, request)) await cache.delete(kept);
}

async function keep(cache: Cache, request: Request, answer: Response): Promise<void> {
  try {
    // Put anew it stands at the end: the first ones are those that were not seen for longest.
    await cache.put(request.url, answer);
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
  } catch {
    // A full device keeps nothing more; the picture is on the screen all the same.
    return;
  }
}
