// From where a request comes: the nearest address that no proxy of ours has, and the household that it belongs to.
import type { IncomingMessage } from 'node:http';

/** What Express makes of TRUST_PROXY: whether the address that is so many hops away may say who is behind it. */
export type Trusts = (address: string, hops: number) => boolean;

/** Source: proxy-addr, which Express uses for `request.ip`; sockets and upgrades do not pass through Express. */
export function toNetworkOf(request: IncomingMessage, trusts: Trusts): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = forwarded.split(',').map((hop) => hop.trim());
  const nearestFirst = [request.socket.remoteAddress ?? '', ...hops.filter(Boolean).toReversed()];
  const at = nearestFirst.findIndex((address, i) => !trusts(address, i));
  return toNetwork(at < 0 ? nearestFirst.at(-1) : nearestFirst[at]);
}

/** One household of addresses: IPv4 as it is, IPv6 by its first 64 bits, which is what one customer gets at least. */
export function toNetwork(address: string | undefined): string {
  if (!address) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
    : [];
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
}
