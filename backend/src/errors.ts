// Whatever goes wrong leaves by one door: a refusal as it is, anything else reported and answered as `internal`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody, Refusal, STATUS, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { describeError, logLine } from './log.ts';
import { noteRefusal } from './refusal-log.ts';

/** Writes the one line of an error that nobody is told the details of. */
export function reportError(error: unknown, reportId: string, where?: string): void {
  logLine('error', 'Something broke.', { reportId, where, error: describeError(error) });
}

/** An error body for anything that was thrown. Effects: what is not the caller's doing is reported, once. */
export function toErrorBody(error: unknown, where?: string): ErrorBody {
  if (error instanceof Refusal) return error.body;
  const known = fromParser(error) ?? fromRouter(error, where);
  if (known) return known;
  const reportId = newId();
  reportError(error, reportId, where);
  return errorBody('internal', { reportId });
}

/** What body-parser and its kin throw carries a `type` (its README, "Errors"). */
function fromParser(error: unknown): ErrorBody | undefined {
  switch (propertyOf(error, 'type')) {
    case 'entity.parse.failed':
      return errorBody('not-json');
    case 'entity.too.large':
      return errorBody('too-large');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return errorBody('unsupported');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
    case 'entity.verify.failed':
      return errorBody('invalid');
    default:
      return undefined;
  }
}

/** What Express and Nest throw by themselves carries a `status`: a path that leads nowhere, a path that is no text. */
function fromRouter(error: unknown, where: string | undefined): ErrorBody | undefined {
  const status = propertyOf(error, 'status') ?? propertyOf(error, 'statusCode');
  if (status === 404) return errorBody(where && COMMAND_PATH.test(where) ? 'unknown-command' : 'not-found');
  if (status === 413) return errorBody('too-large');
  return typeof status === 'number' && status >= 400 && status < 500 ? errorBody('invalid') : undefined;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** As the generated routes: feature and verb, whatever they are called. */
const COMMAND_PATH = /^POST \/api\/[^/]+\/[^/]+$/;

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/** What is as long as a token and no id: whoever reads the log must not come in by an invitation that was asked for too often. */
const SECRETS = /(?<=\/)(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\/|$))[^/]{20,}/g;

/** Method and path, without what may be secret in either the path or a query. */
export const whereOf = (request: Pick<IncomingMessage, 'method' | 'url'> & { originalUrl?: string }): string =>
  `${request.method} ${(request.originalUrl ?? request.url ?? '').split('?')[0]!.replaceAll(SECRETS, '…')}`;

/** Answers with the body's status. Effects: ends the response, unless somebody began it already; one line when it has effects. */
export function sendError(response: ServerResponse, body: ErrorBody): void {
  const isRead = READS.has(response.req.method ?? '');
  if (!isRead || body.kind !== 'not-found') noteRefusal(body, whereOf(response.req));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const json = JSON.stringify(body);
  if (body.retryAfterMs !== undefined) response.setHeader('retry-after', toSeconds(body.retryAfterMs));
  response.writeHead(STATUS[body.kind], {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
  });
  response.end(json);
}

/** A Retry-After header counts whole seconds. */
export const toSeconds = (ms: number): number => Math.ceil(ms / 1000);
