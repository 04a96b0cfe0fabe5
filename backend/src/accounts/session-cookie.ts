import type { IncomingHttpHeaders } from 'node:http';

/** The most that browsers keep a cookie. Source: RFC 6265bis section 5.5, 400 days. */
export const SESSION_DAYS = 400;
const NAME = 'zoetrope_session';

/** The session token in these headers, or undefined. The first one counts; anything that cannot be a token is none. */
export function tokenIn(headers: IncomingHttpHeaders): string | undefined {
  const found = /(?:^|;)\s*zoetrope_session=([A-Za-z0-9_-]{20,100})\s*(?:;|$)/.exec(headers.cookie ?? '');
  return found?.[1];
}

/**
 * The Set-Cookie that keeps `token` for 400 days from now.
 *
 * Lax and not Strict: somebody who follows an invite link from a mail must arrive signed in. Secure only over https,
 * since phones reach a server at home over plain http.
 */
export const sessionCookie = (token: string, isSecure: boolean): string =>
  write(token, SESSION_DAYS * 24 * 60 * 60, isSecure);

export const forgetCookie = (isSecure: boolean): string => write('', 0, isSecure);

const write = (value: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${NAME}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
