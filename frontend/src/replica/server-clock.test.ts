import { afterEach, expect, test } from 'vitest';
import { hearServerDate, serverNow } from './server-clock.ts';

const NOON = Date.parse('2026-05-03T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const offMs = () => Math.round((serverNow().getTime() - Date.now()) / 1000) * 1000;

afterEach(() => hearServerDate(new Date(NOON).toUTCString(), NOON));

test.each([-DAY_MS, DAY_MS])('a device whose clock is off by %i ms is told the time of the server', (wrongMs) => {
  hearServerDate(new Date(NOON).toUTCString(), NOON + wrongMs);
  expect(offMs()).toBe(-wrongMs);
  // It was set right meanwhile.
  hearServerDate(new Date(NOON).toUTCString(), NOON);
  expect(offMs()).toBe(0);
});

test('an answer that was some seconds on its way, or says no time, moves no clock', () => {
  hearServerDate(new Date(NOON).toUTCString(), NOON + 20_000);
  expect(offMs()).toBe(0);
  hearServerDate(new Date(NOON).toUTCString(), NOON + DAY_MS);
  hearServerDate(null, NOON);
  hearServerDate('soon', NOON);
  expect(offMs()).toBe(-DAY_MS);
});
