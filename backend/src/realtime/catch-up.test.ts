import type { Commit } from '#engine/ports.ts';
import { comment, done, run } from '#engine/world.fixture.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { describe, expect, test } from 'vitest';
import { bodies, Counted, setStage } from './hub-stage.fixture.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

const stage = setStage();
/** As long as a comment may be. */
const LONG = `e${'\u0301'.repeat(7)}`.repeat(1_990);

describe('from where somebody was', () => {
  test('only what is missing is sent, and of each row the newest', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const id = newId();
    await done(comment(stage.engine, stage.alice, stage.photoId, 'one', id));
    await done(run(stage.engine, stage.alice, 'comments.edit', { id, body: 'two' }));
    await until('it is heard', () => bodies(watcher).includes('two'));
    const at = (watcher.batches[0] as { epoch: string; v: number }).v;
    const { epoch, v } = watcher.positions.get(stage.photo)!;
    const back = stage.rooms.enter(stage.bob);
    back.positions.set(stage.photo, { epoch, v: at });
    back.open(stage.photo, { epoch, v: at });
    await until('it is answered', () => back.batches.length > 0);
    expect(back.batches[0]).toMatchObject({ k: 'ops', from: at, v });
    expect(bodies(back)).toEqual(['two']);
    expect(back.batches[0]).toMatchObject({ ch: [{ e: 'comments' }, { e: 'tallies' }] });
  });

  test('somebody who has everything is told so', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const at = watcher.positions.get(stage.photo)!;
    const back = stage.rooms.enter(stage.bob);
    back.positions.set(stage.photo, at);
    back.open(stage.photo, at);
    await until('it is answered', () => back.batches.length > 0);
    expect(back.batches).toEqual([{ k: 'ops', t: stage.photo, epoch: at.epoch, from: at.v, v: at.v, ch: [] }]);
  });

  test('a node that has just started reads what is missing from the log, once for everybody', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const at = watcher.positions.get(stage.photo)!;
    for (let i = 0; i < 5; i++) await done(comment(stage.engine, stage.alice, stage.photoId, String(i)));
    const fresh = new Counted(stage.engine);
    const restarted = stage.newHub(fresh);
    const after = new Rooms(restarted);
    const back = Array.from({ length: 50 }, () => after.enter(stage.bob));
    for (const one of back) {
      one.positions.set(stage.photo, at);
      one.open(stage.photo, at);
    }
    await until('everybody is answered', () => back.every((one) => bodies(one).length === 5));
    restarted.stop();
    expect(back.flatMap((one) => one.kinds(stage.photo)).every((k) => k === 'ops')).toBe(true);
    expect(fresh).toMatchObject({ heads: 1, changes: 1, snapshots: 0 });
  });

  test('what was read for those who were away for long is shared, and not kept', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const at = watcher.positions.get(stage.photo)!;
    // More than the megabyte that a node keeps of a topic.
    const texts = Array.from({ length: 80 }, (_, i) => `${i} ${LONG}`);
    for (const text of texts) await done(comment(stage.engine, stage.alice, stage.photoId, text));
    await until('all are heard', () => bodies(watcher).length === texts.length);
    const comesBack = async () => {
      const back = stage.rooms.enter(stage.carla);
      back.positions.set(stage.photo, at);
      back.open(stage.photo, at);
      await until('it is answered', () => bodies(back).length === texts.length);
      expect(back.kinds(stage.photo)).toEqual(['ops']);
    };
    await comesBack();
    await comesBack();
    expect(stage.counted.changes).toBe(1);
    stage.hub.topics.sweep(60_000);
    await comesBack();
    expect(stage.counted.changes).toBe(2);
  });

  test('a position of another log, or of the future, gets a snapshot', async () => {
    for (const at of [
      { epoch: newId(), v: 1 },
      { epoch: (await stage.engine.heads([stage.photo])).get(stage.photo)!.epoch, v: 1_000 },
    ]) {
      const watcher = stage.rooms.enter(stage.bob);
      watcher.open(stage.photo, at);
      await until('it is answered', () => watcher.batches.length > 0);
      expect(watcher.kinds(stage.photo)).toEqual(['snap']);
    }
  });

  test('a thousand openers are one query for the head and one for the rows', async () => {
    for (let i = 0; i < 3; i++) await done(comment(stage.engine, stage.alice, stage.photoId, String(i)));
    const watchers = Array.from({ length: 1_000 }, () => stage.rooms.enter(stage.bob));
    for (const watcher of watchers) watcher.open(stage.photo);
    await until('everybody has it', () => watchers.every((watcher) => bodies(watcher).length === 3));
    expect(stage.counted).toMatchObject({ heads: 1, snapshots: 1, changes: 0 });
  });

  test('a later snapshot is made from memory, without what has left', async () => {
    const id = newId();
    await done(comment(stage.engine, stage.alice, stage.photoId, 'kept'));
    await done(comment(stage.engine, stage.alice, stage.photoId, 'taken back', id));
    const first = await stage.opened(stage.rooms.enter(stage.bob));
    await done(run(stage.engine, stage.alice, 'comments.remove', { id }));
    await done(comment(stage.engine, stage.alice, stage.photoId, 'new'));
    await until('it is heard', () => bodies(first).includes('new'));
    const second = await stage.opened(stage.rooms.enter(stage.carla));
    expect(JSON.stringify(second.batches)).not.toContain('taken back');
    expect(bodies(second).toSorted()).toEqual(['kept', 'new']);
    expect(stage.counted.snapshots).toBe(1);
  });
});

