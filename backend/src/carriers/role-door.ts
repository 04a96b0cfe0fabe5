// A process that lacks a role does not answer for it: a front that was told wrongly is noticed at once, instead of a load
// that lands where nobody looks for it.
import { errorBody } from '@zoetrope/contract/errors.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Roles } from '#config/roles.ts';
import { sendError } from '#errors.ts';

type Listener = (request: IncomingMessage, ...rest: unknown[]) => void;

/** Sockets, poll and long poll: what waits, and what asks again and again. */
const REALTIME = /^\/(socket\.io|api\/sync)(?=[/?]|$)/;
const ANYWHERE = /^\/api\/(health|older)(?=[/?]|$)/;

/** Goes before every listener that the server has. */
export class RoleDoor {
  constructor(private readonly roles: Roles) {}

  install(server: Server): void {
    this.guard(server, 'request', (_request, response) =>
      sendError(response as ServerResponse, errorBody('not-found')),
    );
    this.guard(server, 'upgrade', (_request, socket) => (socket as Duplex).end('HTTP/1.1 404 Not Found\r\n\r\n'));
  }

  private guard(server: Server, event: 'request' | 'upgrade', refuse: Listener): void {
    const listeners = server.listeners(event) as Listener[];
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, ...rest: unknown[]) => {
      if (!this.answers(request.url ?? '')) {
        refuse(request, ...rest);
        return;
      }
      for (const listener of listeners) listener.call(server, request, ...rest);
    });
  }

  private answers(url: string): boolean {
    if (ANYWHERE.test(url)) return true;
    return this.roles.has(REALTIME.test(url) ? 'realtime' : 'api');
  }
}
