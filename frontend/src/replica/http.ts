// The door for requests that are no commands, and the ground of the carriers that speak plain HTTP.
import { errorBody, KIND_OF, type ErrorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { callerKey, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { CALLER_HEADER, VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { Refused } from './refused.ts';
import { hearServerDate, serverNow } from './server-clock.ts';

export interface HttpOptions {
  /** Empty in a browser: the app and its server share an origin. */
  readonly baseUrl?: string;
  /** For programs in Node, which have no cookie jar. */
  readonly cookie?: string;
  /** Whose page asks. The server refuses as `session-ended` when the cookie is somebody else's by now. */
  readonly caller?: Caller;
  readonly fetch?: typeof fetch;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  readonly signal?: AbortSignal;
  /** The answer must be complete within this; 15 s unless told. */
  readonly timeoutMs?: number;
}

/** Long enough for a phone that wakes its radio, short enough to notice a dead one. */
const TIMEOUT_MS = 15_000;

/** JSON over HTTP in the contract's terms. Errors: every method rejects with Refused, and with nothing else. */
export class Http {
  readonly baseUrl: string;
  private readonly fetch: typeof fetch;
  /** What every request carries. */
  readonly headers: { readonly [name: string]: string };

  constructor(options: HttpOptions = {}) {
    this.baseUrl = options.baseUrl ?? '';
    this.fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.headers = {
      [VERSION_HEADER]: String(CONTRACT_VERSION),
      ...(options.caller === undefined ? {} : { [CALLER_HEADER]: callerKey(options.caller) }),
      ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
    };
  }

  get<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return this.json<T>('GET', path, options);
  }
  post<T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> {
    return this.json<T>('POST', path, { ...options, body });
  }
  put<T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> {
    return this.json<T>('PUT', path, { ...options, body });
  }
  delete<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return this.json<T>('DELETE', path, options);
  }

  /** The JSON answer; undefined for an answer without a body (204, 304). */
  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return (await this.answer(method, path, options)).json as T;
  }

  /** The same with status and headers. A 304 counts as an answer. */
  async answer(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<{ status: number; headers: Headers; json: unknown }> {
    // By hand: AbortSignal.any is missing on phones that are three years old.
    const stop = new AbortController();
    const abort = () => stop.abort();
    const timer = setTimeout(abort, options.timeoutMs ?? TIMEOUT_MS);
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted) abort();
    try {
      const response = await this.fetch(this.baseUrl + path, {
        method,
        headers: {
          ...this.headers,
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        signal: stop.signal,
        credentials: 'same-origin',
        // Positions make stale answers harmless, but a browser's cache that hides the network is not.
        cache: 'no-store',
      });
      hearServerDate(response.headers.get('date'));
      const text = await response.text();
      const json = toJson(text, response.ok);
      if (!response.ok && response.status !== 304) throw toRefusal(response, json);
      return { status: response.status, headers: response.headers, json };
    } catch (error) {
      // No network, a timeout, or a proxy's page in place of JSON.
      throw error instanceof Refused ? error : new Refused(errorBody('unavailable'), false);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    }
  }
}

/** The page of a proxy is no answer where one was due; beside an error status its status still says something. */
function toJson(text: string, isOk: boolean): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isOk) throw error;
    return undefined;
  }
}

function toRefusal(response: Response, json: unknown): Refused {
  const body = toErrorBody(json);
  if (body) return new Refused(body);
  return new Refused(errorBody(codeOf(response.status), toRetryAfter(response.headers.get('retry-after'))), false);
}

/** What a Retry-After header asks for, in seconds or as a date; nothing when it asks for nothing. Source: RFC 9110, 10.2.3. */
export function toRetryAfter(header: string | null | undefined): { retryAfterMs?: number } {
  const seconds = Number(header ?? Number.NaN);
  const retryAfterMs = Number.isNaN(seconds) ? Date.parse(header ?? '') - serverNow().getTime() : seconds * 1_000;
  return retryAfterMs > 0 ? { retryAfterMs } : {};
}

/** The error body in an answer, bare or inside an acknowledgement; undefined when it is not ours. */
export function toErrorBody(json: unknown): ErrorBody | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  if ('error' in json) return toErrorBody(json.error);
  return 'code' in json && typeof json.code === 'string' && json.code in KIND_OF ? (json as ErrorBody) : undefined;
}

/** What a status means when whoever wrote it did not know our vocabulary. */
function codeOf(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 413:
      return 'too-large';
    case 429:
      return 'slow-down';
    default:
      return 'unavailable';
  }
}
