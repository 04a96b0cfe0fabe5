// The cache of renditions that the service worker fills (worker/pictures.ts), as the page rules it: one person's, or
// none. A page without trust (plain http from a phone) has neither worker nor caches.
const PREFIX = 'pictures:';

const hasCaches = () => typeof caches !== 'undefined';

/** Opens the cache of a person and takes away everybody else's; without a person, takes away all. */
export async function ownPictures(personId: string | undefined): Promise<void> {
  if (!hasCaches()) return;
  try {
    const own = personId === undefined ? undefined : PREFIX + personId;
    const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== own);
    await Promise.all(others.map((name) => caches.delete(name)));
    if (own !== undefined) await caches.open(own);
  } catch {
    // Storage is forbidden here: then nothing is kept.
    return;
  }
}

/** Takes away every size of what these rows show. */
export async function forgetPictures(ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0 || !hasCaches()) return;
  try {
    for (const name of (await caches.keys()).filter((known) => known.startsWith(PREFIX))) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (ids.has(new URL(request.url).pathname.split('/')[2] ?? '')) await cache.delete(request);
      }
    }
  } catch {
    return;
  }
}
