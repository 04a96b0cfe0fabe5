// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asked } from './asking.ts';
import { PhotoDrop } from './photo-drop.tsx';

let stop: () => void = () => undefined;
beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  asked.set(undefined);
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () =>
    root.render(
      <IntlProvider locale="en" onError={() => undefined}>
        <PhotoDrop />
      </IntlProvider>,
    ),
  );
  stop = () => act(() => root.unmount());
});
afterEach(() => stop());

/** Pastes a picture into `place`, and with it what else was copied. */
function paste(place: Element, types: readonly string[]) {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  const clipboardData = { files: [new File(['picture'], 'image.png')], types };
  place.dispatchEvent(Object.assign(event, { clipboardData }));
  return event.defaultPrevented;
}
const aField = () => document.body.appendChild(document.createElement('textarea'));

test('a pasted picture is asked about, wherever the focus is', () => {
  expect(paste(document.body, ['Files'])).toBe(true);
  expect(asked.get()?.files).toHaveLength(1);
  asked.set(undefined);
  expect(paste(aField(), ['Files'])).toBe(true);
  expect(asked.get()?.files).toHaveLength(1);
});

test('text that brings a picture of itself goes into the field that has the focus', () => {
  expect(paste(aField(), ['text/plain', 'text/html', 'Files'])).toBe(false);
  expect(asked.get()).toBeUndefined();
});
