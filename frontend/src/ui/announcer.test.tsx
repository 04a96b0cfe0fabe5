// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.useRealTimers());

test('live events are said at most once in ten seconds, on the whole page, what came meanwhile as one sum, and do not stay', async () => {
  // When the page spoke last is the page's: another test in this process may have had the word.
  vi.resetModules();
  const { Announcer, CountAnnouncer } = await import('./announcer.tsx');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const place = document.createElement('div');
  const root = createRoot(place);
  const show = (text: string | undefined, total: number) =>
    act(() => {
      root.render(
        <>
          <Announcer text={text} />
          <CountAnnouncer total={total} words={(count) => `${count} comments`} />
        </>,
      );
    });
  const said = () => [...place.querySelectorAll('[aria-live="polite"]')].map((one) => one.textContent);
  const pass = (ms: number) =>
    act(() => {
      vi.advanceTimersByTime(ms);
    });

  show('Anna added a photo', 0);
  pass(0);
  expect(said()).toEqual(['Anna added a photo', '']);
  for (let total = 1; total <= 3; total++) {
    pass(1_000);
    show('Anna added a photo', total);
  }
  expect(said()).toEqual(['Anna added a photo', '']);
  pass(2_000);
  expect(said()).toEqual(['', '']);
  pass(5_000);
  expect(said()).toEqual(['', '3 comments']);
  show('Ben added a photo', 4);
  pass(9_999);
  expect(said()).toEqual(['', '']);
  pass(1);
  expect(said()).toEqual(['Ben added a photo', '']);
  pass(10_000);
  expect(said()).toEqual(['', '1 comments']);
  act(() => {
    root.unmount();
  });
});
