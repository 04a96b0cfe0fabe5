// The page's own events, as a browser sends them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserSurroundings, type Waking } from './surroundings.ts';

class PageLike extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
}

let page: PageLike;
let frame: EventTarget;
const heard: (Waking | 'left')[] = [];
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  page = new PageLike();
  frame = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', frame);
  heard.length = 0;
  const surroundings = browserSurroundings();
  stops.push(
    surroundings.onWake((waking) => heard.push(waking)),
    surroundings.onLeave(() => heard.push('left')),
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the network that is back, the tab that is shown and the page that was kept wake it; a tab that is hidden does not', () => {
  frame.dispatchEvent(new Event('online'));
  page.visibilityState = 'hidden';
  page.dispatchEvent(new Event('visibilitychange'));
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  frame.dispatchEvent(new Event('pagehide'));
  frame.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  frame.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect(heard).toEqual(['online', 'shown', 'left', 'restored']);
});

test('a clock that jumped, forth or back, was a sleep; a clock that ticks was none', () => {
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual([]);
  vi.setSystemTime(Date.now() + 10 * 60_000);
  vi.advanceTimersByTime(5_000);
  expect(heard).toEqual(['slept']);
  vi.setSystemTime(Date.now() - 60 * 60_000);
  vi.advanceTimersByTime(5_000);
  expect(heard).toEqual(['slept', 'slept']);
  vi.advanceTimersByTime(60_000);
  expect(heard).toHaveLength(2);
});

test('the slow ticks of a hidden tab are no sleep', () => {
  page.visibilityState = 'hidden';
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(5_000);
  expect(heard).toEqual([]);
});
