// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { QUEUE_WAITS_DAYS } from '@zoetrope/contract/accounts.ts';
import { endQueueWait, letQueueWait, whoseQueueWaits } from './waiting-queue.ts';

const DAY_MS = 24 * 60 * 60_000;

afterEach(() => localStorage.clear());

test('a queue waits for its person, for some days and until somebody is signed in', () => {
  expect(whoseQueueWaits()).toBeUndefined();
  letQueueWait('alice', 0);
  expect(whoseQueueWaits(QUEUE_WAITS_DAYS * DAY_MS - 1)).toBe('alice');
  expect(whoseQueueWaits(QUEUE_WAITS_DAYS * DAY_MS)).toBeUndefined();
  letQueueWait('alice');
  endQueueWait();
  expect(whoseQueueWaits()).toBeUndefined();
});

test('what is no mark of ours lets nobody’s queue wait', () => {
  localStorage.setItem('zoetrope:queue-waits', 'alice');
  expect(whoseQueueWaits()).toBeUndefined();
});
