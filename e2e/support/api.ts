// The public API, spoken without a replica: what it answers is looked at, byte for byte.
import { randomInt } from 'node:crypto';
import http from 'node:http';
import { toErrorBody } from '@zoetrope/frontend/src/replica/http.ts';
import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import {
  ATTEMPT_HEADER,
  type Ack,
  type Batch,
  type SyncAnswer,
  type SyncRequest,
  VERSION_HEADER,
} from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** undefined when the body is not JSON. */
  readonly json: any;
}

export interface RequestOptions {
  readonly cookie?: string | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly bytes?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a command ended, whichever road it took. */
export type Outcome = 'ok' | ErrorCode | `strange: ${string}`;

export const routeOf = (command: { readonly name: string }): string => `/api/${command.name.replace('.', '/')}`;

export class Api {
  constructor(readonly url: string) {}

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const json = options.body === undefined ? undefined : JSON.stringify(options.body);
    const body = json ?? options.bytes;
    const { status, headers, text } = await send(this.url + path, body, {
      method,
      headers: {
        [VERSION_HEADER]: String(CONTRACT_VERSION),
        // On one machine there is nothing to be saved by it.
        'accept-encoding': 'identity',
        'x-forwarded-for': anAddress(),
        ...(options.cookie ? { cookie: options.cookie } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        ...options.headers,
      },
    });
    return { status, headers, text, json: parse(text) };
  }

  /** One command over its route. */
  command(command: AnyCommand, input: unknown, cookie?: string, id = newId()): Promise<Answer> {
    return this.request('POST', routeOf(command), { cookie, body: input, headers: { [ATTEMPT_HEADER]: id } });
  }

  /** One pull of topics from where they were; `null` asks for a snapshot. Held for `waitMs` when there is no news. */
  async sync(at: SyncRequest['at'], cookie?: string, waitMs = 0): Promise<readonly Batch[]> {
    const answer = await this.request('POST', '/api/sync', { cookie, body: { at, waitMs } });
    if (answer.status !== 200) throw new Error(`sync answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    return (answer.json as SyncAnswer).batches;
  }
}

/** A server forgets a connection that rests for five seconds. */
const agent = new http.Agent({ keepAlive: true, timeout: 3_000 });

/** `fetch` without its streams: it costs a test's own process more than the server, and a run makes tens of thousands. */
function send(
  url: string,
  body: Uint8Array | string | undefined,
  options: http.RequestOptions,
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  return new Promise((answered, failed) => {
    const request = http.request(url, { ...options, agent }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', failed)
        .on('end', () => {
          const headers = headersOf(response.rawHeaders);
          answered({ status: response.statusCode!, headers, text: Buffer.concat(chunks).toString('utf8') });
        });
    });
    request.on('error', failed).end(body);
  });
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i]!, raw[i + 1]!);
  return headers;
}

/** How a request ended: `ok`, the code of its error body, or its first words when it has none. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.status < 400) return answer.json?.ok === false ? ackOutcome(answer.json) : 'ok';
  return toErrorBody(answer.json)?.code ?? `strange: ${answer.status} ${answer.text.slice(0, 120)}`;
}

export const ackOutcome = (ack: Ack): Outcome => (ack.ok ? 'ok' : ack.error.code);

/** Attempts are limited by address; each request of a test comes from a household of its own. */
const anAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
