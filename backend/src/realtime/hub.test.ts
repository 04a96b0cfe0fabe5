import type { Commit, Judge, LogReader } from '#engine/ports.ts';
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
} from '#engine/world.fixture.ts';
import type { Engine } from '#engine/engine.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { ORIGIN } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Hub } from './hub.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

let world: World;
let engine: Engine;
let alice: Person;
let bob: Person;
let carla: Person;
let dan: Person;
let groupId: string;
let photoId: string;
let photo: string;

beforeAll(async () => {
  world = await openWorld();
  ({ engine } = world);
  [alice, bob, carla, dan] = [
    await join(engine, 'Alice'),
    await join(engine, 'Bob'),
    await join(engine, 'Carla'),
    await join(engine, 'Dan'),
  ];
});
afterAll(() => world.close());

/** How often the hub asks: what it must not do with every watcher. */
class Counted {
  judged = 0;
  snapshots = 0;
  heads = 0;
  changes = 0;
  readonly parts: { readonly judge: Judge; readonly log: LogReader };

  constructor() {
    const count =
      <K extends 'judged' | 'snapshots' | 'heads' | 'changes'>(name: K) =>
      () =>
        void this[name]++;
    this.parts = {
      judge: listening(engine, { judge: count('judged') }),
      log: listening(engine, { snapshot: count('snapshots'), heads: count('heads'), changes: count('changes') }),
    };
  }
}

/** The engine itself, with an ear on some of its methods. */
function listening(target: Engine, ears: { readonly [method: string]: () => void }): Engine {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        ears[String(name)]?.();
        return value.apply(of, values);
      };
    },
  });
}

let counted: Counted;
let hub: Hub;
let rooms: Rooms;
let errors: unknown[];
let stopListening: () => void;

function newHub(parts = counted.parts): Hub {
  return new Hub({ ...parts, registry, failed: (error) => void errors.push(error) });
}

beforeEach(async () => {
  groupId = await makeGroup(engine, alice, [bob, carla]);
  photoId = await addPhoto(engine, alice, { to: 'group', groupId });
  photo = `photo/${photoId}`;
  errors = [];
  counted = new Counted();
  hub = newHub();
  rooms = new Rooms(hub);
  stopListening = engine.onCommit((commit) => hub.take(commit));
});
afterEach(() => {
  stopListening();
  hub.stop();
  expect(errors).toEqual([]);
});

async function opened(watcher: Watcher, topicKey = photo): Promise<Watcher> {
  watcher.open(topicKey);
  await until(`${topicKey} is open`, () => watcher.positions.has(topicKey));
  return watcher;
}
const bodies = (watcher: Watcher) => watcher.rowsOf('comments').map(({ row }) => String(row!['body']));
const removeBob = () => done(run(engine, alice, 'members.remove', { groupId, personId: bob.id }));

describe('a held topic', () => {
  test('starts with a snapshot and goes on with each change', async () => {
    await done(comment(engine, alice, photoId, 'before'));
    const watcher = await opened(rooms.enter(bob));
    await done(comment(engine, alice, photoId, 'after'));
    await until('the comment is heard', () => bodies(watcher).includes('after'));
    expect(bodies(watcher)).toEqual(['before', 'after']);
    expect(watcher.kinds(photo)).toEqual(['snap', 'ops']);
    expect(watcher.complaints).toEqual([]);
  });

  test('that never had a change is held from the start of no log', async () => {
    const watcher = rooms.enter(VISITOR);
    watcher.open('site/site', ORIGIN);
    await until('it is answered', () => watcher.positions.has('site/site'));
    expect(watcher.batches).toEqual([{ k: 'ops', t: 'site/site', epoch: '', from: 0, v: 0, ch: [] }]);
  });

  test('is gone for who may not hold it, as one that does not exist is', async () => {
    const watcher = rooms.enter(dan);
    for (const key of [photo, `photo/${newId()}`, 'photo/x', 'nothing/at/all', '']) {
      watcher.open(key);
      await until(`${key} is answered`, () => watcher.kinds(key).length > 0);
      expect(watcher.kinds(key)).toEqual(['gone']);
    }
  });

  test('that was refused must be asked for again', async () => {
    const watcher = rooms.enter(dan);
    watcher.open(photo);
    await until('it is refused', () => watcher.kinds(photo).includes('gone'));
    await invite(engine, alice, dan, groupId);
    expect(watcher.kinds(photo)).toEqual(['gone']);
    await opened(watcher);
    expect(watcher.kinds(photo)).toEqual(['gone', 'snap']);
  });

  test('that is closed is heard of no more, whatever was under way', async () => {
    const watcher = rooms.enter(bob);
    watcher.open(photo);
    hub.close(watcher.session, photo);
    watcher.open(photo);
    hub.close(watcher.session, photo);
    const other = await opened(rooms.enter(carla));
    await done(comment(engine, alice, photoId, 'x'));
    await until('the other one hears it', () => bodies(other).length === 1);
    expect(watcher.batches).toEqual([]);
    expect(hub.held.size).toBe(1);
  });
});

