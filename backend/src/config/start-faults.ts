// A setting may be well formed and still name what is not there: whoever starts the server reads which, in one sentence.
import { type Config, ConfigError } from './config.ts';

type Coded = Error & { readonly code?: string };

/**
 * What kept us from a connection. Most of it has no code to go by: a server that is none, one without TLS, one that says
 * nothing. So whoever knows that it was connecting says so by calling this.
 */
export function databaseFault(error: Coded): Error {
  const reason = error.message.trim() || error.code;
  return new ConfigError(`DATABASE_URL names a database that cannot be used (${reason}).`);
}

/** A user of PostgreSQL 15 and newer who does not own the database may make no tables in it (SQLSTATE 42501). */
export const mayMakeNothing = (error: Coded): boolean => error.code === '42501';

/** What the system refused when the server wanted to listen. */
export function listenFault(error: Coded, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`PORT ${port} is taken: another program listens there. Stop it, or choose another PORT.`);
    case 'EACCES':
      return new ConfigError(
        `PORT ${port} is not for this user: ports below 1024 belong to root. Choose another PORT.`,
      );
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(`HOST ${host} is no address of this machine.`);
    default:
      return error;
  }
}
