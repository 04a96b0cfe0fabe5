// `npm start`, after the build: reads the settings, starts the server, says where it is.
import 'reflect-metadata';
import { registry } from '@zoetrope/contract/registry.ts';
import { findAddresses, toGreeting } from '#config/addresses.ts';
import { readConfig } from '#config/config.ts';
import { runServer } from './process.ts';
import { startServer } from './server.ts';

runServer(async () => {
  const config = readConfig();
  const server = await startServer(config, registry);
  const addresses = findAddresses(config.host, server.port);
  process.stdout.write(`${toGreeting(addresses, config.publicUrl)}\n`);
  const [origin, ...others] = config.publicUrl ? [config.publicUrl] : [addresses.local, ...addresses.network];
  const link = await server.administratorLink(origin);
  if (link) {
    const elsewhere = others.map((other) => `  or, on another device: ${other}${link.slice(origin.length)}\n`);
    process.stdout.write(
      `  To be the administrator, open this link; it works once:\n  ${link}\n${elsewhere.join('')}\n`,
    );
  }
  return server;
});
