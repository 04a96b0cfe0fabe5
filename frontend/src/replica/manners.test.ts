// How the ladder treats the server, and a page that slept.
import { expect, test, vi } from 'vitest';
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { comment, open, status } from './testing/ladder.fixture.ts';
import { alice, World } from './testing/world.fixture.ts';

test('a poll that is told to come back later does so', async () => {
  const world = new World();
  const { session, door } = open(world, errorBody('unavailable', { retryAfterMs: 40_000 }), { only: 'poll' });
  await vi.waitFor(() => expect(status(session).status).toBe('offline'), 5_000);
  expect(status(session).nextCheckAtMs! - Date.now()).toBeGreaterThan(35_000);
  expect(door.requests).toHaveLength(1);
});

test('a hidden tab asks rarely, and the first thing that it does when it is shown is to ask', async () => {
  const world = new World();
  const { session, door, page, live, has } = open(world, 'none', {
    only: 'poll',
    pollRhythm: { shownMs: 5, hiddenMs: 60_000 },
  });
  page.hidden = true;
  await live();
  await vi.waitFor(() => expect(status(session).nextCheckAtMs! - Date.now()).toBeGreaterThan(50_000), 5_000);
  const asked = door.requests.length;
  world.do(alice, addComment, comment(301));
  page.hidden = false;
  page.wake('shown');
  await has(2);
  expect(door.requests[asked]).toBe('POST /api/sync');
});

test.each(['restored', 'online', 'slept'] as const)(
  'a page that was away pulls before anything else (%s)',
  async (waking) => {
    const world = new World();
    const { door, page, live, has } = open(world);
    await live();
    door.fault = 'away';
    door.wake();
    await vi.waitFor(() => expect(door.requests.length).toBeGreaterThan(3), 5_000);
    world.do(alice, addComment, comment(301));
    door.fault = 'none';
    const asked = door.requests.length;
    page.wake(waking);
    expect(door.requests[asked]).toBe('POST /api/sync');
    await has(2);
  },
);

test('a cache on the way that repeats itself is seen through after five answers', async () => {
  const world = new World();
  const { door, live, has } = open(world, 'cached', { only: 'poll', pollRhythm: { shownMs: 5, hiddenMs: 5 } });
  await live();
  const asked = door.requests.length;
  world.do(alice, addComment, comment(301));
  await has(2);
  expect(door.requests.length - asked).toBeLessThanOrEqual(6);
});
