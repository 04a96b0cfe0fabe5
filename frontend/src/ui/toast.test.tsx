// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RawIntlProvider } from 'react-intl';
import { english } from '#words/english.fixture.ts';
import { ToastPlace, type ToastMessage, useToast } from './toast.tsx';

let root: Root;
let say: (message: ToastMessage) => void;
const Speaker = () => {
  const toast = useToast();
  useEffect(() => {
    say = toast;
  }, [toast]);
  return null;
};
const tell = (message: ToastMessage) =>
  act(() => {
    say(message);
  });
const pass = (seconds: number) => {
  for (let second = 0; second < seconds; second++)
    act(() => {
      vi.advanceTimersByTime(1_000);
    });
};
const texts = () => [...document.querySelectorAll('.z-toast > span')].map((one) => one.textContent);
const removal = (text: string) => {
  const undone = vi.fn();
  const sent = vi.fn();
  tell({ text, undo: { label: 'Undo', onPick: undone }, onGone: sent });
  return { undone, sent };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  act(() =>
    root.render(
      <RawIntlProvider value={english}>
        <ToastPlace>
          <Speaker />
        </ToastPlace>
      </RawIntlProvider>,
    ),
  );
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
  vi.useRealTimers();
});

test('what can be taken back keeps its ten seconds, whatever is said and removed meanwhile', () => {
  const first = removal('Comment deleted.');
  pass(4);
  tell({ text: 'This is the cover now.' });
  const second = removal('Photo deleted.');
  expect(texts()).toEqual(['Comment deleted.', 'Photo deleted.']);
  pass(5);
  expect(first.sent).not.toHaveBeenCalled();
  pass(1);
  expect([first.sent.mock.calls.length, second.sent.mock.calls.length]).toEqual([1, 0]);
  expect(texts()).toEqual(['Photo deleted.']);
  pass(4);
  expect([first.sent.mock.calls.length, second.sent.mock.calls.length]).toEqual([1, 1]);
  expect(texts()).toEqual([]);
});

test('of messages that offer nothing to take back the next replaces the last', () => {
  const gone = vi.fn();
  tell({ text: 'One', onGone: gone });
  tell({ text: 'Two' });
  expect([texts(), gone.mock.calls.length]).toEqual([['Two'], 1]);
});

test('the key takes back the newest, then the one before', () => {
  const first = removal('First.');
  const second = removal('Second.');
  const press = () =>
    act(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }));
    });
  press();
  expect([first.undone.mock.calls.length, second.undone.mock.calls.length]).toEqual([0, 1]);
  press();
  expect([first.undone.mock.calls.length, second.undone.mock.calls.length]).toEqual([1, 1]);
  pass(12);
  expect([first.sent.mock.calls.length, second.sent.mock.calls.length]).toEqual([0, 0]);
});
