// Several tabs of one person, on both grounds: with the browser's locks, and by word alone.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { addComment, Comment } from '@zoetrope/contract/features/comments.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { Looking } from '@zoetrope/contract/features/presence.ts';
import { errorBody } from '@zoetrope/contract/errors.ts';
import { Hall } from '#replica/testing/hall.fixture.ts';
import { comment, open, photoTopic, status } from '#replica/testing/ladder.fixture.ts';
import { alice, bob, idOf, World } from '#replica/testing/world.fixture.ts';
import type { SharedConnection } from './shared-connection.ts';
import { browserTabs, type TabsGround } from './words.ts';

const within = { timeout: 5_000, interval: 5 };

describe.each([
  ['with locks', true],
  ['by word', false],
])('%s', (_ground, hasLocks) => {
  let world: World;
  let hall: Hall;
  beforeEach(() => {
    world = new World();
    hall = new Hall(hasLocks);
  });

  function openTab(more: Parameters<typeof open>[2] = {}) {
    const ground = hall.tab();
    const tab = open(world, 'none', { tabs: ground, ...more });
    const crash = () => {
      ground.crash();
      tab.door.fault = 'away';
      tab.door.wake();
    };
    return { ...tab, ground, crash, isLeading: () => (tab.session.connection as SharedConnection).isLeading };
  }
  type Tab = ReturnType<typeof openTab>;
  const theLeader = async (tabs: readonly Tab[]): Promise<Tab> => {
    await vi.waitFor(() => expect(tabs.filter((tab) => tab.isLeading())).toHaveLength(1), within);
    return tabs.find((tab) => tab.isLeading())!;
  };
  async function openThree() {
    const tabs = [openTab(), openTab(), openTab()];
    for (const tab of tabs) await tab.live();
    const leader = await theLeader(tabs);
    return { tabs, leader, followers: tabs.filter((tab) => tab !== leader) };
  }

  test('three tabs are told over one connection, each thing once, and send over it', async () => {
    const { tabs, leader, followers } = await openThree();
    for (const follower of followers) follower.door.requests.length = 0;
    world.do(alice, addComment, comment(301));
    await followers[0]!.session.replica.run(addComment, comment(302));
    for (const tab of tabs) await tab.has(3);
    expect(leader.door.requests).toContain('POST /api/comments/add');
    for (const follower of followers) {
      expect(follower.door.requests).toEqual([]);
      await vi.waitFor(() => expect(status(follower.session)).toEqual(status(leader.session)), within);
    }
  });

  test('a closed leader is replaced at once, and what happened in between is there', async () => {
    const { leader, followers } = await openThree();
    const closedAtMs = Date.now();
    leader.page.leave();
    leader.session.close();
    world.do(alice, addComment, comment(301));
    for (const follower of followers) await follower.has(2);
    await theLeader(followers);
    expect(Date.now() - closedAtMs).toBeLessThan(2_000);
  });

  test('a leader that is gone without a word is replaced within two seconds', async () => {
    const { leader, followers } = await openThree();
    const goneAtMs = Date.now();
    leader.crash();
    await theLeader(followers);
    expect(Date.now() - goneAtMs).toBeLessThan(2_000);
    world.do(alice, addComment, comment(301));
    for (const follower of followers) await follower.has(2);
  });

  test('a comment that the leader took with it is sent by the next one, once', async () => {
    const { leader, followers } = await openThree();
    leader.door.fault = 'away';
    const said = followers[0]!.session.replica.run(addComment, comment(301));
    leader.crash();
    await said;
    for (const follower of followers) await follower.has(2);
  });

  test('a topic that only one tab wants is carried for that tab, and let go with it', async () => {
    world.addPhoto(201);
    const { leader, followers } = await openThree();
    const other = PhotoTopic.of({ photoId: idOf(201) });
    followers[0]!.session.replica.hold(other);
    await vi.waitFor(() => expect(followers[0]!.session.replica.stateOf(other.key)).toBe('live'), within);
    expect(leader.session.replica.positions().has(other.key)).toBe(false);
    world.do(alice, addComment, { ...comment(301), photoId: idOf(201) });
    await vi.waitFor(
      () => expect(followers[0]!.session.replica.row(Comment, idOf(301))?.body).toBe('comment 301'),
      within,
    );
    expect(leader.session.replica.row(Comment, idOf(301))).toBeUndefined();
  });

  test('what the leader shows it tells a tab that opens it, and the server is not asked', async () => {
    const { leader, followers } = await openThree();
    await vi.waitFor(() => expect(leader.door.heldCount).toBe(1), within);
    leader.door.requests.length = 0;
    const late = openTab();
    await late.live();
    await late.has(1);
    expect(leader.door.requests).toEqual([]);
    world.do(alice, addComment, comment(301));
    for (const tab of [leader, ...followers, late]) await tab.has(2);
  });

  test('a tab that heard nothing for a while has everything when it is shown', async () => {
    const { tabs, followers } = await openThree();
    const asleep = followers[0]!;
    asleep.ground.isDeaf = true;
    world.do(alice, addComment, comment(301));
    for (const tab of tabs) if (tab !== asleep) await tab.has(2);
    expect(asleep.comments()).toBe(1);
    asleep.ground.isDeaf = false;
    asleep.page.wake('shown');
    await asleep.has(2);
  });

  test('a page that went to the cache and comes back is one of the tabs again', async () => {
    const { tabs, leader, followers } = await openThree();
    leader.page.leave();
    await theLeader(followers);
    world.do(alice, addComment, comment(301));
    leader.page.wake('restored');
    for (const tab of tabs) await tab.has(2);
    await theLeader(tabs);
  });

  test('two people in one browser do not hear of each other', async () => {
    const own = openTab({ caller: alice as never });
    const other = openTab();
    await own.live();
    await other.live();
    await vi.waitFor(() => expect([own.isLeading(), other.isLeading()]).toEqual([true, true]), within);
    const names = new Set(hall.words.map(({ name }) => name));
    expect([...names].toSorted()).toEqual([alice.id, bob.id].map((id) => expect.stringContaining(`account:${id}`)));
  });

  test('one who chooses polling in one tab has chosen it in all', async () => {
    const { tabs, followers } = await openThree();
    followers[0]!.session.connection.stayOnPolling(true);
    for (const tab of tabs) {
      await vi.waitFor(() => expect(status(tab.session).reason).toBe('chosen-polling'), within);
      expect(tab.session.connection.isStayingOnPolling()).toBe(true);
    }
  });

  test('what a follower says and hears of the moment goes through the leader', async () => {
    const { leader, followers } = await openThree();
    const [follower] = followers;
    const stop = follower!.session.replica.signals.keepSaying(Looking, photoTopic, true);
    // Said again when the leader's socket comes up.
    const said = { t: photoTopic.key, body: true };
    await vi.waitFor(() => expect(leader.door.said).toContainEqual(expect.objectContaining(said)), within);
    const { signals } = followers[1]!.session.replica;
    signals.watch(photoTopic, () => undefined);
    await vi.waitFor(() => expect(signals.by(Looking, photoTopic)).toEqual(['ruth']), within);
    stop();
    await vi.waitFor(() => expect(leader.door.said.at(-1)).toMatchObject({ body: null }), within);
    for (const tab of followers) expect(tab.door.said).toEqual([]);
  });

  test('the end of the session is told to every tab by the server', async () => {
    const { tabs, leader } = await openThree();
    const ends: string[] = [];
    for (const tab of tabs) tab.session.onEnd((end) => ends.push(end));
    for (const tab of tabs) tab.door.fault = errorBody('session-ended');
    leader.page.wake('shown');
    await vi.waitFor(() => expect(ends).toEqual(['session-ended', 'session-ended', 'session-ended']), within);
  });

  test('whatever tabs come and go, those that are left have what the server has', async () => {
    const tabs = [openTab(), openTab()];
    for (let round = 0; round < 6; round++) {
      tabs.push(openTab());
      for (const tab of tabs) await tab.live();
      const writer = tabs[round % tabs.length]!;
      const said = writer.session.replica.run(addComment, comment(400 + round));
      const leader = await theLeader(tabs);
      if (round % 2 === 0 && leader !== writer) {
        tabs.splice(tabs.indexOf(leader), 1);
        if (round % 4 === 0) leader.crash();
        else leader.page.leave();
        leader.session.close();
      }
      await said;
      for (const tab of tabs) await tab.has(2 + round);
    }
  });
});

