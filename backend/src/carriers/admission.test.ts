import type { IncomingMessage } from 'node:http';
import { expect, test, vi } from 'vitest';
import { Admission } from './admission.ts';

const knock = (admission: Admission, url = '/socket.io/?EIO=4&transport=polling') =>
  admission.toObjection(() => undefined)({ url } as IncomingMessage);

test("two seconds' worth come in at once, and the next ones are told to come at different times", () => {
  const admission = new Admission(10);
  const answers = Array.from({ length: 100 }, () => knock(admission));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(20);
  const refused = answers.filter((answer) => answer !== undefined);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['unavailable']));
  const times = refused.map(({ retryAfterMs }) => retryAfterMs!).toSorted((a, b) => a - b);
  // Eighty at ten a second need eight seconds: they are spread over about twice that, never under one.
  expect(times[0]).toBeGreaterThanOrEqual(1_000);
  expect(times.at(-1)).toBeGreaterThan(8_000);
  expect(times.at(-1)).toBeLessThanOrEqual(17_000);
  expect(new Set(times).size).toBeGreaterThan(60);
});

test('room comes back with time', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const admission = new Admission(10);
    while (knock(admission) === undefined);
    vi.advanceTimersByTime(500);
    expect(Array.from({ length: 10 }, () => knock(admission)).filter((answer) => !answer)).toHaveLength(5);
  } finally {
    vi.useRealTimers();
  }
});

test('a connection that there is, and what is no connection, is never objected to', () => {
  const admission = new Admission(1);
  while (knock(admission) === undefined);
  expect(knock(admission, '/socket.io/?EIO=4&transport=polling&sid=abc')).toBeUndefined();
  expect(knock(admission, '/api/sync')).toBeUndefined();
  expect(knock(admission)).toBeDefined();
});

test('a process that is about to stop takes nobody: sockets may be begun elsewhere, polls need not wait for long', () => {
  const admission = new Admission(10);
  admission.leave();
  expect(knock(admission)?.code).toBe('not-found');
  expect(knock(admission, '/socket.io/?sid=abc')).toBeUndefined();
  expect(admission.refusal()?.retryAfterMs).toBeLessThanOrEqual(1_000);
});

test('a crowd that is let go of comes back no faster than it can be let in, and each at a time of its own', () => {
  const times = Array.from({ length: 200 }, () => new Admission(500).comeBackMs(5_000));
  expect(Math.max(...times)).toBeGreaterThan(15_000);
  expect(Math.max(...times)).toBeLessThanOrEqual(20_000);
  expect(new Admission(500).comeBackMs(3)).toBeLessThanOrEqual(1_000);
});
