import http from 'node:http';
import { findAddresses, toGreeting } from '#config/addresses.ts';
import { ConfigError, readConfig } from '#config/config.ts';

try {
  const config = readConfig();
  const server = http.createServer((_request, response) => response.end('zoetrope'));
  server.listen(config.port, config.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    process.stdout.write(`${toGreeting(findAddresses(config.host, port), config.publicUrl)}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => process.exit(0));
  }
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  process.stderr.write(`zoetrope: ${error.message}\n`);
  process.exit(1);
}