test('two leaders by word, as after a hang, agree on one', async () => {
  const world = new World();
  const hall = new Hall(false);
  const [left, right] = [hall.tab(), hall.tab()];
  right.isDeaf = true;
  const tabs = [left, right].map((tabsGround) => open(world, 'none', { tabs: tabsGround }));
  const leading = () => tabs.filter((tab) => (tab.session.connection as SharedConnection).isLeading).length;
  await vi.waitFor(() => expect(leading()).toBe(2), within);
  right.isDeaf = false;
  // Any new tab asks who leads, and both say so.
  tabs.push(open(world, 'none', { tabs: hall.tab() }));
  await vi.waitFor(() => expect(leading()).toBe(1), within);
  world.do(alice, addComment, comment(301));
  for (const tab of tabs) await tab.has(2);
});

test('where locks are forbidden each tab is on its own, and works', async () => {
  const world = new World();
  const tabsGround = new Hall(false).tab();
  const forbidden = () => Promise.reject(new DOMException('forbidden', 'SecurityError'));
  const locks = { request: forbidden } as unknown as NonNullable<TabsGround['locks']>;
  const tab = open(world, 'none', { tabs: { open: (name) => tabsGround.open(name), locks } });
  await tab.live();
  world.do(alice, addComment, comment(301));
  await tab.has(2);
});

test('a browser whose channels cannot be opened has no tabs that share', () => {
  vi.stubGlobal('BroadcastChannel', function Forbidden() {
    throw new DOMException('forbidden', 'SecurityError');
  });
  expect(browserTabs()).toBeUndefined();
  vi.unstubAllGlobals();
  expect(browserTabs()).toBeDefined();
});
