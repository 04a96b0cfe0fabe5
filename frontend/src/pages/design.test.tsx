// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { RawIntlProvider } from 'react-intl';
import { expect, test, vi } from 'vitest';
import { ToastPlace } from '#ui/toast.tsx';
import { english } from '#words/english.fixture.ts';
import { DesignPage } from './design.tsx';

/** Parts of the ui that nobody sees. */
const UNSEEN: readonly string[] = [
  // Heard, not seen.
  'Announcer',
  'CountAnnouncer',
  // Decides what is in the document.
  'NearScreen',
  // The app puts these around everything.
  'LinkSlot',
  // A whole page around an EmptyState, which is here.
  'StillPage',
  'ToastPlace',
];

const sourcesOf = (files: Readonly<Record<string, string>>) =>
  Object.entries(files)
    .filter(([name]) => !name.includes('.test.'))
    .map(([, source]) => source);
const ui = sourcesOf(import.meta.glob<string>('../ui/*.tsx', { eager: true, query: '?raw', import: 'default' }));
const pages = sourcesOf(import.meta.glob<string>('./design*.tsx', { eager: true, query: '?raw', import: 'default' }));

/** The components of the ui that stand neither on the page nor in one that does. */
function notShown(): string[] {
  const namesIn = (source: string) =>
    [...source.matchAll(/^export (?:function|const) ([A-Z][a-z]\w*)/gmu)].map(([, name]) => name!);
  const missing = new Set(ui.flatMap(namesIn));
  const look = (source: string) => {
    for (const name of missing) {
      if (!new RegExp(`[<.]${name}\\b`, 'u').test(source)) continue;
      missing.delete(name);
      for (const own of ui) if (namesIn(own).includes(name)) look(own);
    }
  };
  pages.forEach(look);
  return [...missing].filter((name) => !UNSEEN.includes(name));
}

test('the design page shows every component of the ui', () => {
  expect(notShown()).toEqual([]);
});

test('the design page is drawn without an error', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const complaints = vi.spyOn(console, 'error');
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <RawIntlProvider value={english}>
        <ToastPlace>
          <DesignPage />
        </ToastPlace>
      </RawIntlProvider>,
    ),
  );
  expect([...place.querySelectorAll('h2')].map((one) => one.textContent)).toContain('The drum from inside');
  expect(place.querySelectorAll('.z-tile-selected')).toHaveLength(1);
  await act(async () => [...place.querySelectorAll('button')].find((one) => one.textContent === 'Select')!.click());
  expect(place.querySelector('.z-selection-bar')).not.toBeNull();
  expect(complaints.mock.calls).toEqual([]);
  await act(async () => root.unmount());
});
