// A setting may be well formed and still name what is not there: whoever starts the server reads which, in one sentence.
import { type Config, ConfigError } from './config.ts';

type Coded = Error & { readonly code?: string };

/** No server there, no such host, no answer; wrong name or password, no such database, full, not up yet (PostgreSQL's appendix A). */
const DATABASE_AWAY = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|28|3D000|53300|57P03)/u;

/** What PostgreSQL refused at start. Errors of statements and migrations pass through. */
export function databaseFault(error: Coded): Error {
  if (!DATABASE_AWAY.test(error.code ?? '')) return error;
  const reason = error.message.trim() || error.code;
  return new ConfigError(`DATABASE_URL names a database that cannot be used (${reason}).`);
}

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
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(`HOST ${host} is no address of this machine.`);
    default:
      return error;
  }
}
