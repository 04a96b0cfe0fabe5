// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { Photo } from './photo.tsx';

test('the placeholder stays until the pixels of its own picture are there', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const decodings: (() => void)[] = [];
  vi.spyOn(HTMLImageElement.prototype, 'decode').mockImplementation(
    () => new Promise((resolve) => decodings.push(resolve)),
  );
  const onLoaded = vi.fn();
  const place = document.createElement('div');
  const root = createRoot(place);
  const show = (src: string) => act(() => root.render(<Photo src={src} alt="" ratio={1} onLoaded={onLoaded} />));
  const load = () =>
    act(() => {
      place.querySelector('picture img')!.dispatchEvent(new Event('load'));
    });
  const draw = () => act(async () => decodings.shift()!());
  const isWaiting = () => place.querySelector('.z-slits') !== null;

  show('/one.jpg');
  load();
  expect(isWaiting()).toBe(true);

  // Another picture takes its place while the first is drawn.
  show('/two.jpg');
  await draw();
  expect(isWaiting()).toBe(true);
  load();
  await draw();
  expect(isWaiting()).toBe(false);
  expect(onLoaded).toHaveBeenCalledTimes(1);

  show('/three.jpg');
  load();
  act(() => root.unmount());
  await draw();
  expect(onLoaded).toHaveBeenCalledTimes(1);
});
