// @vitest-environment happy-dom
// What is said while somebody reads elsewhere does not move what they read.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReplicaProvider } from '#replica/hooks.tsx';
import type { Session } from '#replica/offers.ts';
import { open } from '#replica/testing/client.fixture.ts';
import { alice, bob, idOf, PHOTO, World } from '#replica/testing/world.fixture.ts';
import { StillRouter } from '#router/router.tsx';
import { Comments } from './comments.tsx';

let stop: () => void = () => undefined;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => stop());

const say = (world: World, n: number) =>
  world.do(alice, addComment, { id: idOf(900 + n), photoId: PHOTO, body: `Comment ${n}` });

/** bob opens a photo; its conversation is `heightPx` high once it is here, and 200 px of it are on the screen. */
async function look(heightPx: number) {
  const world = new World();
  say(world, 1);
  const scroller = document.createElement('div');
  let isHere = false;
  const scrollTo = vi.fn();
  Object.defineProperties(scroller, {
    scrollHeight: { get: () => (isHere ? heightPx : 100) },
    clientHeight: { value: 200 },
    scrollTo: { value: scrollTo },
  });
  const place = { current: scroller };
  const { wire, replica } = open(world, bob);
  const session = { replica } as unknown as Session;
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  const draw = (isReady: boolean) =>
    act(async () =>
      root.render(
        <IntlProvider locale="en" onError={() => undefined}>
          <StillRouter>
            <ReplicaProvider session={session}>
              <Comments photoId={PHOTO} isReady={isReady} scroller={place} />
            </ReplicaProvider>
          </StillRouter>
        </IntlProvider>,
      ),
    );
  await draw(false);
  isHere = true;
  await draw(true);
  stop = () => act(() => root.unmount());
  const hear = (n: number) =>
    act(async () => {
      say(world, n);
      wire.pull();
    });
  return { hear, scrollTo, text: () => document.body.textContent };
}

test('who has not come to the end of a long conversation stays where they are, and is told', async () => {
  const { hear, scrollTo, text } = await look(5_000);
  await hear(2);
  expect(scrollTo).not.toHaveBeenCalled();
  expect(text()).toContain('1 new comment');
});

test('who sees all of a short one sees what is said next', async () => {
  const { hear, scrollTo } = await look(210);
  await hear(2);
  expect(scrollTo).toHaveBeenCalledOnce();
});