describe('losing access', () => {
  test('a removed member is out of the room in the tick of the commit, and is told', async () => {
    const watcher = await opened(rooms.enter(bob));
    const still = await opened(rooms.enter(carla));
    let wasInRoom: boolean | undefined;
    const stop = engine.onCommit(() => (wasInRoom = watcher.isInRoom(photo)));
    await removeBob();
    stop();
    expect(wasInRoom).toBe(false);
    await done(comment(engine, alice, photoId, 'not for bob'));
    await until('bob is told', () => watcher.kinds(photo).includes('gone'));
    await until('carla hears it', () => bodies(still).includes('not for bob'));
    expect(watcher.kinds(photo)).toEqual(['snap', 'gone']);
    expect(still.kinds(photo)).not.toContain('gone');
    expect(still.complaints).toEqual([]);
  });

  test('whoever keeps access returns with what was missed', async () => {
    const others = await makeGroup(engine, alice, [bob]);
    const watcher = await opened(rooms.enter(bob));
    const out = await opened(rooms.enter(carla));
    await Promise.all([
      done(run(engine, alice, 'photos.shareWith', { id: photoId, audience: { to: 'group', groupId: others } })),
      done(comment(engine, alice, photoId, 'meanwhile')),
    ]);
    await until('carla is told', () => out.kinds(photo).includes('gone'));
    await until('bob hears it', () => bodies(watcher).includes('meanwhile'));
    await until('bob is back', () => watcher.isInRoom(photo));
    expect(watcher.kinds(photo)).not.toContain('gone');
    expect(watcher.rowsOf('photos')[0]!.row!['groupId']).toBe(others);
    expect(watcher.complaints).toEqual([]);
    await done(comment(engine, alice, photoId, 'later'));
    await until('bob hears on', () => bodies(watcher).includes('later'));
    expect(bodies(out)).not.toContain('later');
  });

  test('a change to columns that no verdict reads judges nobody', async () => {
    await Promise.all([alice, bob, carla].map((person) => opened(rooms.enter(person))));
    const { judged } = counted;
    await done(comment(engine, alice, photoId, 'x'));
    await done(run(engine, alice, 'photos.caption', { id: photoId, caption: 'y' }));
    expect(counted.judged).toBe(judged);
  });

  test('a removal that races the opening wins', async () => {
    const watchers = Array.from({ length: 20 }, () => rooms.enter(bob));
    const removing = removeBob();
    for (const watcher of watchers) {
      watcher.open(photo);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await removing;
    await until('everybody is told', () => watchers.every((watcher) => watcher.kinds(photo).at(-1) === 'gone'));
    expect(watchers.some((watcher) => watcher.isInRoom(photo))).toBe(false);
  });
});

describe('from where somebody was', () => {
  test('only what is missing is sent, and of each row the newest', async () => {
    const watcher = await opened(rooms.enter(bob));
    const id = newId();
    await done(comment(engine, alice, photoId, 'one', id));
    await done(run(engine, alice, 'comments.edit', { id, body: 'two' }));
    await until('it is heard', () => bodies(watcher).includes('two'));
    const at = (watcher.batches[0] as { epoch: string; v: number }).v;
    const { epoch, v } = watcher.positions.get(photo)!;
    const back = rooms.enter(bob);
    back.positions.set(photo, { epoch, v: at });
    back.open(photo, { epoch, v: at });
    await until('it is answered', () => back.batches.length > 0);
    expect(back.batches[0]).toMatchObject({ k: 'ops', from: at, v });
    expect(bodies(back)).toEqual(['two']);
    expect(back.batches[0]).toMatchObject({ ch: [{ e: 'comments' }, { e: 'tallies' }] });
  });

  test('somebody who has everything is told so', async () => {
    const watcher = await opened(rooms.enter(bob));
    const at = watcher.positions.get(photo)!;
    const back = rooms.enter(bob);
    back.positions.set(photo, at);
    back.open(photo, at);
    await until('it is answered', () => back.batches.length > 0);
    expect(back.batches).toEqual([{ k: 'ops', t: photo, epoch: at.epoch, from: at.v, v: at.v, ch: [] }]);
  });

  test('a node that has just started reads what is missing from the log, once for everybody', async () => {
    const watcher = await opened(rooms.enter(bob));
    const at = watcher.positions.get(photo)!;
    for (let i = 0; i < 5; i++) await done(comment(engine, alice, photoId, String(i)));
    const fresh = new Counted();
    const restarted = newHub(fresh.parts);
    const after = new Rooms(restarted);
    const back = Array.from({ length: 50 }, () => after.enter(bob));
    for (const one of back) {
      one.positions.set(photo, at);
      one.open(photo, at);
    }
    await until('everybody is answered', () => back.every((one) => bodies(one).length === 5));
    restarted.stop();
    expect(back.flatMap((one) => one.kinds(photo)).every((k) => k === 'ops')).toBe(true);
    expect(fresh).toMatchObject({ heads: 1, changes: 1, snapshots: 0 });
  });

  test('a position of another log, or of the future, gets a snapshot', async () => {
    for (const at of [
      { epoch: newId(), v: 1 },
      { epoch: (await engine.heads([photo])).get(photo)!.epoch, v: 1_000 },
    ]) {
      const watcher = rooms.enter(bob);
      watcher.open(photo, at);
      await until('it is answered', () => watcher.batches.length > 0);
      expect(watcher.kinds(photo)).toEqual(['snap']);
    }
  });

  test('a thousand openers are one query for the head and one for the rows', async () => {
    for (let i = 0; i < 3; i++) await done(comment(engine, alice, photoId, String(i)));
    const watchers = Array.from({ length: 1_000 }, () => rooms.enter(bob));
    for (const watcher of watchers) watcher.open(photo);
    await until('everybody has it', () => watchers.every((watcher) => bodies(watcher).length === 3));
    expect(counted).toMatchObject({ heads: 1, snapshots: 1, changes: 0 });
  });

  test('a later snapshot is made from memory, without what has left', async () => {
    const id = newId();
    await done(comment(engine, alice, photoId, 'kept'));
    await done(comment(engine, alice, photoId, 'taken back', id));
    const first = await opened(rooms.enter(bob));
    await done(run(engine, alice, 'comments.remove', { id }));
    await done(comment(engine, alice, photoId, 'new'));
    await until('it is heard', () => bodies(first).includes('new'));
    const second = await opened(rooms.enter(carla));
    expect(JSON.stringify(second.batches)).not.toContain('taken back');
    expect(bodies(second).toSorted()).toEqual(['kept', 'new']);
    expect(counted.snapshots).toBe(1);
  });
});

describe('commits', () => {
  /** Commits of a time in which nobody listened, as another node would be told of them. */
  async function commitsOf(work: () => Promise<unknown>): Promise<Commit[]> {
    stopListening();
    const commits: Commit[] = [];
    const stop = engine.onCommit((commit) => commits.push(commit));
    await work();
    stop();
    return commits.filter(({ entries }) => entries.some(({ t }) => t === photo));
  }
  const write = (...texts: string[]) =>
    commitsOf(async () => {
      for (const text of texts) await done(comment(engine, alice, photoId, text));
    });

  test('out of order are put in order, without a query', async () => {
    const watcher = await opened(rooms.enter(bob));
    const commits = await write('1', '2', '3');
    for (const commit of commits.toReversed()) hub.takeRemote(commit);
    await until('all are heard', () => bodies(watcher).length === 3);
    expect(bodies(watcher)).toEqual(['1', '2', '3']);
    expect(counted.changes).toBe(0);
    expect(watcher.complaints).toEqual([]);
  });

  test('that were lost are read from the log, once', async () => {
    const watcher = await opened(rooms.enter(bob));
    const commits = await write('1', '2', '3', '4');
    hub.takeRemote(commits[2]!);
    hub.takeRemote(commits[3]!);
    await until('all are heard', () => bodies(watcher).length === 4);
    expect(counted.changes).toBe(1);
    expect(watcher.complaints).toEqual([]);
  });

  test('too large to be sent along are read when their head is named', async () => {
    const watcher = await opened(rooms.enter(bob));
    const [commit] = await write('large');
    const heads = commit!.entries.map(({ t, epoch, entry }) => ({ t, epoch, v: entry.v }));
    hub.takeRemote({ touched: commit!.touched, entries: [] }, heads);
    await until('it is heard', () => bodies(watcher).length === 1);
  });

  test('told twice are heard once', async () => {
    const watcher = await opened(rooms.enter(bob));
    const commits = await write('1', '2');
    for (const commit of [...commits, ...commits]) hub.takeRemote(commit);
    await until('all are heard', () => bodies(watcher).length === 2);
    expect(watcher.kinds(photo)).toEqual(['snap', 'ops']);
  });

  test('of one moment are one frame, with the newest of each row', async () => {
    const watcher = await opened(rooms.enter(bob));
    const id = newId();
    const commits = await commitsOf(async () => {
      await done(comment(engine, alice, photoId, 'a', id));
      for (const body of ['b', 'c', 'd']) await done(run(engine, alice, 'comments.edit', { id, body }));
    });
    for (const commit of commits) hub.takeRemote(commit);
    await until('it is heard', () => bodies(watcher).length === 1);
    expect(bodies(watcher)).toEqual(['d']);
    expect(watcher.kinds(photo)).toEqual(['snap', 'ops']);
    expect(JSON.stringify(watcher.batches[1])).not.toMatch(/"body":"[abc]"/);
  });

  test('beyond what the log keeps bring a snapshot', async () => {
    const watcher = await opened(rooms.enter(bob));
    const commits = await write('1', '2', '3');
    while ((await engine.trim(0, 1)) > 0);
    hub.takeRemote(commits[2]!);
    await until('all are heard', () => bodies(watcher).length === 3);
    expect(watcher.kinds(photo)).toEqual(['snap', 'snap']);
    await done(comment(engine, alice, photoId, '4'));
    hub.topics.hint(photo, { ...watcher.positions.get(photo)!, v: watcher.positions.get(photo)!.v + 1 });
    await until('it goes on', () => bodies(watcher).length === 4);
    expect(watcher.complaints).toEqual([]);
  });

  test('that race the opening are neither lost nor doubled', async () => {
    const watchers: Watcher[] = [];
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; i < 15; i++) await done(comment(engine, alice, photoId, `${writer}-${i}`));
      }),
    );
    for (let i = 0; i < 60; i++) {
      const watcher = rooms.enter([alice, bob, carla][i % 3]!);
      watcher.open(photo);
      watchers.push(watcher);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await writing;
    const { v } = (await engine.heads([photo])).get(photo)!;
    await until('everybody is there', () => watchers.every(({ positions }) => positions.get(photo)?.v === v));
    expect(new Set(watchers.map((watcher) => bodies(watcher).toSorted().join())).size).toBe(1);
    expect(bodies(watchers[0]!)).toHaveLength(60);
    expect(watchers.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});

describe('a slow socket', () => {
  test('is told once that it is behind, and comes back from where it was', async () => {
    const watcher = await opened(rooms.enter(bob));
    const at = watcher.positions.get(photo)!;
    hub.fallBehind(watcher.session);
    await done(comment(engine, alice, photoId, 'missed'));
    expect(watcher.kinds(photo)).toEqual(['snap', 'behind']);
    watcher.positions.set(photo, at);
    watcher.open(photo, at);
    await until('it has caught up', () => bodies(watcher).includes('missed'));
    expect(watcher.kinds(photo)).toEqual(['snap', 'behind', 'ops']);
  });

  test('is answered when it has room', async () => {
    const watcher = rooms.enter(bob);
    watcher.isFull = true;
    watcher.open(photo);
    const other = await opened(rooms.enter(carla));
    await done(comment(engine, alice, photoId, 'x'));
    await until('the other one hears it', () => bodies(other).length === 1);
    expect(watcher.batches).toEqual([]);
    watcher.isFull = false;
    await until('it is answered', () => bodies(watcher).length === 1);
    expect(watcher.complaints).toEqual([]);
  });
});

describe('a node that cannot reach PostgreSQL', () => {
  test('stops pushing what is private, and goes on with it afterwards', async () => {
    const watcher = await opened(rooms.enter(bob));
    const visitor = await opened(rooms.enter(VISITOR), 'site/site');
    hub.closeToPrivate();
    expect(watcher.isInRoom(photo)).toBe(false);
    expect(visitor.isInRoom('site/site')).toBe(true);
    await done(comment(engine, alice, photoId, 'meanwhile'));
    await until('bob is told to ask again', () => watcher.kinds(photo).includes('behind'));
    watcher.open(photo);
    await until('bob is told to ask again', () => watcher.kinds(photo).length === 3);
    expect(watcher.kinds(photo)).toEqual(['snap', 'behind', 'behind']);
    hub.openToPrivate();
    await opened(watcher);
    expect(bodies(watcher)).toEqual(['meanwhile']);
  });
});
