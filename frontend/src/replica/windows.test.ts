import { expect, test } from 'vitest';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { captionPhoto, Photo, removePhoto } from '@zoetrope/contract/features/photos.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Replica } from './replica.ts';
import { settled, Wire } from './testing/wire.fixture.ts';
import { alice, GROUP, idOf, World } from './testing/world.fixture.ts';

const at = GroupPhotosTopic.of({ groupId: GROUP });

/** A group with photos 200 (the oldest) and 1001 to 1000 + `count`; a window holds 120 of them. */
function open(count: number) {
  const world = new World();
  for (let n = 1; n <= count; n++) world.addPhoto(1_000 + n);
  const wire = new Wire(world.server, alice, 50);
  const replica = new Replica(registry, alice, wire.connect);
  replica.hold(at);
  wire.pull();
  const captions = () =>
    replica
      .rows(Photo)
      .get()
      .map((photo) => photo.caption);
  return { world, wire, replica, captions };
}

test('a window shows its newest rows and, page after page, older ones down to the end', async () => {
  const { replica } = open(300);
  const count = () => replica.rows(Photo).get().length;
  expect(count()).toBe(120);
  expect(replica.windowOf(at.key, Photo)).toEqual({ isEnd: false, isLoading: false });
  const loading = replica.older(at.key, Photo);
  expect(replica.windowOf(at.key, Photo).isLoading).toBe(true);
  await loading;
  expect(count()).toBe(240);
  await replica.older(at.key, Photo);
  expect(count()).toBe(301);
  expect(replica.windowOf(at.key, Photo)).toEqual({ isEnd: true, isLoading: false });
});

test('news of a row below the floor is not shown, and not missed when the row is loaded', async () => {
  const { world, wire, replica, captions } = open(300);
  world.do(alice, captionPhoto, { id: idOf(1_100), caption: 'before' });
  wire.pull();
  expect(captions()).not.toContain('before');
  const letThrough = wire.holdOlder();
  const loading = replica.older(at.key, Photo);
  world.do(alice, captionPhoto, { id: idOf(1_100), caption: 'while loading' });
  world.do(alice, removePhoto, { id: idOf(1_101) });
  wire.pull();
  expect(captions()).not.toContain('while loading');
  letThrough();
  await loading;
  expect(captions()).toContain('while loading');
  expect(captions()).not.toContain('photo 1101');
});

test('a new snapshot with a higher floor drops what lies below it', async () => {
  const { world, wire, replica } = open(300);
  await replica.older(at.key, Photo);
  expect(replica.rows(Photo).get()).toHaveLength(240);
  for (let n = 0; n < 60; n++) world.addPhoto(2_000 + n);
  wire.pull();
  const rows = replica.rows(Photo).get();
  expect(rows).toHaveLength(120);
  expect(rows.some((photo) => photo.caption === 'photo 1240')).toBe(false);
});

test('older rows of a window that was read anew in the meantime are let go', async () => {
  const { world, wire, replica } = open(300);
  const letThrough = wire.holdOlder();
  const loading = replica.older(at.key, Photo);
  for (let n = 0; n < 60; n++) world.addPhoto(2_000 + n);
  wire.pull();
  letThrough();
  await loading;
  expect(replica.rows(Photo).get()).toHaveLength(120);
  await replica.older(at.key, Photo);
  expect(replica.rows(Photo).get()).toHaveLength(240);
});

test('a window of which less than half is left asks for older rows, once', async () => {
  const { world, wire, replica } = open(300);
  for (let n = 300; n > 235; n--) {
    world.do(alice, removePhoto, { id: idOf(1_000 + n) });
    wire.pull();
  }
  // The photos once, and their tallies once.
  expect(wire.olderAsked).toBe(2);
  await settled();
  expect(replica.rows(Photo).get().length).toBeGreaterThan(120);
});

test('rows that arrive are kept though the window is full', () => {
  const { world, wire, replica } = open(300);
  for (let n = 0; n < 30; n++) world.addPhoto(2_000 + n);
  wire.pull();
  expect(replica.rows(Photo).get()).toHaveLength(150);
});
