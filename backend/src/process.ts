// The life of a server's process: what starts it, what ends it, and what does not.
import { newId } from '@zoetrope/contract/ids.ts';
import { ConfigError } from '#config/config.ts';
import { reportError } from './errors.ts';
import { describeError, logLine } from './log.ts';
import type { RunningServer } from './server.ts';

/** Everybody who stops us waits for so long at most, unless DRAIN_SECONDS says more: Ctrl-C stops everything within 3 s. */
const STOP_MS = 2_500;

/** Runs a server until a signal ends it. A start that fails ends the process with one line and a code that is not 0. */
export function runServer(start: () => Promise<RunningServer>): void {
  // A rejection that nobody waited for concerns nobody's request: everybody else is served on.
  process.on('unhandledRejection', (error) => reportError(error, newId(), 'unhandled rejection'));
  // After an exception that nobody caught no state can be trusted; whoever supervises us starts a new process.
  process.on('uncaughtException', (error) => {
    reportError(error, newId(), 'uncaught exception');
    process.exit(1);
  });

  let isStopping = false;
  const starting = start();
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const exitIn = (ms: number) => setTimeout(() => process.exit(0), ms).unref();
    const impatience = exitIn(STOP_MS);
    const server = await starting.catch(() => undefined);
    clearTimeout(impatience);
    exitIn(STOP_MS + (server?.drainMs ?? 0));
    await server?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

  starting.catch((error: unknown) => {
    if (isStopping) return;
    if (error instanceof ConfigError) process.stderr.write(`zoetrope: ${error.message}\n`);
    else logLine('error', 'The server could not start.', { error: describeError(error) });
    process.exit(1);
  });
}
