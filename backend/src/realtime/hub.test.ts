import { comment, done, invite, makeGroup, run } from '#engine/world.fixture.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { ORIGIN } from '@zoetrope/contract/kernel/wire.ts';
import { describe, expect, test } from 'vitest';
import { bodies, setStage } from './hub-stage.fixture.ts';
import { until } from './watchers.fixture.ts';

const stage = setStage();

const removeBob = () =>
  done(run(stage.engine, stage.alice, 'members.remove', { groupId: stage.groupId, personId: stage.bob.id }));

describe('a held topic', () => {
  test('starts with a snapshot and goes on with each change', async () => {
    await done(comment(stage.engine, stage.alice, stage.photoId, 'before'));
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    await done(comment(stage.engine, stage.alice, stage.photoId, 'after'));
    await until('the comment is heard', () => bodies(watcher).includes('after'));
    expect(bodies(watcher)).toEqual(['before', 'after']);
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'ops']);
    expect(watcher.complaints).toEqual([]);
  });

  test('that never had a change is held from the start of no log', async () => {
    const watcher = stage.rooms.enter(VISITOR);
    watcher.open('site/site', ORIGIN);
    await until('it is answered', () => watcher.positions.has('site/site'));
    expect(watcher.batches).toEqual([{ k: 'ops', t: 'site/site', epoch: '', from: 0, v: 0, ch: [] }]);
  });

  test('is gone for who may not hold it, as one that does not exist is', async () => {
    const watcher = stage.rooms.enter(stage.dan);
    for (const key of [stage.photo, `photo/${newId()}`, 'photo/x', 'nothing/at/all', '']) {
      watcher.open(key);
      await until(`${key} is answered`, () => watcher.kinds(key).length > 0);
      expect(watcher.kinds(key)).toEqual(['gone']);
    }
  });

  test('that was refused must be asked for again', async () => {
    const watcher = stage.rooms.enter(stage.dan);
    watcher.open(stage.photo);
    await until('it is refused', () => watcher.kinds(stage.photo).includes('gone'));
    await invite(stage.engine, stage.alice, stage.dan, stage.groupId);
    expect(watcher.kinds(stage.photo)).toEqual(['gone']);
    await stage.opened(watcher);
    expect(watcher.kinds(stage.photo)).toEqual(['gone', 'snap']);
  });

  test('that is closed is heard of no more, whatever was under way', async () => {
    const watcher = stage.rooms.enter(stage.bob);
    watcher.open(stage.photo);
    stage.hub.close(watcher.session, stage.photo);
    watcher.open(stage.photo);
    stage.hub.close(watcher.session, stage.photo);
    const other = await stage.opened(stage.rooms.enter(stage.carla));
    await done(comment(stage.engine, stage.alice, stage.photoId, 'x'));
    await until('the other one hears it', () => bodies(other).length === 1);
    expect(watcher.batches).toEqual([]);
    expect(stage.hub.held.size).toBe(1);
  });
});

