// @vitest-environment happy-dom
import { errorBody } from '@zoetrope/contract/errors.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const ALICE = 'alice';
const entry = (id: string, more: object = {}) => ({
  id,
  command: 'photos.remove',
  me: ALICE,
  atMs: Date.now(),
  ...more,
});
/** The module as a page that was just opened has it. */
const openPage = async () => {
  vi.resetModules();
  return import('./held-back.ts');
};
const written = () => localStorage.getItem('zoetrope:held-back');
const ignore = () => undefined;

beforeEach(() => localStorage.clear());

test('a row is hidden at once, and nothing is sent before its time', async () => {
  const page = await openPage();
  const send = vi.fn(async () => undefined);
  page.holdBack([entry('one'), entry('two')], send);
  expect([...page.heldBack.get(ALICE)]).toEqual(['one', 'two']);
  expect(send).not.toHaveBeenCalled();
  page.takeBack(['one', 'two']);
});

test('undo shows the rows again, and nothing is sent afterwards', async () => {
  const page = await openPage();
  const send = vi.fn(async () => undefined);
  page.holdBack([entry('one'), entry('two')], send);
  page.takeBack(['one', 'two']);
  page.sendHeldBack(['one', 'two'], ignore);
  expect([page.heldBack.get(ALICE).size, send.mock.calls.length, written()]).toEqual([0, 0, null]);
});

test('when the time is over each removal is sent once, and forgotten with its answer', async () => {
  const page = await openPage();
  const send = vi.fn(async () => undefined);
  page.holdBack([entry('one')], send);
  page.sendHeldBack(['one'], ignore);
  page.sendHeldBack(['one'], ignore);
  expect(send).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(written()).toBeNull());
  expect(page.heldBack.get(ALICE).size).toBe(0);
});

test('a refusal shows the row again and is told; that it was gone already is not', async () => {
  const page = await openPage();
  const { Refused } = await import('#replica/refused.ts');
  const told = vi.fn();
  const refuse = (code: 'forbidden' | 'not-found') => async () => {
    throw new Refused(errorBody(code));
  };
  page.holdBack([entry('one')], refuse('forbidden'));
  page.holdBack([entry('two')], refuse('not-found'));
  page.sendHeldBack(['one', 'two'], told);
  await vi.waitFor(() => expect(page.heldBack.get(ALICE).size).toBe(0));
  expect(told).toHaveBeenCalledOnce();
});

test('leaving the page sends, and what got no answer is sent by the next page', async () => {
  const page = await openPage();
  const cutOff = vi.fn(() => new Promise(() => undefined));
  page.holdBack([entry('one')], cutOff);
  dispatchEvent(new Event('pagehide'));
  expect(cutOff).toHaveBeenCalledOnce();
  const next = await openPage();
  const send = vi.fn(async () => undefined);
  expect([...next.heldBack.get(ALICE)]).toEqual(['one']);
  const stop = next.sendLeftBehind(ALICE, send);
  expect(send).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(written()).toBeNull());
  stop();
});

test('what was killed is sent a minute later, and never by somebody else', async () => {
  localStorage.setItem('zoetrope:held-back', JSON.stringify([entry('fresh'), entry('killed', { atMs: 0 })]));
  const page = await openPage();
  const sent: string[] = [];
  const send = async ({ id }: { id: string }) => void sent.push(id);
  page.sendLeftBehind('bob', send)();
  expect(sent).toEqual([]);
  const stop = page.sendLeftBehind(ALICE, send);
  expect(sent).toEqual(['killed']);
  stop();
});

test('what one person removed is hidden from nobody else who signs in here', async () => {
  localStorage.setItem('zoetrope:held-back', JSON.stringify([entry('one', { isLeft: true })]));
  const page = await openPage();
  expect([...page.heldBack.get(ALICE)]).toEqual(['one']);
  expect([...page.heldBack.get('bob')]).toEqual([]);
  expect([...page.heldBack.get(undefined)]).toEqual([]);
  expect(page.heldBack.get(ALICE)).toBe(page.heldBack.get(ALICE));
});

test('whoever signs out has sent what waited', async () => {
  const page = await openPage();
  const send = vi.fn(async () => undefined);
  page.holdBack([entry('one'), entry('two')], send);
  await page.sendAllHeldBack();
  expect(send).toHaveBeenCalledTimes(2);
  expect([page.heldBack.get(ALICE).size, written()]).toEqual([0, null]);
  page.sendHeldBack(['one', 'two'], ignore);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a browser that forbids storage holds back all the same', async () => {
  const page = await openPage();
  const spies = (['getItem', 'setItem', 'removeItem'] as const).map((name) =>
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new Error('forbidden');
    }),
  );
  const send = vi.fn(async () => undefined);
  page.holdBack([entry('one')], send);
  page.holdBack([entry('two')], send);
  expect([...page.heldBack.get(ALICE)]).toEqual(['one', 'two']);
  page.sendHeldBack(['one', 'two'], ignore);
  await vi.waitFor(() => expect(page.heldBack.get(ALICE).size).toBe(0));
  for (const spy of spies) spy.mockRestore();
});
