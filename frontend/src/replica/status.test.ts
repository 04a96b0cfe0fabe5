import { expect, test } from 'vitest';
import { StatusBoard } from './status.ts';

/** So long that what is shown was not waited for. */
const SETTLE_MS = 60_000;

test.each([
  ['slower', 'http-polling'],
  ['checking', 'poll'],
  ['live', 'websocket'],
] as const)('that the server is back is shown at once, be the way to it %s', (status, reason) => {
  const board = new StatusBoard(SETTLE_MS, { status: 'offline', reason: 'no-server' });
  board.set(status, reason);
  expect(board.get()).toEqual({ status, reason });
});

test('a change for the worse waits, and is never seen when a better one comes first', () => {
  const board = new StatusBoard(SETTLE_MS, { status: 'slower', reason: 'http-polling' });
  board.set('offline', 'no-server');
  expect(board.get().status).toBe('slower');
  board.set('slower', 'http-polling');
  board.set('live', 'websocket');
  expect(board.get().status).toBe('live');
});
