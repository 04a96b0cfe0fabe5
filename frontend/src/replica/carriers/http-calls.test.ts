import { expect, test } from 'vitest';
import type { Position, SyncRequest } from '@zoetrope/contract/kernel/wire.ts';
import { Http } from '#replica/http.ts';
import type { Feed } from '#replica/link.ts';
import { HttpCalls } from './http-calls.ts';

/** A network on which every question waits until the test answers it. */
function slowNetwork() {
  const asked: { readonly topics: string[]; answer(): void; fail(): void }[] = [];
  const fetch = (_url: unknown, { body }: RequestInit = {}) =>
    new Promise<Response>((resolve, reject) => {
      const { at } = JSON.parse(body as string) as SyncRequest;
      asked.push({
        topics: Object.keys(at),
        answer: () => resolve(new Response('{"batches":[]}')),
        fail: () => reject(new Error('cut')),
      });
    });
  const wanted = new Map<string, Position | null>();
  const feed = { positions: () => wanted, take: () => false } as Partial<Feed> as Feed;
  return { asked, wanted, calls: new HttpCalls(new Http({ fetch: fetch }), feed) };
}

test('what is being asked for is not asked for once more with what a page wants next', async () => {
  const { asked, wanted, calls } = slowNetwork();
  wanted.set('me/1', null);
  const first = calls.pullNew();
  wanted.set('group/1', null);
  const second = calls.pullNew();
  await calls.pullNew();
  expect(asked.map(({ topics }) => topics)).toEqual([['me/1'], ['group/1']]);
  for (const { answer } of asked) answer();
  await Promise.all([first, second]);
});

test('what was answered, or cut off, may be asked for again, and so may what is wanted from elsewhere', async () => {
  const { asked, wanted, calls } = slowNetwork();
  wanted.set('me/1', null);
  const first = calls.pullNew();
  asked[0]!.fail();
  await expect(first).rejects.toMatchObject({ body: { code: 'unavailable' } });
  const second = calls.pullNew();
  wanted.set('me/1', { epoch: 'e', v: 3 });
  const third = calls.pullNew();
  expect(asked.map(({ topics }) => topics)).toEqual([['me/1'], ['me/1'], ['me/1']]);
  for (const { answer } of asked) answer();
  await Promise.all([second, third]);
});
