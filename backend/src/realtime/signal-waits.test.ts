import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SignalWaits } from './signal-waits.ts';

const TOPIC = 'photo/1';
let stamp: string;
let isSure: boolean;
let waits: SignalWaits;
beforeEach(() => {
  vi.useFakeTimers();
  stamp = 'a';
  isSure = true;
  waits = new SignalWaits({ stampOf: () => stamp, isSure: () => isSure });
});
afterEach(() => {
  waits.stop();
  vi.useRealTimers();
});

const change = (to: string) => {
  stamp = to;
  waits.changed(TOPIC);
};
/** People who listen on, each time from what they have heard. */
function crowd(count: number) {
  let told = 0;
  const listen = () =>
    void waits.wait(TOPIC, stamp, () => {
      told++;
      listen();
    });
  for (let i = 0; i < count; i++) listen();
  return { told: () => told };
}
/** Somebody comes or goes five times a second. */
function flicker(seconds: number): void {
  for (let i = 0; i < seconds * 5; i++) {
    change(String(i));
    vi.advanceTimersByTime(200);
  }
}

test('a change is told at once, and once', () => {
  const few = crowd(3);
  change('b');
  vi.advanceTimersByTime(0);
  expect(few.told()).toBe(3);
  vi.advanceTimersByTime(60_000);
  expect(few.told()).toBe(3);
});

test('what keeps changing is told once a second to a few, and to thousands as often as they would ask', () => {
  const few = crowd(10);
  flicker(10);
  expect(few.told()).toBeLessThanOrEqual(10 * 11);
  expect(few.told()).toBeGreaterThan(10 * 8);
  waits.stop();
  const many = crowd(5_000);
  flicker(10);
  expect(many.told()).toBeLessThanOrEqual(5_000 * 3);
  expect(many.told()).toBeGreaterThanOrEqual(5_000 * 2);
});

test('who knows something else is not told before this node has had time to hear the same', () => {
  let told = 0;
  waits.wait(TOPIC, 'b', () => told++);
  vi.advanceTimersByTime(500);
  stamp = 'b';
  vi.advanceTimersByTime(60_000);
  expect(told).toBe(0);
  waits.wait(TOPIC, 'c', () => told++);
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
});

test('a node that cannot hear the others is in no hurry', () => {
  isSure = false;
  const few = crowd(1);
  flicker(20);
  expect(few.told()).toBeLessThanOrEqual(4);
  expect(few.told()).toBeGreaterThan(2);
});

test('who waits no longer is not woken', () => {
  let told = 0;
  const stop = waits.wait(TOPIC, 'a', () => told++);
  stop();
  change('b');
  vi.advanceTimersByTime(60_000);
  expect(told).toBe(0);
});