describe('commits', () => {
  /** Commits of a time in which nobody listened, as another node would be told of them. */
  async function commitsOf(work: () => Promise<unknown>): Promise<Commit[]> {
    stage.stopListening();
    const commits: Commit[] = [];
    const stop = stage.engine.onCommit((commit) => commits.push(commit));
    await work();
    stop();
    return commits.filter(({ entries }) => entries.some(({ t }) => t === stage.photo));
  }
  const write = (...texts: string[]) =>
    commitsOf(async () => {
      for (const text of texts) await done(comment(stage.engine, stage.alice, stage.photoId, text));
    });

  test('out of order are put in order, without a query', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const commits = await write('1', '2', '3');
    for (const commit of commits.toReversed()) stage.hub.takeRemote(commit);
    await until('all are heard', () => bodies(watcher).length === 3);
    expect(bodies(watcher)).toEqual(['1', '2', '3']);
    expect(stage.counted.changes).toBe(0);
    expect(watcher.complaints).toEqual([]);
  });

  test('that were lost are read from the log, once', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const commits = await write('1', '2', '3', '4');
    stage.hub.takeRemote(commits[2]!);
    stage.hub.takeRemote(commits[3]!);
    await until('all are heard', () => bodies(watcher).length === 4);
    expect(stage.counted.changes).toBe(1);
    expect(watcher.complaints).toEqual([]);
  });

  test('too large to be sent along are read when their head is named', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const [commit] = await write('large');
    const heads = commit!.entries.map(({ t, epoch, entry }) => ({ t, epoch, v: entry.v }));
    stage.hub.takeRemote({ touched: commit!.touched, entries: [] }, heads);
    await until('it is heard', () => bodies(watcher).length === 1);
  });

  test('told twice are heard once', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const commits = await write('1', '2');
    for (const commit of [...commits, ...commits]) stage.hub.takeRemote(commit);
    await until('all are heard', () => bodies(watcher).length === 2);
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'ops']);
  });

  test('of one moment are one frame, with the newest of each row', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const id = newId();
    const commits = await commitsOf(async () => {
      await done(comment(stage.engine, stage.alice, stage.photoId, 'a', id));
      for (const body of ['b', 'c', 'd']) await done(run(stage.engine, stage.alice, 'comments.edit', { id, body }));
    });
    for (const commit of commits) stage.hub.takeRemote(commit);
    await until('it is heard', () => bodies(watcher).length === 1);
    expect(bodies(watcher)).toEqual(['d']);
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'ops']);
    expect(JSON.stringify(watcher.batches[1])).not.toMatch(/"body":"[abc]"/);
  });

  test('beyond what the log keeps bring a snapshot', async () => {
    const watcher = await stage.opened(stage.rooms.enter(stage.bob));
    const commits = await write('1', '2', '3');
    while ((await stage.engine.trim(0, 1)) > 0);
    stage.hub.takeRemote(commits[2]!);
    await until('all are heard', () => bodies(watcher).length === 3);
    expect(watcher.kinds(stage.photo)).toEqual(['snap', 'snap']);
    await done(comment(stage.engine, stage.alice, stage.photoId, '4'));
    stage.hub.topics.hint(stage.photo, {
      ...watcher.positions.get(stage.photo)!,
      v: watcher.positions.get(stage.photo)!.v + 1,
    });
    await until('it goes on', () => bodies(watcher).length === 4);
    expect(watcher.complaints).toEqual([]);
  });

  test('that race the opening are neither lost nor doubled', async () => {
    const watchers: Watcher[] = [];
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; i < 15; i++) await done(comment(stage.engine, stage.alice, stage.photoId, `${writer}-${i}`));
      }),
    );
    for (let i = 0; i < 60; i++) {
      const watcher = stage.rooms.enter([stage.alice, stage.bob, stage.carla][i % 3]!);
      watcher.open(stage.photo);
      watchers.push(watcher);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await writing;
    const { v } = (await stage.engine.heads([stage.photo])).get(stage.photo)!;
    await until('everybody is there', () => watchers.every(({ positions }) => positions.get(stage.photo)?.v === v));
    expect(new Set(watchers.map((watcher) => bodies(watcher).toSorted().join())).size).toBe(1);
    expect(bodies(watchers[0]!)).toHaveLength(60);
    expect(watchers.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
