import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { toNetworkOf, type Trusts } from './network.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage;

const nobody: Trusts = () => false;
const ours: Trusts = (address) => address === '::ffff:127.0.0.1' || address.startsWith('10.');
const twoProxies: Trusts = (_address, hops) => hops < 2;

test('without TRUST_PROXY what a request says of itself is not believed', () => {
  expect(toNetworkOf(from('203.0.113.9', '192.0.2.1'), nobody)).toBe('203.0.113.9');
});

test('behind proxies of ours it is the last address that none of them has, and nothing that was written before it', () => {
  const request = from('::ffff:127.0.0.1', '192.0.2.66, 198.51.100.7, 10.0.0.4');
  expect(toNetworkOf(request, ours)).toBe('198.51.100.7');
  expect(toNetworkOf(request, twoProxies)).toBe('198.51.100.7');
});

test('somebody who reaches the process past the proxy is known by the own address', () => {
  expect(toNetworkOf(from('203.0.113.9', '10.0.0.1'), ours)).toBe('203.0.113.9');
});

test('a household of IPv6 is one', () => {
  const neighbours = ['2001:db8:1:2::5', '2001:db8:1:2:ffff::1'].map((address) =>
    toNetworkOf(from('::ffff:127.0.0.1', address), ours),
  );
  expect(new Set(neighbours)).toEqual(new Set(['2001:db8:1:2']));
});

test('where everybody is trusted it is the first that is named', () => {
  expect(toNetworkOf(from('10.0.0.1', '192.0.2.1, 10.0.0.2'), () => true)).toBe('192.0.2.1');
});
