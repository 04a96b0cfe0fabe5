// `npm start`, after the build: reads the settings, starts the server, says where it is.
import 'reflect-metadata';
import { registry } from '@zoetrope/contract/registry.ts';
import { findAddresses, toGreeting } from '#config/addresses.ts';
import { readConfig } from '#config/config.ts';
import { noteOrigin } from '#config/noted-origin.ts';
import { runServer } from './process.ts';
import { startServer } from './server.ts';

runServer(async () => {
  const config = readConfig();
  const server = await startServer(config, registry);
  const addresses = findAddresses(config.host, server.port);
  const origin = config.publicUrl ?? addresses.local;
  noteOrigin(config.dataDir, origin);
  process.stdout.write(`${toGreeting(addresses, config.publicUrl)}\n`);
  const link = await server.administratorLink(origin);
  if (link) {
    const others = config.publicUrl ? [] : addresses.network;
    const elsewhere = others.map((other) => `  or, on another device: ${other}${link.slice(origin.length)}\n`);
    process.stdout.write(
      `  To be the administrator, open this link; it works once:\n  ${link}\n${elsewhere.join('')}\n`,
    );
  }
  return server;
});
