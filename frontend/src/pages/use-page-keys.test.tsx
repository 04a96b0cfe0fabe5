// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { usePageKeys } from './use-page-keys.ts';

test('a key that is held down downloads once and goes on through the photos; a field has its own keys', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const [download, older] = [vi.fn(), vi.fn()];
  function Page() {
    usePageKeys({ d: download, ArrowRight: older });
    return <input />;
  }
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () => root.render(<Page />));
  const hold = (key: string, at: Element) => {
    for (const repeat of [false, true, true])
      at.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }));
  };
  hold('d', document.body);
  hold('ArrowRight', document.body);
  hold('d', document.querySelector('input')!);
  expect(download).toHaveBeenCalledOnce();
  expect(older).toHaveBeenCalledTimes(3);
  act(() => root.unmount());
});
