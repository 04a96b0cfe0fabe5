// The public API, spoken without a replica: what it answers is looked at, byte for byte.
import { randomInt } from 'node:crypto';
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
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        [VERSION_HEADER]: String(CONTRACT_VERSION),
        // On one machine there is nothing to be saved by it.
        'accept-encoding': 'identity',
        'x-forwarded-for': anAddress(),
        ...(options.cookie ? { cookie: options.cookie } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(json === undefined && options.bytes === undefined ? {} : { body: json ?? (options.bytes as BodyInit) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
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
