// A server, or whoever stands before it, that takes nobody more for the moment.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { openSession } from '@zoetrope/frontend/src/replica/session.ts';
import { expect, test } from 'vitest';
import { until } from '#support/until.ts';

/** A server in whose place somebody else answers; closed when `use` has ended. */
async function withServer(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const fullBody = JSON.stringify(errorBody('unavailable', { retryAfterMs: 30_000 }));

test.each([
  ['our server', { 'content-type': 'application/json' }, fullBody],
  ['a proxy', { 'content-type': 'text/html', 'retry-after': '30' }, '<html>'],
])(
  'when %s is full and says so to the first question, nobody knocks before the time it named',
  async (_, headers, body) => {
    const knocks: string[] = [];
    const answer: RequestListener = (request, response) => {
      knocks.push(request.url!);
      response.writeHead(503, headers).end(body);
    };
    await withServer(answer, async (baseUrl) => {
      const session = openSession({ registry, caller: VISITOR, baseUrl, settleMs: 20 });
      try {
        await until('it is told', () => session.connection.get().reason === 'no-server');
        expect(session.connection.get().nextCheckAtMs! - Date.now()).toBeGreaterThan(25_000);
        // The other roads lead to the same server, and are not tried.
        expect(knocks).toEqual(['/api/sync']);
      } finally {
        session.close();
      }
    });
  },
);
