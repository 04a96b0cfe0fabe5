// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, test } from 'vitest';
import { useLastVisit } from './last-visit.ts';

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  localStorage.clear();
});

/** Somebody looks at a list whose newest photo stands at `place`, and leaves. Returns up to where they had seen it before. */
async function visit(me: string, place: string): Promise<string | undefined> {
  let before: string | undefined;
  function List() {
    before = useLastVisit(me, 'group-photos/lake', place)?.place;
    return null;
  }
  const root = createRoot(document.createElement('div'));
  await act(async () => root.render(<List />));
  act(() => root.unmount());
  return before;
}

test('the next visit begins where this one ended, for the same person', async () => {
  expect(await visit('alice', '1')).toBeUndefined();
  expect(await visit('alice', '2')).toBe('1');
});

test('somebody else on this device begins anew, and finds nothing of who was there before', async () => {
  await visit('alice', '1');
  expect(await visit('bob', '2')).toBeUndefined();
  expect(Object.keys(localStorage).join()).not.toContain('alice');
});
