/** Whether If-None-Match names this tag: one tag, a list, or `*`. Compared weakly, as proxies that compress make tags weak: RFC 9110, 13.1.2. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined || header === tag) return header === tag;
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//u, '') === tag);
}
