import { describe, expect, test } from 'vitest';
import { addComment, Comment, editComment } from '@zoetrope/contract/features/comments.ts';
import { createGroup, Group, GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { Photo, removePhoto, Tally } from '@zoetrope/contract/features/photos.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Refused } from './refused.ts';
import { Replica } from './replica.ts';
import { settled, Wire } from './testing/wire.fixture.ts';
import { alice, bob, dan, GROUP, idOf, PHOTO, World } from './testing/world.fixture.ts';
import { groupPhotos, groupTopic, open } from './testing/client.fixture.ts';

const bodies = (replica: Replica) =>
  replica
    .rows(Comment)
    .get()
    .map((comment) => comment.body);
const comment = (n: number, body = `comment ${n}`) => ({ id: idOf(n), photoId: PHOTO, body });
const codeFrom = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: Refused) => error.body.code,
  );

describe('a command', () => {
  test('shows its rows and its counts in the same tick', () => {
    const { replica } = open(new World(), bob);
    void replica.run(addComment, comment(301, ' hello '));
    expect(bodies(replica)).toEqual(['first', 'hello']);
    expect(replica.row(Tally, PHOTO)?.comments).toBe(2);
    expect(replica.isPending(Comment, idOf(301))).toBe(true);
  });

  test('never leaves a frame without its row between answer and echo', async () => {
    const { replica, wire } = open(new World(), bob);
    const frames: number[] = [];
    replica.onAnyRow(() => frames.push(bodies(replica).length));
    const done = replica.run(addComment, comment(301));
    await wire.do().arrive();
    await done;
    expect(replica.pendingCount).toBe(1);
    expect(replica.isPending(Comment, idOf(301))).toBe(false);
    wire.pull();
    expect(replica.pendingCount).toBe(0);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.every((count) => count === 2)).toBe(true);
    expect(replica.row(Tally, PHOTO)?.comments).toBe(2);
  });

  test('is counted once when its echo comes before its answer', async () => {
    const { replica, wire } = open(new World(), bob);
    const counts: (number | undefined)[] = [];
    replica.onAnyRow(() => counts.push(replica.row(Tally, PHOTO)?.comments));
    void replica.run(addComment, comment(301));
    const { arrive } = wire.do();
    wire.pull();
    await arrive();
    expect(new Set(counts)).toEqual(new Set([2]));
    expect(replica.pendingCount).toBe(0);
  });

  test('of which one topic tells before its answer is still shown where the others have not told yet', async () => {
    const world = new World();
    const { replica, wire } = open(world, dan, []);
    const at = GroupTopic.of({ groupId: idOf(110) });
    replica.hold(at);
    const frames: (string | undefined)[] = [];
    replica.onAnyRow(() => frames.push(replica.row(Group, idOf(110))?.name));
    void replica.run(createGroup, { id: idOf(110), name: 'Mine' });
    const { arrive } = wire.do();
    const me = MeTopic.of({ personId: dan.id }).key;
    wire.feed!.take(world.server.read(dan, me, wire.feed!.positions().get(me)!));
    await arrive();
    wire.pull();
    expect(new Set(frames)).toEqual(new Set(['Mine']));
    expect(replica.pendingCount).toBe(0);
  });

  test('that removes is not undone for a moment when one of its topics tells before the others', async () => {
    const world = new World();
    const { replica, wire } = open(world, alice, [groupPhotos, groupTopic]);
    const counts: (number | undefined)[] = [];
    replica.onAnyRow(() => counts.push(replica.row(Group, GROUP)?.photoCount));
    void replica.run(removePhoto, { id: PHOTO });
    const { arrive } = wire.do();
    for (const { key } of [groupPhotos, groupTopic])
      wire.feed!.take(world.server.read(alice, key, wire.feed!.positions().get(key)!));
    await arrive();
    wire.pull();
    expect(new Set(counts)).toEqual(new Set([0]));
    expect(replica.row(Photo, PHOTO)).toBeUndefined();
  });

  test('predicts what the server then stores, times aside', async () => {
    const { replica, wire } = open(new World(), bob);
    void replica.run(addComment, comment(301));
    const predicted = replica.row(Comment, idOf(301))!;
    await wire.do().arrive();
    wire.pull();
    expect({ ...replica.row(Comment, idOf(301)), createdAt: '' }).toEqual({ ...predicted, createdAt: '' });
  });

  test('that is refused is rolled back and says why', async () => {
    const world = new World();
    const { replica, wire } = open(world, bob);
    const code = codeFrom(replica.run(addComment, comment(301)));
    expect(bodies(replica)).toHaveLength(2);
    world.do(alice, removeMember, { groupId: GROUP, personId: bob.id });
    await wire.do().arrive();
    expect(await code).toBe('not-found');
    expect(bodies(replica)).toEqual(['first']);
  });

  test('with a bad input is refused here, field by field', async () => {
    const { replica, wire } = open(new World(), bob);
    const error = await replica.run(addComment, comment(301, ' ')).catch((reason: Refused) => reason);
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).body).toMatchObject({ code: 'invalid', fields: { body: 'too_small' } });
    expect(wire.letters).toHaveLength(0);
  });

  test('is sent again under the same id when its answer is lost, and done once', async () => {
    const { replica, wire } = open(new World(), bob);
    const done = replica.run(addComment, comment(301));
    const { id } = wire.letters[0]!.message;
    await wire.do().getLost();
    expect(replica.outbox.list()).toMatchObject([{ id, state: 'waiting', error: { code: 'unavailable' } }]);
    wire.comeUp();
    await settled();
    expect(wire.letters[0]!.message.id).toBe(id);
    await wire.do().arrive();
    await done;
    wire.pull();
    expect(replica.row(Tally, PHOTO)?.comments).toBe(2);
    expect(replica.outbox.list()).toEqual([]);
  });

  test('waits for the one before it', async () => {
    const { replica, wire } = open(new World(), bob);
    const first = replica.run(addComment, comment(301));
    const second = replica.run(editComment, { id: idOf(301), body: 'better' });
    expect(bodies(replica)).toEqual(['first', 'better']);
    expect(wire.letters).toHaveLength(1);
    await wire.do().arrive();
    await first;
    await wire.do().arrive();
    await second;
    wire.pull();
    expect(bodies(replica)).toEqual(['first', 'better']);
  });

  test('that was refused can be kept and sent again', async () => {
    const world = new World();
    const { replica, wire } = open(world, bob);
    world.do(alice, removeMember, { groupId: GROUP, personId: bob.id });
    const code = codeFrom(replica.run(addComment, comment(301), { keepWhenRefused: true }));
    await wire.do().arrive();
    expect(await code).toBe('not-found');
    const [kept] = replica.outbox.list();
    expect(kept).toMatchObject({ state: 'refused', name: 'comments.add', error: { code: 'not-found' } });
    world.admit(bob, 'viewer', 103);
    const again = codeFrom(replica.outbox.retry(kept!.id));
    await wire.do().arrive();
    expect(await again).toBe('ok');
    expect(replica.outbox.list()).toEqual([]);
  });

  test('of a visitor asks for a sign-in', async () => {
    const world = new World();
    const replica = new Replica(registry, VISITOR, new Wire(world.server, VISITOR).connect);
    expect(replica.can(addComment, comment(301))).toBe(false);
    expect(await codeFrom(replica.run(addComment, comment(301)))).toBe('unauthenticated');
  });
});
