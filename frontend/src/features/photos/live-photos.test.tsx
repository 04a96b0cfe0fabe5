// @vitest-environment happy-dom
// What comes in live draws again what it changed, and nothing else: counted, not timed.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { captionPhoto, readyPhoto, removePhoto } from '@zoetrope/contract/features/photos.ts';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReplicaProvider } from '#replica/hooks.tsx';
import type * as Tiles from '#ui/tile.tsx';
import type { Session } from '#replica/offers.ts';
import { StillRouter } from '#router/router.tsx';
import { open } from '#replica/testing/client.fixture.ts';
import { alice, bob, GROUP, idOf, World } from '#replica/testing/world.fixture.ts';
import type { Selecting } from './selecting.tsx';

const drawn = vi.hoisted(() => new Map<string, number>());
vi.mock('#ui/tile.tsx', async (load) => {
  const real = await load<typeof Tiles>();
  return {
    ...real,
    Tile: (props: Parameters<typeof real.Tile>[0]) => {
      const id = props.href.slice('/p/'.length);
      drawn.set(id, (drawn.get(id) ?? 0) + 1);
      return real.Tile(props);
    },
  };
});

const WIDTH_PX = 1_000;
const COUNT = 12;
const photoAt = (n: number) => idOf(400 + n);
let stop: () => void = () => undefined;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  // happy-dom lays nothing out: every box is as wide as the window.
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, WIDTH_PX, 40));
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** bob looks at a group of twelve photos; `see` runs something and says which tiles it drew, how often. */
async function look() {
  const { GroupPhotos } = await import('./live-photos.tsx');
  const { useSelecting } = await import('./selecting.tsx');
  const { groupPhotos } = await import('#replica/testing/client.fixture.ts');
  const world = new World();
  const add = (n: number) => {
    world.addPhoto(400 + n);
    world.do(alice, readyPhoto, {
      id: photoAt(n),
      placeholder: '',
      widthPx: 1200,
      heightPx: 900,
      renditions: 4,
      playback: null,
    });
  };
  for (let n = 1; n < COUNT; n++) add(n);
  const { wire, replica } = open(world, bob, [groupPhotos]);
  const session = { replica } as unknown as Session;
  let selecting: Selecting | undefined;
  function Page() {
    selecting = useSelecting([]);
    return <GroupPhotos groupId={GROUP} whenEmpty={null} selecting={selecting} />;
  }
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <IntlProvider locale="en" onError={() => undefined}>
        <StillRouter>
          <ReplicaProvider session={session}>
            <Page />
          </ReplicaProvider>
        </StillRouter>
      </IntlProvider>,
    ),
  );
  stop = () => {
    act(() => root.unmount());
    place.remove();
  };
  const see = async (what: () => void) => {
    drawn.clear();
    await act(async () => {
      what();
      wire.pull();
    });
    return Object.fromEntries(drawn);
  };
  // The names of those who added them come in after the tiles that asked for them.
  await see(() => undefined);
  return { world, see, add, place, selecting: () => selecting! };
}

test('what came in first is drawn, each photo once it is known', async () => {
  const { place } = await look();
  expect(place.querySelectorAll('[data-tile]').length).toBe(COUNT);
});

test('a comment draws the one photo that it is about', async () => {
  const { see, world } = await look();
  const body = { id: idOf(900), photoId: photoAt(5), body: 'Cold?' };
  expect(await see(() => world.do(alice, addComment, body))).toEqual({ [photoAt(5)]: 1 });
});

test('a caption draws the one photo that it is of', async () => {
  const { see, world } = await look();
  const caption = { id: photoAt(3), caption: 'The jetty' };
  expect(await see(() => world.do(alice, captionPhoto, caption))).toEqual({ [photoAt(3)]: 1 });
});

test('a photo that comes in is drawn; of the others only the one that gives up its place in the tab order', async () => {
  const { see, add } = await look();
  const seen = await see(() => add(COUNT));
  expect(Object.keys(seen).toSorted()).toEqual([photoAt(COUNT - 1), photoAt(COUNT)].toSorted());
});

test('a photo that is removed draws none of the others but the first, and one at the end of a row', async () => {
  const { see, world } = await look();
  const seen = await see(() => world.do(alice, removePhoto, { id: photoAt(COUNT - 1) }));
  expect(Object.keys(seen)).toContain(photoAt(COUNT - 2));
  expect(Object.keys(seen).length).toBeLessThanOrEqual(2);
});

test('picking one draws one, once somebody selects', async () => {
  const { see, selecting } = await look();
  await see(() => selecting().selection.begin());
  expect(await see(() => selecting().selection.pick(photoAt(4), false))).toEqual({ [photoAt(4)]: 1 });
});
