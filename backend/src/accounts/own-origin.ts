import type { IncomingHttpHeaders } from 'node:http';

export interface OriginSettings {
  /** The one origin that people type; absent: whatever host the request names. */
  readonly publicUrl: string | undefined;
  /** True when a proxy in front of us is believed about the host. */
  readonly isBehindProxy: boolean;
}

/**
 * True when a request with effects comes from our own pages, or from no browser at all.
 *
 * Without PUBLIC_URL the Origin's host must be the request's: a page of another site can make a browser send our cookie,
 * but can choose neither of the two headers (X-Forwarded-Host would need a preflight, which we never answer).
 * Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Verifying Origin With Standard Headers".
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, settings: OriginSettings): boolean {
  const { origin } = headers;
  if (origin === undefined) {
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }
  if (settings.publicUrl !== undefined) return origin === settings.publicUrl;
  const host = hostOf(headers, settings.isBehindProxy);
  return host !== undefined && URL.canParse(origin) && sameHost(new URL(origin), host);
}

function hostOf(headers: IncomingHttpHeaders, isBehindProxy: boolean): string | undefined {
  const forwarded = isBehindProxy ? headers['x-forwarded-host'] : undefined;
  const first = Array.isArray(forwarded) ? forwarded[0] : forwarded?.split(',')[0];
  return first?.trim() || headers.host;
}

/** A browser leaves its scheme's own port away; a proxy may write it. */
const sameHost = (origin: URL, host: string): boolean =>
  URL.canParse(`${origin.protocol}//${host}`) && new URL(`${origin.protocol}//${host}`).host === origin.host;
