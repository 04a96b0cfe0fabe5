// A connection of Socket.IO lives in one process, and a front deals its requests out by a key. Whoever came while one
// process was away is another's, and is dealt out to the first again as soon as that one is back. "Not here" is a word that
// a front understands: it asks the next process. Engine.IO's own word, 400, ends the connection (docs/faults.md, 18).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'socket.io';
import { errorBody, STATUS } from '@zoetrope/contract/errors.ts';

type Middleware = Parameters<Server['engine']['use']>[0];

/** Answers 404 to requests of a connection that this process does not have. */
export function passOnStrangers({ engine }: Server): Middleware {
  const { clients } = engine as unknown as { readonly clients: Readonly<Record<string, unknown>> };
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const sid = new URL(request.url ?? '', 'http://here').searchParams.get('sid');
    // A WebSocket that is refused leaves its connection on polling, which has an answer.
    if (sid === null || request.headers.upgrade !== undefined || Object.hasOwn(clients, sid)) {
      next();
      return;
    }
    // Unread, its body would be taken for the next request of the connection.
    request.resume();
    const body = errorBody('not-found');
    response.writeHead(STATUS[body.kind], { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
}
