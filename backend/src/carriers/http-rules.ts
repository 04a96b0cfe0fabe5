// What holds for every request under /api before a route sees it: the contract's version, the origin, the body.
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import compression from 'compression';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError, toErrorBody, whereOf } from '#errors.ts';
import type { Authentication } from './authentication.port.ts';

/** The largest body of a command, on every carrier. */
export const MAX_BODY_BYTES = 64 * 1024;
/** A long list of positions is longer than any command: about five thousand topics. */
const MAX_SYNC_BYTES = 512 * 1024;

/** A first page's snapshots shrink to a fifth, which is what a phone waits for; news are smaller than this and stay as they are. */
const SHRUNK_FROM_BYTES = 4 * 1024;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

type Request = IncomingMessage & { body?: unknown };
type Next = (error?: unknown) => void;

/** Registers the rules; must come before the routes. */
export function applyHttpRules(app: NestExpressApplication, authentication: Authentication): void {
  app.use('/api', (request: Request, response: ServerResponse, next: Next) => {
    try {
      refuseOutdated(request.headers[VERSION_HEADER]);
      if (!SAFE.has(request.method ?? '') && !authentication.isOwnOrigin(request.headers))
        throw new Refusal('wrong-origin');
    } catch (error) {
      // Unread, its body would be taken for the next request of the connection.
      request.resume();
      sendError(response, toErrorBody(error, whereOf(request)));
      return;
    }
    next();
  });
  // By POST alone: an answer with an ETag would be another one for each encoding.
  const isNeverKept = (request: IncomingMessage) => request.method === 'POST';
  app.use(['/api/sync', '/api/older'], compression({ threshold: SHRUNK_FROM_BYTES, filter: isNeverKept }));
  // The page's first question is a GET, whose answer nobody keeps.
  app.use('/api/first', compression({ threshold: SHRUNK_FROM_BYTES, filter: () => true }));
  app.useBodyParser('json', { limit: MAX_SYNC_BYTES, type: isJsonOf((url) => url.startsWith('/api/sync')) });
  app.useBodyParser('json', { limit: MAX_BODY_BYTES, type: isJsonOf((url) => !url.startsWith('/api/sync')) });
  // Ahead of Nest's own error layer, which would turn a parser's error into one that no longer says what it is.
  app.use((error: unknown, request: Request, response: ServerResponse, _next: Next) => {
    sendError(response, toErrorBody(error, whereOf(request)));
  });
}

const isJsonOf = (isOurs: (url: string) => boolean) => (request: IncomingMessage) =>
  /^application\/json\b/i.test(request.headers['content-type'] ?? '') && isOurs(request.url ?? '');

/** The parsed body. Errors: Refusal `not-json` when the request carried none. */
export function jsonBodyOf(request: Request): unknown {
  if (request.body === undefined) throw new Refusal('not-json');
  return request.body;
}

/** True when a client names another contract; one that names none is taken as it is. */
export function isOutdated(version: unknown): boolean {
  return version !== undefined && version !== null && version !== '' && String(version) !== String(CONTRACT_VERSION);
}

/** Errors: Refusal `outdated-client`. */
export function refuseOutdated(version: unknown): void {
  if (isOutdated(version)) throw new Refusal('outdated-client');
}
