// What is printed at start: where to open the app on this machine, and on a phone in the same network.
import os from 'node:os';
import { renderUnicodeCompact } from 'uqr';

export interface Addresses {
  readonly local: string;
  /** One for each network that this machine is in, the likeliest first; empty when only this machine may connect. */
  readonly network: readonly string[];
}

type Interfaces = ReturnType<typeof os.networkInterfaces>;

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(host);
const anyHosts = new Set(['0.0.0.0', '::']);

/** Where a server that listens on the host `given` and `port` is found. IPv4 only: people type these. */
export function findAddresses(given: string, port: number, interfaces: Interfaces = os.networkInterfaces()): Addresses {
  const host = toCanonical(given);
  const toUrl = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (isLoopback(host)) {
    return { local: toUrl(host), network: [] };
  }
  if (!anyHosts.has(host)) {
    return { local: toUrl(host), network: [toUrl(host)] };
  }
  return { local: toUrl('localhost'), network: networkAddresses(interfaces).map(toUrl) };
}

/**
 * The lines to print at start, the QR code of the address that a phone can reach among them.
 *
 * Where there is a public address it is the only one: at any other what people do is refused as `wrong-origin`.
 */
export function toGreeting(addresses: Addresses, publicUrl?: string): string {
  if (publicUrl !== undefined && publicUrl !== addresses.local)
    return greeting([`  For everyone      ${publicUrl}`], publicUrl);
  const network = publicUrl === undefined ? addresses.network : [];
  const lines = [`  On this machine   ${addresses.local}`, ...network.map((url) => `  In your network   ${url}`)];
  return greeting(lines, network[0]);
}

function greeting(lines: readonly string[], phone: string | undefined): string {
  const code = phone ? ['', indent(renderUnicodeCompact(phone, { border: 1 }))] : [];
  return ['', ...lines, ...code, ''].join('\n');
}

/** As the system understands it, and as a browser writes it: `0` is 0.0.0.0, `127.1` is 127.0.0.1. */
function toCanonical(host: string): string {
  const url = `http://${host.includes(':') ? `[${host}]` : host}`;
  return URL.canParse(url) ? new URL(url).hostname.replaceAll(/[[\]]/gu, '') : host;
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
