// Between Node's HTTP and the Request and Response that tus wants.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ReadableStream } from 'node:stream/web';
import { errorBody, STATUS, type ErrorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { UPLOAD_ERROR_HEADER } from '@zoetrope/contract/media.ts';

export interface WebRequest {
  readonly request: Request;
  /** Reads away what nobody wanted of the body, so that the connection can carry the next request. */
  readonly drain: () => Promise<void>;
}

/**
 * The request, its body unread.
 *
 * The body is only read as far as somebody asks for it, and giving it up leaves the connection alone: a refusal can be
 * answered while the client is still sending. (`Readable.toWeb` would end the connection.)
 */
export function toWebRequest(req: IncomingMessage, path: string): WebRequest {
  const headers = new Headers();
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = req.method ?? 'GET';
  const hasBody = method === 'POST' || method === 'PATCH';
  const chunks = req.iterator({ destroyOnReturn: false });
  const request = new Request(`http://uploads.invalid${path}`, {
    method,
    headers,
    ...(hasBody ? { body: ReadableStream.from(chunks), duplex: 'half' } : {}),
  });
  const drain = async () => {
    // While somebody iterates, the request does not flow; whoever broke off in the middle has not ended the iteration.
    await chunks.return?.().catch(() => {});
    req.resume();
  };
  return { request, drain };
}

export async function sendWebResponse(res: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  res.writeHead(response.status, Object.fromEntries(response.headers));
  res.end(body);
}

/** The one shape in which the server refuses. */
export function refusalResponse(error: ErrorBody): Response {
  return new Response(JSON.stringify(error), {
    status: STATUS[error.kind],
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      [UPLOAD_ERROR_HEADER]: error.code,
      ...(error.retryAfterMs ? { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) } : {}),
    },
  });
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  404: 'not-found',
  409: 'conflict',
  410: 'stale',
  // A lock that was not had in time.
  500: 'unavailable',
};

/** What tus says of a wrong request, in the contract's words; 501 is an extension that we do not offer. */
export const bodyOfStatus = (status: number): ErrorBody => errorBody(CODES[status] ?? 'invalid');
