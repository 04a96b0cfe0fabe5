// The in-memory server behind a `fetch`: the routes of the sync endpoint and of commands, with faults on demand.
import { errorBody, STATUS, type ErrorBody } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import {
  ATTEMPT_HEADER,
  type Batch,
  type Heard,
  type Position,
  type SaidNow,
  type SayMessage,
  type SyncRequest,
} from '@zoetrope/contract/kernel/wire.ts';
import type { InMemoryServer } from './in-memory-server.fixture.ts';

/**
 * `hasty`: answers held requests at once. `cutting`: breaks held requests off. `page`: a proxy's page with status 200.
 * `cached`: one answer for ever at each address.
 */
export type Fault = 'none' | 'away' | 'hasty' | 'cutting' | 'page' | 'cached' | ErrorBody;

export class Door {
  fault: Fault = 'none';
  readonly requests: string[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly cache = new Map<string, string>();

  constructor(
    readonly server: InMemoryServer,
    readonly caller: Caller,
  ) {
    server.onCommit(() => this.wake());
  }

  get heldCount(): number {
    return this.waiting.size;
  }

  /** Ends every held request with what there is. */
  wake(): void {
    for (const ring of [...this.waiting]) ring();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://site.test');
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    this.requests.push(`${init?.method} ${url.pathname}`);
    await Promise.resolve();
    const { fault } = this;
    if (fault === 'away') throw new TypeError('no network');
    if (fault === 'page') return new Response('<html>', { status: 200 });
    if (typeof fault === 'object') return Response.json(fault, { status: STATUS[fault.kind] });
    if (fault === 'cached') return this.fromCache(url, body as SyncRequest);
    if (url.pathname === '/api/sync' && init?.method === 'POST')
      return this.sync(body as SyncRequest, init.signal ?? undefined);
    if (url.pathname === '/api/sync') return this.one(url, new Headers(init?.headers));
    if (url.pathname === '/api/signals') return this.signals(url, body as SayMessage | undefined);
    if (url.pathname === '/api/older') return Response.json(this.server.older(this.caller, body as never));
    const id = new Headers(init?.headers).get(ATTEMPT_HEADER)!;
    const name = url.pathname.slice('/api/'.length).replace('/', '.');
    const ack = this.server.run(this.caller, { id, name, input: body });
    return ack.ok ? Response.json(ack) : Response.json(ack.error, { status: STATUS[ack.error.kind] });
  };

  /** What this door's people say, each to whoever asks here. */
  readonly said: SayMessage[] = [];
  private signals(url: URL, message: SayMessage | undefined): Response {
    if (message) {
      this.say(message);
      return new Response(null, { status: 204 });
    }
    return Response.json({ heard: this.heardIn(url.searchParams.get('t')!) });
  }
  say(message: SayMessage): void {
    this.said.push(message);
    this.wake();
  }
  private heardIn(t: string): Heard[] {
    const latest = new Map(this.said.filter((one) => one.t === t).map(({ s, body }) => [s, body]));
    const heard = [...latest].map(([s, body]) => ({ t, s, by: 'ruth', body, holdMs: 9_000 }));
    return heard.filter(({ body }) => body !== null);
  }
  private saidNow(hear: SyncRequest['hear']): SaidNow[] {
    const all = Object.keys(hear ?? {}).map((t) => ({ t, heard: this.heardIn(t) }));
    const stamped = all.map((one) => ({ ...one, stamp: one.heard.map(({ s }) => s).join() }));
    return stamped.filter(({ t, stamp }) => stamp !== hear![t]);
  }

  private fromCache(url: URL, { at }: SyncRequest): Response {
    const address = url.pathname + url.search;
    const batches = Object.entries(at).flatMap(([key, from]) => this.server.read(this.caller, key, from));
    const kept = this.cache.get(address) ?? JSON.stringify({ batches });
    this.cache.set(address, kept);
    return new Response(kept, { status: 200 });
  }

  private async sync({ at, hear, waitMs = 0 }: SyncRequest, signal?: AbortSignal): Promise<Response> {
    const read = () => Object.entries(at).flatMap(([key, from]) => this.server.read(this.caller, key, from));
    let batches: Batch[] = read();
    let said = this.saidNow(hear);
    while (batches.length + said.length === 0 && waitMs > 0 && this.fault !== 'hasty') {
      if (this.fault === 'cutting' || this.fault === 'away') throw new TypeError('cut');
      await new Promise<void>((resolve, reject) => {
        const ring = () => {
          this.waiting.delete(ring);
          resolve();
        };
        this.waiting.add(ring);
        signal?.addEventListener('abort', () => {
          this.waiting.delete(ring);
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
      batches = read();
      said = this.saidNow(hear);
    }
    return Response.json({ batches, said });
  }

  private one(url: URL, headers: Headers): Response {
    const key = url.searchParams.get('t')!;
    const [epoch, v] = url.searchParams.get('at')!.split(/\.(?=\d+$)/) as [string, string];
    const from: Position = { epoch, v: Number(v) };
    const head = this.server.head(key);
    const etag = `"${head.epoch}.${head.v}"`;
    const [batch] = this.server.read(this.caller, key, from);
    if (batch?.k === 'gone') return Response.json(errorBody('not-found'), { status: 404 });
    if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } });
    return Response.json({ batches: batch ? [batch] : [] }, { headers: { etag } });
  }
}