describe('losing access', () => {
  test('a removed member is out of the room in the tick of the commit, and is told', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const still = await stage.opened(stage.rooms.enter(stage.carla));
    let wasInRoom: boolean | undefined;
    const stop = stage.engine.onCommit(() => (wasInRoom = watcher.isInRoom(stage.photo)));
    await removeBob();
    stop();
    expect(wasInRoom).toBe(false);
    await done(comment(stage.engine, stage.alice, stage.photoId, 'not for bob'));
    await until('bob is told', () => watcher.kinds(stage.photo).includes('gone'));
    await until('carla hears it', () => bodies(still).includes('not for bob'));
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'gone']);
    expect(still.kinds(stage.photo)).not.toContain('gone');
    expect(still.complaints).toEqual([]);
  });

  test('whoever keeps access returns with what was missed', async () => {
    const others = await makeGroup(stage.engine, stage.alice, [stage.bob]);
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const out = await stage.opened(stage.rooms.enter(stage.carla));
    await Promise.all([
      done(
        run(stage.engine, stage.alice, 'photos.shareWith', {
          id: stage.photoId,
          audience: { to: 'group', groupId: others },
        }),
      ),
      done(comment(stage.engine, stage.alice, stage.photoId, 'meanwhile')),
    ]);
    await until('carla is told', () => out.kinds(stage.photo).includes('gone'));
    await until('bob hears it', () => bodies(watcher).includes('meanwhile'));
    await until('bob is back', () => watcher.isInRoom(stage.photo));
    expect(watcher.kinds(stage.photo)).not.toContain('gone');
    expect(watcher.rowsOf('photos')[0]!.row!['groupId']).toBe(others);
    expect(watcher.complaints).toEqual([]);
    await done(comment(stage.engine, stage.alice, stage.photoId, 'later'));
    await until('bob hears on', () => bodies(watcher).includes('later'));
    expect(bodies(out)).not.toContain('later');
  });

  test('a change to columns that no verdict reads judges nobody', async () => {
    await Promise.all([stage.alice, stage.bob, stage.carla].map((person) => stage.opened(stage.rooms.enter(person))));
    const { judged } = stage.counted;
    await done(comment(stage.engine, stage.alice, stage.photoId, 'x'));
    await done(run(stage.engine, stage.alice, 'photos.caption', { id: stage.photoId, caption: 'y' }));
    expect(stage.counted.judged).toBe(judged);
  });

  test('a removal that races the opening wins', async () => {
    const watchers = Array.from({ length: 20 }, () => stage.rooms.enter(stage.bob));
    const removing = removeBob();
    for (const watcher of watchers) {
      watcher.open(stage.photo);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await removing;
    await until('everybody is told', () => watchers.every((watcher) => watcher.kinds(stage.photo).at(-1) === 'gone'));
    expect(watchers.some((watcher) => watcher.isInRoom(stage.photo))).toBe(false);
  });
});

describe('a slow socket', () => {
  test('is told once that it is behind, and comes back from where it was', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const at = watcher.positions.get(stage.photo)!;
    stage.hub.fallBehind(watcher.session);
    await done(comment(stage.engine, stage.alice, stage.photoId, 'missed'));
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'behind']);
    watcher.positions.set(stage.photo, at);
    watcher.open(stage.photo, at);
    await until('it has caught up', () => bodies(watcher).includes('missed'));
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'behind', 'ops']);
  });

  test('is answered when it has room', async () => {
    const watcher = stage.rooms.enter(stage.bob);
    watcher.isFull = true;
    watcher.open(stage.photo);
    const other = await stage.opened(stage.rooms.enter(stage.carla));
    await done(comment(stage.engine, stage.alice, stage.photoId, 'x'));
    await until('the other one hears it', () => bodies(other).length === 1);
    expect(watcher.batches).toEqual([]);
    watcher.isFull = false;
    await until('it is answered', () => bodies(watcher).length === 1);
    expect(watcher.complaints).toEqual([]);
  });
});

describe('a node that cannot reach PostgreSQL', () => {
  test('stops pushing what is private, and goes on with it afterwards', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const visitor = await stage.opened(stage.rooms.enter(VISITOR), 'site/site');
    stage.hub.closeToPrivate();
    expect(watcher.isInRoom(stage.photo)).toBe(false);
    expect(visitor.isInRoom('site/site')).toBe(true);
    await done(comment(stage.engine, stage.alice, stage.photoId, 'meanwhile'));
    await until('bob is told to ask again', () => watcher.kinds(stage.photo).includes('behind'));
    watcher.open(stage.photo);
    await until('bob is told to ask again', () => watcher.kinds(stage.photo).length === 3);
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'behind', 'behind']);
    stage.hub.openToPrivate();
    await stage.opened(watcher);
    expect(bodies(watcher)).toEqual(['meanwhile']);
  });
});
