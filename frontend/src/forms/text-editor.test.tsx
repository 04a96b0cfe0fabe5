// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { expect, test, vi } from 'vitest';
import { TextEditor } from './text-editor.tsx';

test('Escape gives up the text; one that gives up a word of an input method does not', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const onDone = vi.fn();
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <IntlProvider locale="en" onError={() => undefined}>
        <TextEditor
          label="Caption"
          kind="caption"
          field="caption"
          text="The jetty"
          maxGraphemes={100}
          onSave={async () => undefined}
          onDone={onDone}
        />
      </IntlProvider>,
    ),
  );
  const press = (more: KeyboardEventInit) =>
    act(() => {
      const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, ...more });
      place.querySelector('textarea')!.dispatchEvent(event);
    });
  press({ isComposing: true });
  // Safari.
  press({ keyCode: 229 });
  expect(onDone).not.toHaveBeenCalled();
  press({});
  expect(onDone).toHaveBeenCalledOnce();
  act(() => root.unmount());
});
