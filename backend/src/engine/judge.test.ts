import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addPhoto,
  comment,
  done,
  invite,
  join,
  makeGroup,
  openWorld,
  run,
  type Person,
  type World,
} from './world.fixture.ts';

let world: World;
let alice: Person, bob: Person, dan: Person;
let groupId: string, photoId: string;

beforeAll(async () => {
  world = await openWorld();
  [alice, bob, dan] = [
    await join(world.engine, 'Alice'),
    await join(world.engine, 'Bob'),
    await join(world.engine, 'Dan'),
  ];
  groupId = await makeGroup(world.engine, alice, [bob]);
  photoId = await addPhoto(world.engine, alice, { to: 'group', groupId });
});
afterAll(() => world.close());

test('members may hold a photo, strangers and visitors may not, and nobody may hold what is not declared', async () => {
  const { engine } = world;
  const ok = async (...args: Parameters<typeof engine.judge>) => (await engine.judge(...args)).ok;
  expect(await ok(bob, `photo/${photoId}`)).toBe(true);
  expect(await ok(dan, `photo/${photoId}`)).toBe(false);
  expect(await ok(VISITOR, `photo/${photoId}`)).toBe(false);
  expect(await ok(VISITOR, 'site-photos/site')).toBe(true);
  for (const key of ['', 'photo', 'photo/x', 'photo/%', `photo/${photoId}/`, 'nothing/x', `Photo/${photoId}`])
    expect(await ok(bob, key)).toBe(false);
});

test('a verdict rests on the columns that were read, so a caption does not disturb it', async () => {
  const { deps } = await world.engine.judge(bob, `photo/${photoId}`);
  expect(deps.get(`members/${groupId}:${bob.id}`)).toBe('');
  expect(deps.get(`photos/${photoId}`)!.split(',')).toEqual(['friendsOfId', 'groupId', 'siteId']);
  expect(deps.get(`groups/${groupId}`)).toBe('');
  expect([...deps.keys()]).toHaveLength(3);
  const { deps: roles } = await world.engine.judge(alice, `invites/${groupId}`);
  expect(roles.get(`members/${groupId}:${alice.id}`)).toBe('role');
});

test('the topics that guard a verdict carry the rows it rests on; an absent row is named as unguarded', async () => {
  const member = await world.engine.judge(bob, `photo/${photoId}`);
  expect(world.engine.guardTopics(member.deps).toSorted()).toEqual(
    [
      `group-photos/${groupId}`,
      `group/${groupId}`,
      `me/${bob.id}`,
      `members/${groupId}`,
      `photo/${photoId}`,
    ].toSorted(),
  );
  expect(world.engine.unguarded(member.deps)).toEqual([]);
  const stranger = await world.engine.judge(dan, `photo/${photoId}`);
  expect(world.engine.unguarded(stranger.deps)).toEqual([`members/${groupId}:${dan.id}`]);
});

test('removal and joining turn the verdict in the tick of the commit', async () => {
  const { engine } = world;
  const carla = await join(engine, 'Carla');
  await invite(engine, alice, carla, groupId);
  expect((await engine.judge(carla, `photo/${photoId}`)).ok).toBe(true);
  let verdict: Promise<{ ok: boolean }> | undefined;
  const stop = engine.onCommit(() => {
    verdict = engine.judge(carla, `photo/${photoId}`);
  });
  await done(run(engine, alice, 'members.remove', { groupId, personId: carla.id }));
  stop();
  expect((await verdict!).ok).toBe(false);
});

test('another node that hears of a commit, or reads again, judges by it', async () => {
  const { engine } = world;
  const other = await world.another();
  const carla = await join(engine, 'Carla');
  await invite(engine, alice, carla, groupId);
  const key = `members/${groupId}:${carla.id}`;
  const holds = async () => (await other.judge(carla, `photo/${photoId}`)).ok;
  expect(await holds()).toBe(true);
  const stop = engine.onCommit((commit) => other.publish(commit));
  await done(run(engine, alice, 'members.remove', { groupId, personId: carla.id }));
  stop();
  expect(await holds()).toBe(false);
  await invite(engine, alice, carla, groupId);
  expect(await holds()).toBe(false);
  expect(await other.recheck([key])).toEqual([key]);
  expect(await other.recheck([key])).toEqual([]);
  expect(await holds()).toBe(true);
});

test('an answer holds nothing that the caller may no longer see', async () => {
  const { engine } = world;
  const carla = await join(engine, 'Carla');
  await invite(engine, alice, carla, groupId);
  const message = { id: 'leave', name: 'members.leave', input: { groupId, takePhotos: false } };
  const ack = await done(engine.run(carla, message));
  expect(ack.at.map((at) => at.t)).toEqual([`me/${carla.id}`]);
  expect(ack.ch).toEqual([expect.objectContaining({ e: 'members', row: null })]);
  expect(await engine.run(carla, message)).toEqual(ack);
});

test('a repeated command is answered by what the caller may hold now', async () => {
  const { engine } = world;
  const carla = await join(engine, 'Carla');
  await invite(engine, alice, carla, groupId);
  const commentId = photoId;
  const message = { id: 'once', name: 'comments.add', input: { id: commentId, photoId, body: 'secret' } };
  expect((await done(engine.run(carla, message))).ch).toHaveLength(2);
  await done(run(engine, alice, 'members.remove', { groupId, personId: carla.id }));
  expect(await done(engine.run(carla, message))).toMatchObject({ at: [], ch: [] });
  expect((await comment(engine, carla, photoId, 'x')).ok).toBe(false);
});
