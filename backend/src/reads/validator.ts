import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { namesTag } from '#carriers/entity-tags.ts';

interface Kind {
  readonly type: string;
  readonly caching: string;
}

/** Sends `body` with a validator made from its bytes; 304 when the client has it. Returns the headers that a 304 has. */
export function sendWithValidator(request: IncomingMessage, response: ServerResponse, body: string, kind: Kind) {
  const bytes = Buffer.from(body);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
  const headers = { etag, 'cache-control': kind.caching, vary: 'cookie' };
  if (namesTag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return headers;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': kind.type,
    'content-length': bytes.length,
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
  return headers;
}
