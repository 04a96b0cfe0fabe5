// Something between browsers and the server, as people have it: it passes everything on, counts, and can be set wrong.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type Socket } from 'node:net';
import { once } from 'node:events';

export interface Faults {
  /** Cuts off what asks for another protocol, as nginx does without its two lines. */
  readonly stripsUpgrade?: boolean;
  /** Keeps an answer until it is complete. */
  readonly buffers?: boolean;
  /** Ends an answer that says nothing for so long, ms. */
  readonly idleMs?: number;
  /** Refuses a request with more bytes than this. */
  readonly maxBytes?: number;
  /** Names nobody: no X-Forwarded-For, -Proto or -Host. */
  readonly hidesClient?: boolean;
  /** Says that it was called by this name instead of the one that the browser used. */
  readonly host?: string;
}

export class Front {
  faults: Faults = {};
  private readonly server: http.Server;
  private readonly sockets = new Set<Socket>();
  /** WebSockets that are open now. */
  readonly webSockets = new Set<Socket>();
  /** Requests for changes that are being held now. */
  heldCount = 0;

  private constructor(
    /** Where requests go, one after the other. */
    private readonly ports: readonly number[],
  ) {
    this.server = http.createServer((request, response) => this.pass(request, response));
    this.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
      this.join(request, socket, head),
    );
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async before(...ports: number[]): Promise<Front> {
    const front = new Front(ports);
    front.server.listen(0, '127.0.0.1');
    await once(front.server, 'listening');
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
  }

  private turn = 0;
  private nextPort(): number {
    return this.ports[this.turn++ % this.ports.length]!;
  }

  private headersFor(request: IncomingMessage): http.OutgoingHttpHeaders {
    const { hidesClient, host } = this.faults;
    const headers: http.OutgoingHttpHeaders = { ...request.headers };
    if (host) headers['host'] = host;
    if (hidesClient) return headers;
    headers['x-forwarded-for'] = request.socket.remoteAddress;
    headers['x-forwarded-proto'] = 'http';
    headers['x-forwarded-host'] = request.headers.host;
    return headers;
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const isHeld = request.url!.startsWith('/api/sync') && request.method === 'POST';
    if (isHeld) {
      this.heldCount++;
      response.once('close', () => this.heldCount--);
    }
    if (Number(request.headers['content-length'] ?? 0) > (this.faults.maxBytes ?? Infinity)) {
      request.resume();
      response.writeHead(413, { connection: 'close' }).end('<html>');
      return;
    }
    const headers = this.headersFor(request);
    const onward = http.request({
      host: '127.0.0.1',
      port: this.nextPort(),
      method: request.method,
      path: request.url,
      headers,
    });
    onward.once('response', (answer) => this.answer(answer, response));
    onward.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.once('close', () => onward.destroy());
    request.pipe(onward);
    if (this.faults.idleMs)
      response.setTimeout(this.faults.idleMs, () =>
        response.headersSent ? response.destroy() : response.writeHead(504).end(),
      );
  }

  private answer(answer: IncomingMessage, response: ServerResponse): void {
    if (!this.faults.buffers) {
      response.writeHead(answer.statusCode!, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      return;
    }
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part));
    answer.once('end', () => response.writeHead(answer.statusCode!, answer.headers).end(Buffer.concat(parts)));
  }

  private join(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (this.faults.stripsUpgrade) {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const onward = net.connect(this.nextPort(), '127.0.0.1', () => {
      const headers = Object.entries(this.headersFor(request)).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}: ${String(value)}`],
      );
      onward.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.webSockets.add(socket);
    socket.once('close', () => {
      this.webSockets.delete(socket);
      onward.destroy();
    });
    for (const end of [socket, onward]) end.on('error', () => end.destroy());
    onward.once('close', () => socket.destroy());
  }

  /** Cuts everything that is open now; what comes afterwards is let through as the faults say. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
