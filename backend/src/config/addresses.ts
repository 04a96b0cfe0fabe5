// What is printed at start: where to open the app on this machine, and on a phone in the same network.
import os from 'node:os';
import { renderUnicodeCompact } from 'uqr';

export interface Addresses {
  readonly local: string;
  /** One for each network that this machine is in, the likeliest first; empty when only this machine may connect. */
  readonly network: readonly string[];
}

type Interfaces = ReturnType<typeof os.networkInterfaces>;

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);
const anyHosts = new Set(['0.0.0.0', '::']);

/** Where a server that listens on `host` and `port` is found. IPv4 only: people type these. */
export function findAddresses(host: string, port: number, interfaces: Interfaces = os.networkInterfaces()): Addresses {
  const toUrl = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (loopbackHosts.has(host)) {
    return { local: toUrl(host), network: [] };
  }
  if (!anyHosts.has(host)) {
    return { local: toUrl(host), network: [toUrl(host)] };
  }
  return { local: toUrl('localhost'), network: networkAddresses(interfaces).map(toUrl) };
}

/** The lines to print at start, the QR code of the address that a phone can reach among them. */
export function toGreeting(addresses: Addresses, publicUrl?: string): string {
  const phone = publicUrl ?? addresses.network[0];
  const lines = [
    `  On this machine   ${addresses.local}`,
    ...addresses.network.map((url) => `  In your network   ${url}`),
    ...(publicUrl ? [`  For everyone      ${publicUrl}`] : []),
  ];
  const code = phone ? ['', indent(renderUnicodeCompact(phone, { border: 1 }))] : [];
  return ['', ...lines, ...code, ''].join('\n');
}

function networkAddresses(interfaces: Interfaces): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map((address) => ({ name, ...address })))
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .toSorted((a, b) => Number(isVirtual(a.name)) - Number(isVirtual(b.name)))
    .map(({ address }) => address);
}

/** Bridges of container and virtual-machine software: real addresses that no phone can reach. */
function isVirtual(name: string): boolean {
  return /^(docker|br-|veth|virbr|vmnet|vboxnet|utun)/u.test(name);
}

function indent(text: string): string {
  return text.replaceAll(/^/gmu, '  ');
}
