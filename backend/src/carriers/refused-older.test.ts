// Rows below a window that are refused: the same answer on both carriers, and one line for each.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody, Refusal, type ErrorBody } from '@zoetrope/contract/errors.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { LiveGateway } from './live.gateway.ts';
import type { LiveSocket } from './live.adapter.ts';
import { SyncController } from './sync.controller.ts';

const authenticated = { caller: VISITOR, sessionId: undefined };
const body = { t: 'site-photos/site', e: 'photos', below: { key: 'x', id: 'x' } };
const none = undefined as never;

afterEach(() => void vi.restoreAllMocks());

test.each<[string, ErrorBody]>([
  ['a cursor that is none', errorBody('invalid', { fields: { below: 'invalid_format' } })],
  ['what is not there', errorBody('not-found')],
  ['a database that is away', errorBody('unavailable', { retryAfterMs: 1_000 })],
])('%s', async (_title, error) => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const engine = { older: async () => ({ ok: false, error }) } as never;

  const gateway = new LiveGateway(engine, none, none, none, none);
  const socket = { data: { authenticated } } as LiveSocket;
  expect(await gateway.older(socket, body)).toEqual({ ok: false, error });
  expect(lines.filter((line) => line.includes(`code=${error.code}`))).toHaveLength(
    error.code === 'unavailable' ? 0 : 1,
  );

  const authentication = { authenticate: async () => authenticated } as never;
  const controller = new SyncController(none, none, engine, authentication, none, none);
  const response = { setHeader: () => {} } as unknown as ServerResponse;
  const answer = controller.older({ body } as unknown as IncomingMessage, response);
  // Thrown, so that it leaves by the one door: its status, Retry-After and its line are made there.
  await expect(answer).rejects.toMatchObject({ body: error } satisfies Partial<Refusal>);
});
