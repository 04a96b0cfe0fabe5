/** PostgreSQL's text holds neither; no person types them. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** False for a text with a NUL or half a surrogate pair. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** Where in a value that came as JSON the first text stands that cannot be stored; undefined where all can. */
export function pathOfUnstorable(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathOfUnstorable(inner, [...path, key]);
    if (found) return found;
  }
  return undefined;
}
