// @vitest-environment happy-dom
import { act, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useViewerGestures, type ViewerGestures } from './viewer-gestures.ts';

const shown: { gestures?: ViewerGestures } = {};
const onStep = vi.fn();

function Viewer({ photoId, hasOlder }: { photoId: string; hasOlder: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const gestures = useViewerGestures(frame, {
    track,
    picture: { widthPx: 400, heightPx: 300 },
    photoId,
    hasNewer: false,
    hasOlder,
    onStep,
    onClose: () => undefined,
    onZoomed: () => undefined,
  });
  useEffect(() => void Object.assign(shown, { gestures }));
  return (
    <div ref={frame}>
      <div ref={track} data-track />
    </div>
  );
}

const root = createRoot(document.body.appendChild(document.createElement('div')));
const draw = (photoId: string, hasOlder: boolean) =>
  act(async () => root.render(<Viewer photoId={photoId} hasOlder={hasOlder} />));
const drag = () => document.querySelector<HTMLElement>('[data-track]')!.style.getPropertyValue('--drag');

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  onStep.mockClear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('a glide leads to the neighbour', async () => {
  await draw('one', true);
  shown.gestures?.glide(1);
  expect(drag()).not.toBe('0px');
  vi.advanceTimersByTime(300);
  expect(onStep).toHaveBeenCalledExactlyOnceWith(1);
  await draw('two', true);
  expect(drag()).toBe('0px');
});

test('a glide to a neighbour that is taken away meanwhile comes back, and another one may follow', async () => {
  await draw('three', true);
  shown.gestures?.glide(1);
  await draw('three', false);
  vi.advanceTimersByTime(300);
  expect(onStep).not.toHaveBeenCalled();
  expect(drag()).toBe('0px');
  await draw('three', true);
  shown.gestures?.glide(1);
  vi.advanceTimersByTime(300);
  expect(onStep).toHaveBeenCalledOnce();
});
