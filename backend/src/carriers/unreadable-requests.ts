// Requests that Node's parser gives up, before anything of ours sees one: answered with a code and a sentence as all others.
import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, type ErrorCode } from '@zoetrope/contract/errors.ts';
import { noteRefusal } from '#refusal-log.ts';

/** Time for the rest of what is being sent: what is closed with something unread is reset, and takes the answer with it. */
const LINGER_MS = 2_000;

/** What Node says of a request, and what we say. Source: Node's documentation of `clientError`; RFC 6585 for 431. */
const ANSWERS: Readonly<Record<string, readonly [status: number, code: ErrorCode]>> = {
  HPE_HEADER_OVERFLOW: [431, 'too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'unavailable'],
};

/** Answers what cannot be read as HTTP, and closes its connection. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Each further part of a request that has its answer is an error again.
    if (socket.writableEnded) return;
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, code] = ANSWERS[error.code ?? ''] ?? [400, 'invalid'];
    const body = errorBody(code);
    const json = JSON.stringify(body);
    noteRefusal(body, 'a request that could not be read');
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Connection: close',
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(json)}`,
        'Cache-Control: no-store',
        '',
        json,
      ].join('\r\n'),
    );
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
}
