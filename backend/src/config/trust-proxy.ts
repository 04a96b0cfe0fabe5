import net from 'node:net';
import * as z from 'zod/mini';

/** As Express takes it: whom to believe about a request's address and scheme. A number counts proxies. */
export type TrustProxy = boolean | number | readonly string[];

const named = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** `true`, `false`, a number of proxies, or a list of addresses, ranges (CIDR) and the names that Express knows. */
export const trustProxySetting: z.ZodMiniType<TrustProxy, string> = z.pipe(
  z.string().check(
    z.refine((text) => toTrustProxy(text) !== undefined, {
      error: 'must be true, false, a number of proxies, or addresses such as 10.0.0.0/8,127.0.0.1',
    }),
  ),
  z.transform((text): TrustProxy => toTrustProxy(text) ?? false),
);

function toTrustProxy(text: string): TrustProxy | undefined {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  if (/^\d{1,3}$/u.test(text)) {
    return Number(text);
  }
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.every((entry) => named.has(entry) || isRange(entry)) ? entries : undefined;
}

function isRange(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const family = net.isIP(address);
  if (family === 0 || rest.length > 0) {
    return false;
  }
  return bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
