import { newId } from '@zoetrope/contract/ids.ts';
import { VISITOR } from '@zoetrope/contract/kernel/caller.ts';
import { ORIGIN } from '@zoetrope/contract/kernel/wire.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a comment is answered with its place in the log and its row', async () => {
  const ack = await done(comment(world.engine, bob, photoId, ' hello '));
  expect(ack.at.map((at) => at.t)).toEqual([`photo/${photoId}`]);
  expect(ack.ch.map((c) => c.e)).toEqual(['comments', 'tallies']);
  expect(ack.ch[0]!.row!['body']).toBe('hello');
  const snapshot = await world.engine.snapshot(`photo/${photoId}`);
  expect(snapshot.v).toBe(ack.at[0]!.v);
  expect(snapshot.epoch).toBe(ack.at[0]!.epoch);
  for (const change of ack.ch) expect(snapshot.ch).toContainEqual(change);
  const log = await world.engine.changes(`photo/${photoId}`, ORIGIN);
  expect(log!.entries.map((entry) => entry.v)).toEqual(Array.from({ length: snapshot.v }, (_, i) => i + 1));
  expect(JSON.stringify(log!.entries.at(-1)!.ch)).toBe(JSON.stringify(ack.ch));
});

test('a stranger gets the same refusal for a photo that is there and for one that is not', async () => {
  const id = newId();
  const unseen = await world.engine.run(dan, { id, name: 'comments.add', input: { id: newId(), photoId, body: 'x' } });
  const absent = await world.engine.run(dan, {
    id,
    name: 'comments.add',
    input: { id: newId(), photoId: newId(), body: 'x' },
  });
  expect(codeOf(unseen)).toBe('not-found');
  expect(unseen).toEqual(absent);
});

test('refusals say what is wrong', async () => {
  const { engine } = world;
  expect(codeOf(await run(engine, bob, 'nothing.atAll', {}))).toBe('unknown-command');
  expect(codeOf(await run(engine, bob, 'photos.add', {}))).toBe('unknown-command');
  expect(codeOf(await comment(engine, VISITOR, photoId, 'x'))).toBe('unauthenticated');
  expect(codeOf(await run(engine, bob, 'groups.rename', { groupId, name: 'x' }))).toBe('forbidden');
  const blank = await comment(engine, bob, photoId, ' \u200b ');
  expect(blank).toMatchObject({ ok: false, error: { code: 'invalid', fields: { body: 'blank' } } });
  expect(codeOf(await comment(engine, bob, photoId, 'a\0b'))).toBe('invalid');
  expect(codeOf(await comment(engine, bob, photoId, 'x', newId().toUpperCase()))).toBe('invalid');
  expect(codeOf(await engine.run(bob, { id: 'x'.repeat(65), name: 'comments.add', input: {} }))).toBe('invalid');
  expect(codeOf(await run(engine, alice, 'members.leave', { groupId, takePhotos: false }))).toBe('last-owner');
  expect(world.reports).toEqual([]);
});

test('a taken id is a conflict', async () => {
  const id = newId();
  await done(comment(world.engine, bob, photoId, 'first', id));
  expect(codeOf(await comment(world.engine, bob, photoId, 'second', id))).toBe('conflict');
});

test('the same command id is done once, and is not taken for another command', async () => {
  const message = { id: newId(), name: 'comments.add', input: { id: newId(), photoId, body: 'once' } };
  const answers = await Promise.all([1, 2, 3, 4].map(() => world.engine.run(bob, message)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]!.ok).toBe(true);
  const other = await world.engine.run(bob, { ...message, input: { ...message.input, body: 'other' } });
  expect(codeOf(other)).toBe('command-id-reused');
});
