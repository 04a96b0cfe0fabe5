// Files that another app hands over, by a form that it posts to the app's own address. They are kept for the page, which
// asks for whom they are: also when somebody has to sign in before (replica/kept/handed-over.ts).
const CACHE = 'handed-over';

/** Keeps what was handed over, and leads to the page that takes it. What was kept before and not answered stays. */
export async function sharedAnswer(request: Request): Promise<Response> {
  try {
    const form = await request.formData();
    const cache = await caches.open(CACHE);
    const at = Date.now();
    const keep = (about: Readonly<Record<string, string>>, body: BodyInit) =>
      cache.put(`/share?${new URLSearchParams({ at: String(at), ...about })}`, new Response(body));
    const files = form.getAll('photos').filter((part) => part instanceof File);
    for (const [place, file] of files.entries())
      await keep({ place: String(place), name: file.name, changed: String(file.lastModified) }, file);
    const text = form.get('text') ?? form.get('title');
    if (typeof text === 'string' && text !== '') await keep({}, text);
    return Response.redirect('/share', 303);
  } catch {
    // A full device, or a form that broke off.
    return Response.redirect('/share?lost', 303);
  }
}
