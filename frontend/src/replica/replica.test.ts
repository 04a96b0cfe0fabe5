import { describe, expect, test, vi } from 'vitest';
import { addComment, Comment, editComment, removeComment } from '@zoetrope/contract/features/comments.ts';
import { createGroup, Group, GroupTopic, Member, memberId, renameGroup } from '@zoetrope/contract/features/groups.ts';
import { changeRole, removeMember } from '@zoetrope/contract/features/members.ts';
import { MeTopic, Person, rename } from '@zoetrope/contract/features/people.ts';
import { captionPhoto, Photo, PhotoTopic, removePhoto, shareWith } from '@zoetrope/contract/features/photos.ts';
import { SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Replica } from './replica.ts';
import { Wire } from './testing/wire.fixture.ts';
import { alice, bob, carla, COMMENT, dan, GROUP, idOf, PHOTO, World } from './testing/world.fixture.ts';
import { groupPhotos, groupTopic, open, photoTopic } from './testing/client.fixture.ts';

const bodies = (replica: Replica) =>
  replica
    .rows(Comment)
    .get()
    .map((comment) => comment.body);
const comment = (n: number, body = `comment ${n}`) => ({ id: idOf(n), photoId: PHOTO, body });

describe('what may be done', () => {
  test('is told by the same rule as on the server', () => {
    const world = new World();
    const asAlice = open(world, alice).replica;
    const asBob = open(world, bob).replica;
    expect(asAlice.can(captionPhoto, { id: PHOTO, caption: '' })).toBe(true);
    expect(asBob.can(captionPhoto, { id: PHOTO, caption: '' })).toBe(false);
    expect(asBob.can(editComment, { id: COMMENT, body: 'x' })).toBe(true);
    expect(asAlice.can(editComment, { id: COMMENT, body: 'x' })).toBe(false);
    expect(asAlice.can(removeComment, { id: COMMENT })).toBe(true);
  });

  test('is unknown when a needed row is not here', () => {
    const { replica } = open(new World(), alice);
    expect(replica.can(renameGroup, { groupId: GROUP, name: 'x' })).toBeUndefined();
    expect(replica.can(captionPhoto, { id: idOf(299), caption: '' })).toBeUndefined();
  });

  test('is known of oneself: no membership in the session topic is no membership', () => {
    const world = new World();
    const wire = new Wire(world.server, dan);
    const replica = new Replica(registry, dan, wire.connect);
    replica.hold(MeTopic.of({ personId: dan.id }));
    wire.pull();
    expect(replica.can(changeRole, { groupId: GROUP, personId: dan.id, role: 'admin' })).toBe(false);
    expect(replica.can(changeRole, { groupId: GROUP, personId: bob.id, role: 'admin' })).toBeUndefined();
  });
});

