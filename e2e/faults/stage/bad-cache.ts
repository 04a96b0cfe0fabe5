// A proxy as one meets them: it keeps what it was told not to keep, and does not look at all of an address.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kept {
  readonly atMs: number;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Manners {
  /** Every answer, errors too, is repeated for so long, whatever it says of itself. */
  readonly keepsMs: number;
  /** What stands after the `?` makes no difference to it. */
  readonly dropsQuery?: boolean;
  /** It repeats answers to POST as well. */
  readonly repeatsPosts?: boolean;
}

export class BadCache {
  /** When each request came, and whether it was answered from what is kept. */
  requests: { readonly atMs: number; readonly isKept: boolean }[] = [];
  manners: Manners = { keepsMs: 0 };
  private readonly kept = new Map<string, Kept>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  private constructor(private readonly target: URL) {}

  /** Before the server at `target`; answers are whole before they are passed on. */
  static async open(target: string): Promise<BadCache> {
    const cache = new BadCache(new URL(target));
    cache.server.listen(0, '127.0.0.1');
    await once(cache.server, 'listening');
    return cache;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const piece of request) body.push(piece as Buffer);
    const { keepsMs, dropsQuery, repeatsPosts } = this.manners;
    const address = dropsQuery ? request.url!.split('?')[0]! : request.url!;
    const name = `${request.method} ${address}`;
    const mayRepeat = keepsMs > 0 && (request.method === 'GET' || repeatsPosts === true);
    const known = mayRepeat ? this.kept.get(name) : undefined;
    const isKept = known !== undefined && Date.now() - known.atMs < keepsMs;
    this.requests.push({ atMs: performance.now(), isKept });
    const answer = isKept ? known : await this.ask(request, Buffer.concat(body)).catch(() => undefined);
    if (answer && mayRepeat) this.kept.set(name, isKept ? known : answer);
    response.writeHead(answer?.status ?? 502, { ...answer?.headers, connection: 'close' });
    response.end(answer?.body);
  }

  private async ask(request: http.IncomingMessage, body: Buffer): Promise<Kept> {
    // A cache asks without the page's validator: what it keeps is whole.
    const { 'if-none-match': _, connection: _c, ...headers } = request.headers;
    const asking = http.request({ ...where(this.target), path: request.url, method: request.method, headers });
    asking.end(body);
    const [answer] = (await once(asking, 'response')) as [http.IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece as Buffer);
    const { 'transfer-encoding': _t, ...own } = answer.headers;
    return { atMs: Date.now(), status: answer.statusCode!, headers: own, body: Buffer.concat(pieces) };
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

const where = ({ hostname, port }: URL) => ({ hostname, port });
