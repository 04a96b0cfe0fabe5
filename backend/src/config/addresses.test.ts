import type os from 'node:os';
import { expect, test } from 'vitest';
import { findAddresses, toGreeting } from './addresses.ts';

const address = (text: string, internal = false): os.NetworkInterfaceInfo => ({
  address: text,
  family: 'IPv4',
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: `${text}/24`,
});

const interfaces = {
  lo: [address('127.0.0.1', true)],
  docker0: [address('172.17.0.1')],
  en0: [address('192.168.1.20')],
  usb0: [address('169.254.9.9')],
};

test('a server for everyone is found by phones under the address of the real network first', () => {
  expect(findAddresses('0.0.0.0', 3000, interfaces)).toEqual({
    local: 'http://localhost:3000',
    network: ['http://192.168.1.20:3000', 'http://172.17.0.1:3000'],
  });
});

test('a server for this machine alone offers no address to others and no code to scan', () => {
  const addresses = findAddresses('127.0.0.1', 3000, interfaces);
  expect(addresses.network).toEqual([]);
  expect(toGreeting(addresses)).not.toContain('█');
});

test('the greeting holds each address and a code to scan', () => {
  const greeting = toGreeting(findAddresses('0.0.0.0', 3000, interfaces));
  expect(greeting).toContain('http://localhost:3000');
  expect(greeting).toContain('http://192.168.1.20:3000');
  expect(greeting).toContain('█');
});

test.each(['127.0.0.2', '127.1', 'localhost', '::1'])('%s is an address of this machine alone', (host) => {
  expect(findAddresses(host, 3000, interfaces).network).toEqual([]);
});

test.each(['0', '0.0.0.0', '::', '0:0:0:0:0:0:0:0'])('%s is every address, and is printed as none of them', (host) => {
  const { local, network } = findAddresses(host, 3000, interfaces);
  expect([local, network[0]]).toEqual(['http://localhost:3000', 'http://192.168.1.20:3000']);
});

test('where there is a public address no other is offered: sign-up would be refused there', () => {
  const addresses = findAddresses('0.0.0.0', 3000, interfaces);
  const lines = toGreeting(addresses, 'https://photos.example.org');
  expect(lines.match(/https?:\S+/gu)).toEqual(['https://photos.example.org']);
  expect(lines).toContain('█');
  const local = toGreeting(addresses, 'http://localhost:3000');
  expect(local.match(/https?:\S+/gu)).toEqual(['http://localhost:3000']);
  expect(local).not.toContain('█');
});
