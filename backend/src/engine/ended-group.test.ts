// What the judge says of a group that has ended while all that was in it is still there.
import { newId } from '@zoetrope/contract/ids.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Commit } from './ports.ts';
import {
  addPhoto,
  codeOf,
  comment,
  done,
  join,
  makeGroup,
  openWorld,
  run,
  type Person,
  type World,
} from './world.fixture.ts';

let world: World;
let alice: Person, bob: Person, dan: Person;
beforeAll(async () => {
  world = await openWorld();
  const { engine } = world;
  [alice, bob, dan] = [await join(engine, 'Alice'), await join(engine, 'Bob'), await join(engine, 'Dan')];
});
afterAll(() => world.close());

const aGroupWithAPhoto = async () => {
  const groupId = await makeGroup(world.engine, alice, [bob]);
  return { groupId, photoId: await addPhoto(world.engine, bob, { to: 'group', groupId }) };
};
const topicsOf = (groupId: string, photoId: string) =>
  ['group', 'members', 'group-photos', 'invites'].map((name) => `${name}/${groupId}`).concat(`photo/${photoId}`);

test('with the commit that ends it nobody may hold anything of it, on this node and on others that hear of it', async () => {
  const { engine } = world;
  const other = await world.another();
  const { groupId, photoId } = await aGroupWithAPhoto();
  const held = async (node: typeof engine) => {
    const verdicts = topicsOf(groupId, photoId).flatMap((key) => [alice, bob].map((who) => node.judge(who, key)));
    return (await Promise.all(verdicts)).filter(({ ok }) => ok).length;
  };
  expect([await held(engine), await held(other)]).toEqual([9, 9]);
  let inThatTick: Promise<number> | undefined;
  const stop = engine.onCommit((commit: Commit) => {
    other.publish(commit);
    inThatTick = held(engine);
  });
  const ack = await done(run(engine, alice, 'groups.end', { groupId }));
  stop();
  expect([await inThatTick, await held(other)]).toEqual([0, 0]);
  // The photo is there still: the verdicts rest on the group alone.
  expect(await done(run(engine, alice, 'people.rename', { name: 'Alice' }))).toBeTruthy();
  expect(ack.at.map((at) => at.t)).toEqual([`me/${alice.id}`]);
  expect(ack.ch).toEqual([expect.objectContaining({ e: 'members', row: null })]);
});

test('and nothing can be done in it, by a node that has heard of nothing, too', async () => {
  const { engine } = world;
  const other = await world.another();
  const { groupId, photoId } = await aGroupWithAPhoto();
  const mine = await addPhoto(engine, bob, { to: 'friends' });
  expect(codeOf(await comment(other, bob, photoId, 'before'))).toBe('ok');
  await done(run(engine, alice, 'groups.end', { groupId }));
  const audience = { to: 'group', groupId };
  for (const node of [engine, other]) {
    expect(codeOf(await comment(node, bob, photoId, 'after'))).toBe('not-found');
    const tries: [string, object, boolean?][] = [
      ['reactions.add', { photoId, symbol: 'heart' }],
      ['photos.caption', { id: photoId, caption: 'x' }],
      ['photos.remove', { id: photoId }],
      ['photos.shareWith', { id: photoId, audience: { to: 'friends' } }],
      ['photos.shareWith', { id: mine, audience }],
      ['photos.add', { id: newId(), audience, caption: '', widthPx: 4, heightPx: 3 }, true],
      ['rolls.begin', { id: newId(), audience, photos: [{ id: newId(), widthPx: 4, heightPx: 3 }] }],
      ['members.leave', { groupId, takePhotos: true }],
      ['groups.rename', { groupId, name: 'x' }],
    ];
    for (const [name, input, onServer] of tries)
      expect([name, codeOf(await run(node, bob, name, input, onServer))]).toEqual([name, 'not-found']);
  }
});

test('photos that come and go disturb no verdict that rests on the group', async () => {
  const { engine } = world;
  const { groupId, photoId } = await aGroupWithAPhoto();
  const touched: Commit['touched'][] = [];
  const stop = engine.onCommit((commit) => void touched.push(commit.touched));
  await addPhoto(engine, bob, { to: 'group', groupId });
  await done(run(engine, alice, 'groups.rename', { groupId, name: 'x' }));
  stop();
  // '' rests on existence alone, which a change that names columns leaves as it is.
  expect((await engine.judge(bob, `photo/${photoId}`)).deps.get(`groups/${groupId}`)).toBe('');
  const ofGroup = touched.flatMap((rows) => rows[`groups/${groupId}`] ?? []);
  expect(ofGroup).toEqual(['photoCount', 'name']);
});

test('comments in a group do not wait for each other, nor for whoever adds photos to it', async () => {
  const { engine, databaseUrl } = world;
  const { groupId, photoId } = await aGroupWithAPhoto();
  expect(codeOf(await comment(engine, bob, photoId, 'first'))).toBe('ok');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from groups where id = $1 for no key update', [groupId]);
  expect(codeOf(await comment(engine, bob, photoId, 'meanwhile'))).toBe('ok');
  await client.query('rollback');
  await client.end();
});

test('an id of a row with a topic of its own is used once: whoever took it would read the old log', async () => {
  const { engine } = world;
  const { groupId, photoId } = await aGroupWithAPhoto();
  await done(comment(engine, bob, photoId, 'among ourselves'));
  await done(run(engine, bob, 'photos.remove', { id: photoId }));
  await done(run(engine, alice, 'groups.end', { groupId }));
  expect(codeOf(await run(engine, dan, 'groups.create', { id: groupId, name: 'Mine' }))).toBe('conflict');
  const photo = { id: photoId, audience: { to: 'friends' }, caption: '', widthPx: 4, heightPx: 3 };
  expect(codeOf(await run(engine, dan, 'photos.add', photo, true))).toBe('conflict');
  expect((await engine.judge(dan, `photo/${photoId}`)).ok).toBe(false);
  expect((await engine.judge(VISITOR, `group/${groupId}`)).ok).toBe(false);
  // Beside others in one transaction, it alone is refused.
  const names = ['One', 'Two', 'Three'];
  const answers = await Promise.all([
    run(engine, dan, 'groups.create', { id: groupId, name: 'Mine' }),
    ...names.map((name) => run(engine, dan, 'groups.create', { id: newId(), name })),
  ]);
  expect(answers.map(codeOf)).toEqual(['conflict', 'ok', 'ok', 'ok']);
});
