// Boot: settings, then the server; and an end that keeps its word to everybody who is connected.
import 'reflect-metadata';
import { newId } from '@zoetrope/contract/ids.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { findAddresses, toGreeting } from '#config/addresses.ts';
import { ConfigError, readConfig } from '#config/config.ts';
import { reportError } from './errors.ts';
import { describeError, logLine } from './log.ts';
import { startServer, type RunningServer } from './server.ts';

/** Everybody who stops us waits for so long at most (issue: Ctrl-C stops everything within 3 s). */
const STOP_MS = 2_500;

// A rejection that nobody waited for concerns nobody's request: everybody else is served on.
process.on('unhandledRejection', (error) => reportError(error, newId(), 'unhandled rejection'));
// After an exception that nobody caught no state can be trusted; whoever supervises us starts a new process.
process.on('uncaughtException', (error) => {
  reportError(error, newId(), 'uncaught exception');
  process.exit(1);
});

let starting: Promise<RunningServer> | undefined;
let isStopping = false;

async function start(): Promise<void> {
  const config = readConfig();
  starting = startServer(config, registry);
  const server = await starting;
  const addresses = findAddresses(config.host, server.port);
  process.stdout.write(`${toGreeting(addresses, config.publicUrl)}\n`);
  const link = await server.administratorLink(config.publicUrl ?? addresses.local);
  if (link) process.stdout.write(`  To be the administrator, open this link; it works once:\n  ${link}\n\n`);
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), STOP_MS).unref();
  const server = await starting?.catch(() => undefined);
  await server?.stop();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

start().catch((error: unknown) => {
  if (isStopping) return;
  if (error instanceof ConfigError) process.stderr.write(`zoetrope: ${error.message}\n`);
  else logLine('error', 'The server could not start.', { error: describeError(error) });
  process.exit(1);
});
