// Whatever is lost, doubled, late or out of order: after a pull the replica holds what the server holds.
import { expect, test } from 'vitest';
import { addComment, editComment, removeComment } from '@zoetrope/contract/features/comments.ts';
import { GroupTopic, MembersTopic, renameGroup } from '@zoetrope/contract/features/groups.ts';
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { FriendPhotosTopic, GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { captionPhoto, PhotoTopic, removePhoto, shareWith } from '@zoetrope/contract/features/photos.ts';
import { entity as declareEntity } from '@zoetrope/contract/kernel/entity.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Replica } from './replica.ts';
import { Random } from './testing/random.fixture.ts';
import { Wire } from './testing/wire.fixture.ts';
import { alice, bob, carla, GROUP, idOf, PHOTO, World } from './testing/world.fixture.ts';

const topics: TopicAt[] = [
  MeTopic.of({ personId: alice.id }),
  GroupTopic.of({ groupId: GROUP }),
  MembersTopic.of({ groupId: GROUP }),
  GroupPhotosTopic.of({ groupId: GROUP }),
  FriendPhotosTopic.of({ ownerId: alice.id }),
  PhotoTopic.of({ photoId: PHOTO }),
  PhotoTopic.of({ photoId: idOf(201) }),
];

/** What alice should see of a topic, told from the server's tables. */
function truth(world: World, at: TopicAt): string[] {
  if (!world.server.mayHold(alice, at)) return [];
  return registry
    .placesIn(at.topic.name)
    .flatMap((place) => world.server.placed(at, place.entity.name).map(({ e, row }) => `${e} ${JSON.stringify(row)}`));
}

function shown(replica: Replica, at: TopicAt): string[] {
  return [...new Set(registry.placesIn(at.topic.name).map((place) => place.entity.name))].flatMap((name) =>
    replica
      .rows(registry.entities.get(name) ?? declareEntity(name, undefined as never))
      .get()
      .filter((row) => registry.topicsOf(name, row).some((place) => place.at.key === at.key))
      .map((row) => `${name} ${JSON.stringify(row)}`),
  );
}

/** One thing that somebody does; what the rules refuse simply does not happen. */
function happen(world: World, random: Random, n: number): void {
  const photoId = random.pick([PHOTO, idOf(201)]);
  const comment = idOf(1_000 + random.below(n + 1));
  const group = { to: 'group', groupId: GROUP };
  const deeds: (() => void)[] = [
    () => world.do(bob, addComment, { id: idOf(1_000 + n), photoId, body: `comment ${n}` }),
    () => world.do(bob, addComment, { id: idOf(1_000 + n), photoId, body: `again ${n}` }),
    () => world.do(bob, editComment, { id: comment, body: `edited ${n}` }),
    () => world.do(bob, removeComment, { id: comment }),
    () => world.do(alice, captionPhoto, { id: photoId, caption: `caption ${n}` }),
    () => world.do(alice, renameGroup, { groupId: GROUP, name: `Lake ${n}` }),
    () => world.do(alice, shareWith, { id: photoId, audience: random.pick([group, { to: 'friends' }]) }),
    () => world.do(alice, removeMember, { groupId: GROUP, personId: carla.id }),
    () => world.admit(carla, 'viewer', 5_000 + n),
    () => world.addPhoto(6_000 + n),
    () => world.do(alice, removePhoto, { id: idOf(6_000 + random.below(n + 1)) }),
  ];
  try {
    random.pick(deeds)();
  } catch {
    // refused
  }
}

test.each(Array.from({ length: 60 }, (_, i) => i + 1))(
  'the replica agrees with the server in the end (seed %i)',
  (seed) => {
    const random = new Random(seed);
    const world = new World();
    world.addPhoto(201);
    const wire = new Wire(world.server, alice, random.pick([Infinity, 3, 8]));
    const replica = new Replica(registry, alice, wire.connect);
    topics.forEach((at) => replica.hold(at));
    const flying: Batch[] = [];
    const spoken = new Map(topics.map((at) => [at.key, world.server.head(at.key).v]));
    if (random.chance(0.7)) wire.pull();
    for (let n = 0; n < 80; n++) {
      happen(world, random, n);
      for (const at of topics) {
        const head = world.server.head(at.key);
        const from = spoken.get(at.key)!;
        if (head.v <= from || random.chance(0.3)) continue;
        spoken.set(at.key, head.v);
        if (random.chance(0.15)) continue;
        const isWhole = random.chance(0.1);
        flying.push(isWhole ? world.server.snapshot(at) : world.server.ops(at.key, from, head.v));
        if (random.chance(0.1)) flying.push(flying.at(-1)!);
      }
      if (random.chance(0.02)) flying.push({ k: 'behind', t: random.pick(topics).key });
      if (random.chance(0.3)) wire.feed!.take(random.shuffle(flying).splice(0, random.below(flying.length + 1)));
      if (random.chance(0.05)) wire.pull();
    }
    wire.feed!.take(random.shuffle(flying));
    wire.pull();
    expect(wire.pull()).toBe(false);
    for (const at of topics) expect(shown(replica, at).sort()).toEqual(truth(world, at).sort());
  },
);

test.each(Array.from({ length: 20 }, (_, i) => i + 1))('old snapshot + changes = new snapshot (seed %i)', (seed) => {
  const random = new Random(seed);
  const world = new World();
  world.addPhoto(201);
  const wire = new Wire(world.server, alice);
  const replica = new Replica(registry, alice, wire.connect);
  topics.forEach((at) => replica.hold(at));
  wire.pull();
  for (let n = 0; n < 30; n++) {
    happen(world, random, n);
    wire.pull();
    const fresh = new Wire(world.server, alice);
    const other = new Replica(registry, alice, fresh.connect);
    topics.forEach((at) => other.hold(at));
    fresh.pull();
    for (const at of topics) expect(shown(replica, at).sort()).toEqual(shown(other, at).sort());
    other.close();
  }
});

test('a restored database, with its lower row versions, is read anew', () => {
  const world = new World();
  const wire = new Wire(world.server, alice);
  const replica = new Replica(registry, alice, wire.connect);
  topics.forEach((at) => replica.hold(at));
  wire.pull();
  world.server.restore();
  world.do(alice, captionPhoto, { id: PHOTO, caption: 'after the restore' });
  const photo = PhotoTopic.of({ photoId: PHOTO });
  wire.asked.length = 0;
  // A batch of the new epoch is not applied to rows of the old one.
  wire.feed!.take([world.server.ops(photo.key, 1)]);
  expect(shown(replica, photo)).not.toEqual(truth(world, photo));
  wire.pull();
  for (const at of topics) expect(shown(replica, at).sort()).toEqual(truth(world, at).sort());
});