describe('a topic', () => {
  test('is loading, then live, and gone for whoever may not hold it', () => {
    const world = new World();
    const { replica, wire } = open(world, dan, []);
    replica.hold(photoTopic);
    expect(replica.stateOf(photoTopic.key)).toBe('loading');
    wire.pull();
    expect(replica.stateOf(photoTopic.key)).toBe('gone');
    expect(replica.rows(Photo).get()).toEqual([]);
  });

  test('that is gone takes its rows along, except those that another topic keeps', () => {
    const world = new World();
    const { replica, wire } = open(world, alice, [photoTopic, groupPhotos]);
    wire.feed!.take([{ k: 'gone', t: photoTopic.key }]);
    expect(replica.rows(Comment).get()).toEqual([]);
    expect(replica.row(Photo, PHOTO)).toBeDefined();
    wire.feed!.take([{ k: 'gone', t: groupPhotos.key }]);
    expect(replica.row(Photo, PHOTO)).toBeUndefined();
  });

  test('of a removed member is gone, with every row, and comes back when they are let in again', () => {
    const world = new World();
    const { replica, wire } = open(world, carla, [photoTopic, groupPhotos]);
    world.do(alice, removeMember, { groupId: GROUP, personId: carla.id });
    wire.pull();
    expect(replica.stateOf(photoTopic.key)).toBe('gone');
    expect(replica.rows(Comment).get()).toEqual([]);
    expect(replica.rows(Photo).get()).toEqual([]);
    world.admit(carla, 'viewer', 103);
    wire.pull();
    expect(wire.asked.slice(-2).sort()).toEqual([groupPhotos.key, photoTopic.key].sort());
    wire.pull();
    expect(replica.stateOf(photoTopic.key)).toBe('live');
    expect(bodies(replica)).toEqual(['first']);
  });

  test('opened before one was let in opens when one is, though nothing was known of it', () => {
    const world = new World();
    const { replica, wire } = open(world, dan);
    expect(replica.stateOf(photoTopic.key)).toBe('gone');
    world.do(dan, rename, { name: 'Dan' });
    wire.pull();
    wire.pull();
    expect(replica.stateOf(photoTopic.key)).toBe('gone');
    world.admit(dan, 'viewer', 103);
    wire.pull();
    wire.pull();
    expect(replica.stateOf(photoTopic.key)).toBe('live');
    expect(bodies(replica)).toEqual(['first']);
  });

  test('lost a moment ago is not opened by what was on its way', () => {
    const world = new World();
    const { replica, wire } = open(world, carla);
    const late = world.server.snapshot(photoTopic);
    wire.feed!.take([{ k: 'gone', t: photoTopic.key }, late]);
    expect(replica.stateOf(photoTopic.key)).toBe('gone');
    expect(replica.rows(Comment).get()).toEqual([]);
  });

  test('opened before its command has arrived is loading, not gone', async () => {
    const world = new World();
    const { replica, wire } = open(world, dan, []);
    void replica.run(createGroup, { id: idOf(110), name: 'Mine' });
    const at = GroupTopic.of({ groupId: idOf(110) });
    replica.hold(at);
    wire.pull();
    expect(replica.stateOf(at.key)).toBe('loading');
    expect(replica.row(Group, idOf(110))?.name).toBe('Mine');
    await wire.do().arrive();
    expect(replica.row(Group, idOf(110))?.name).toBe('Mine');
    wire.pull();
    expect(replica.stateOf(at.key)).toBe('live');
    expect(replica.row(Member, memberId(idOf(110), dan.id))?.role).toBe('owner');
    expect(replica.pendingCount).toBe(0);
  });

  test('whose question was answered before its command, but by a slower road, is asked for once more', async () => {
    const world = new World();
    const { replica, wire } = open(world, dan, []);
    const at = GroupTopic.of({ groupId: idOf(110) });
    void replica.run(createGroup, { id: idOf(110), name: 'Mine' });
    replica.hold(at);
    await wire.do().arrive();
    wire.feed!.take([{ k: 'gone', t: at.key }]);
    expect(replica.stateOf(at.key)).toBe('loading');
    wire.pull();
    expect(replica.stateOf(at.key)).toBe('live');
    expect(replica.pendingCount).toBe(0);
  });

  test('is kept for a while after its last holder, then let go with its rows and tombstones', () => {
    vi.useFakeTimers();
    try {
      const world = new World();
      const { replica, wire, releases } = open(world, alice);
      world.do(alice, removeComment, { id: COMMENT });
      wire.pull();
      releases[1]!();
      vi.advanceTimersByTime(29_000);
      expect(replica.stateOf(photoTopic.key)).toBe('live');
      const again = replica.hold(photoTopic);
      vi.advanceTimersByTime(60_000);
      expect(replica.stateOf(photoTopic.key)).toBe('live');
      again();
      vi.advanceTimersByTime(31_000);
      expect(wire.closed).toEqual([photoTopic.key]);
      expect(replica.row(Photo, PHOTO)).toBeUndefined();
      expect(replica.confirmedSize).toBe(replica.rows(Person).get().length + replica.rows(Member).get().length);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a row in two topics', () => {
  const tell = (world: World, wire: Wire, { key }: TopicAt) =>
    wire.feed!.take(world.server.read(alice, key, wire.feed!.positions().get(key)!));

  test('that moves is not gone on its way', () => {
    const world = new World();
    const { replica, wire } = open(world, alice, [photoTopic, groupPhotos]);
    world.do(alice, shareWith, { id: PHOTO, audience: { to: 'friends' } });
    tell(world, wire, groupPhotos);
    expect(replica.row(Photo, PHOTO)).toBeDefined();
    tell(world, wire, photoTopic);
    expect(replica.row(Photo, PHOTO)?.friendsOfId).toBe(alice.id);
    expect(replica.rows(Photo, { groupId: GROUP }).get()).toEqual([]);
  });

  test.each([
    [photoTopic, groupPhotos],
    [groupPhotos, photoTopic],
  ])('that is removed is gone when both have told', (first, second) => {
    const world = new World();
    const { replica, wire } = open(world, alice, [photoTopic, groupPhotos]);
    world.do(alice, removePhoto, { id: PHOTO });
    tell(world, wire, first);
    tell(world, wire, second);
    expect(replica.row(Photo, PHOTO)).toBeUndefined();
  });

  test('whose move is predicted shows what was predicted until every topic has told', async () => {
    const world = new World();
    const site = SiteTopic.of({ siteId: SITE_ID });
    const { replica, wire } = open(world, alice, [site, photoTopic, groupPhotos, groupTopic]);
    const frames = new Set<string>();
    replica.onAnyRow(() =>
      frames.add(`${replica.row(Photo, PHOTO)?.friendsOfId} ${replica.row(Group, GROUP)?.photoCount}`),
    );
    void replica.run(shareWith, { id: PHOTO, audience: { to: 'friends' } });
    const { arrive } = wire.do();
    for (const at of [groupTopic, groupPhotos, photoTopic]) tell(world, wire, at);
    await arrive();
    wire.pull();
    expect([...frames]).toEqual([`${alice.id} 0`]);
    expect(replica.pendingCount).toBe(0);
  });
});

describe('listeners', () => {
  test('of a list hear only of rows in it, and an unchanged list is the same array', () => {
    const world = new World();
    world.addPhoto(201);
    const { replica, wire } = open(world, bob, [groupPhotos, photoTopic, PhotoTopic.of({ photoId: idOf(201) })]);
    const list = replica.rows(Comment, { photoId: PHOTO });
    let heard = 0;
    list.subscribe(() => heard++);
    const before = list.get();
    world.do(carla, addComment, { id: idOf(302), photoId: idOf(201), body: 'elsewhere' });
    wire.pull();
    expect(heard).toBe(0);
    expect(list.get()).toBe(before);
    world.do(carla, addComment, comment(303));
    wire.pull();
    expect(heard).toBe(1);
    expect(list.get()).toHaveLength(2);
    expect(list.get()[0]).toBe(before[0]);
  });

  test('of a row do not hear of another row', () => {
    const world = new World();
    const { replica, wire } = open(world, bob);
    let heard = 0;
    replica.onRow(Photo, PHOTO, () => heard++);
    world.do(carla, addComment, comment(303));
    wire.pull();
    expect(heard).toBe(0);
    world.do(alice, captionPhoto, { id: PHOTO, caption: 'dusk' });
    wire.pull();
    expect(heard).toBe(1);
  });

  test('hear nothing when a prediction comes true to the letter', async () => {
    const { replica, wire } = open(new World(), bob, [groupTopic]);
    void replica.run(rename, { name: 'Robert' });
    let heard = 0;
    replica.onRow(Person, bob.id, () => heard++);
    await wire.do().arrive();
    const afterAnswer = heard;
    wire.pull();
    expect(replica.row(Person, bob.id)?.name).toBe('Robert');
    expect(afterAnswer).toBe(1);
    expect(heard - afterAnswer).toBeLessThanOrEqual(1);
  });
});
