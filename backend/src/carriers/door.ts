// Ahead of everything that the server listens with, upgrades too: what is objected to costs no more than its answer.
import type { ErrorBody } from '@zoetrope/contract/errors.ts';
import { STATUS } from '@zoetrope/contract/errors.ts';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { sendError, toSeconds } from '#errors.ts';

/** Why a request is not let in; undefined lets it pass. */
export type Objection = (request: IncomingMessage) => ErrorBody | undefined;
type Listener = (request: IncomingMessage, ...rest: unknown[]) => void;

/** Has each request and upgrade judged before any listener that the server has by now. */
export function installDoor(server: Server, objection: Objection): void {
  guard(server, 'request', objection, (body, response) => sendError(response as ServerResponse, body));
  guard(server, 'upgrade', objection, (body, socket) => refuseUpgrade(socket as Duplex, body));
}

function guard(
  server: Server,
  event: 'request' | 'upgrade',
  objection: Objection,
  refuse: (body: ErrorBody, answer: unknown) => void,
): void {
  const listeners = server.listeners(event) as Listener[];
  server.removeAllListeners(event);
  server.on(event, (request: IncomingMessage, ...rest: unknown[]) => {
    const body = objection(request);
    if (body) {
      // Unread, its body would be taken for the next request of the connection.
      request.resume();
      refuse(body, rest[0]);
      return;
    }
    for (const listener of listeners) listener.call(server, request, ...rest);
  });
}

function refuseUpgrade(socket: Duplex, body: ErrorBody): void {
  // Whoever is refused may be gone before it hears so.
  socket.on('error', () => {});
  const status = STATUS[body.kind];
  const json = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(json)}`,
    ...(body.retryAfterMs === undefined ? [] : [`retry-after: ${toSeconds(body.retryAfterMs)}`]),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${json}`);
}
