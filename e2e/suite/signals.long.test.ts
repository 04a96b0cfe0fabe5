// What is said and kept by nobody, on every carrier: who hears it, who does not, and that no log knows of it.
import { GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { removeMember } from '@zoetrope/contract/features/members.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { Around, Looking, Writing } from '@zoetrope/contract/features/presence.ts';
import type { Onlooker, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { Signal } from '@zoetrope/contract/kernel/signal.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '#support/api.ts';
import { CARRIERS, type CarrierName, Client } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { takesTurns, until } from '#support/until.ts';
import { Cast } from '#support/world.ts';

let server: Server;
let cast: Cast;
const clients: Client[] = [];
const pollers: (() => void)[] = [];
beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
});
afterEach(() => {
  for (const stop of pollers.splice(0)) stop();
  for (const client of clients.splice(0)) client.leave();
});
afterAll(() => server?.remove());

const topicOf = (stage: Stage) => PhotoTopic.of({ photoId: stage.id('photo') });

async function aPhoto(): Promise<Stage> {
  const stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
  return stage;
}

/** Somebody with the photo open, or what else has signals, who listens. */
async function open(who: Onlooker, carrier: CarrierName, stage: Stage, at = topicOf(stage)) {
  const client = Client.of(registry, cast, who, carrier);
  clients.push(client);
  client.replica.hold(at);
  await until(`${who} is there`, () => client.isUp && client.replica.stateOf(at.key) !== 'loading');
  client.replica.signals.watch(at, () => undefined);
  if (!client.isPushed()) pollers.push(takesTurns(everyFew(() => client.replica.signals.askAll())));
  return {
    client,
    says: (signal: Signal<true>) => client.replica.signals.keepSaying(signal, at, true),
    hears: (signal: Signal) => client.replica.signals.by(signal, at),
  };
}
const idOf = (who: 'alice' | 'bob' | 'carla') => cast.people[who].id;
/** A page that polls plainly asks each 5 s; a test's does whenever the test has waited a little. */
function everyFew(ask: () => void): () => void {
  let turn = 0;
  return () => {
    if (turn++ % 20 === 0) ask();
  };
}

describe.each(CARRIERS)('on %s', (carrier) => {
  test('who looks and who writes is heard by those who hold the photo, until they stop', async () => {
    const stage = await aPhoto();
    const alice = await open('alice', carrier, stage);
    const bob = await open('bob', carrier, stage);
    const before = alice.client.replica.positions().get(topicOf(stage).key);
    const stopLooking = bob.says(Looking);
    const stopWriting = bob.says(Writing);
    const heard = () => [alice.hears(Looking), alice.hears(Writing)].every(([by]) => by === idOf('bob'));
    await until('alice hears of both', heard);
    // Nobody hears of oneself.
    expect(bob.hears(Looking)).toEqual([]);
    stopWriting();
    await until('bob has stopped writing', () => alice.hears(Writing).length === 0);
    expect(alice.hears(Looking)).toEqual([idOf('bob')]);
    stopLooking();
    await until('bob is gone', () => alice.hears(Looking).length === 0);
    expect(alice.client.replica.positions().get(topicOf(stage).key)).toEqual(before);
  });

  test('whoever comes hears at once who is there', async () => {
    const stage = await aPhoto();
    const alice = await open('alice', carrier, stage);
    const carla = await open('carla', carrier, stage);
    alice.says(Looking);
    // Whoever was there has been told: nothing but the question will tell bob.
    await until('carla hears alice', () => carla.hears(Looking).length > 0);
    const bob = Client.of(registry, cast, 'bob', carrier);
    clients.push(bob);
    await until('bob is there', () => bob.isUp);
    // As a page does when a photo is opened: it holds and listens in one moment.
    bob.replica.hold(topicOf(stage));
    bob.replica.signals.watch(topicOf(stage), () => undefined);
    const isThere = () => bob.replica.signals.by(Looking, topicOf(stage)).length > 0;
    await until('bob hears alice', isThere);
  });

  test('who is around in a group is heard by its members, and by no stranger', async () => {
    const stage = await aPhoto();
    const at = GroupTopic.of({ groupId: stage.id('group') });
    const alice = await open('alice', carrier, stage, at);
    const dan = await open('dan', carrier, stage, at);
    const bob = await open('bob', carrier, stage, at);
    dan.says(Around);
    const stopBob = bob.says(Around);
    await until('alice hears bob', () => alice.hears(Around).length > 0);
    expect(alice.hears(Around)).toEqual([idOf('bob')]);
    expect(dan.hears(Around)).toEqual([]);
    stopBob();
    await until('bob is gone', () => alice.hears(Around).length === 0);
  });

  test('a stranger hears nothing, is not heard, and neither is one who was removed', async () => {
    const stage = await aPhoto();
    const alice = await open('alice', carrier, stage);
    const dan = await open('dan', carrier, stage);
    const bob = await open('bob', carrier, stage);
    dan.says(Looking);
    alice.says(Looking);
    await until('bob hears alice', () => bob.hears(Looking).length > 0);
    expect(bob.hears(Looking)).toEqual([idOf('alice')]);
    expect(dan.hears(Looking)).toEqual([]);
    const groupId = stage.id('group');
    expect(await cast.do('alice', removeMember, { groupId, personId: idOf('bob') })).toBe('ok');
    await until('bob has lost it', () => bob.client.replica.stateOf(topicOf(stage).key) === 'gone');
    bob.says(Writing);
    const carla = await open('carla', carrier, stage);
    carla.says(Writing);
    await until('alice hears carla', () => alice.hears(Writing).length > 0);
    expect(alice.hears(Writing)).toEqual([idOf('carla')]);
  });
});

test('one who leaves without a word is forgotten by time alone', async () => {
  const stage = await aPhoto();
  const alice = await open('alice', 'socket', stage);
  const bob = await open('bob', 'socket', stage);
  bob.says(Writing);
  await until('alice hears bob', () => alice.hears(Writing).length > 0);
  // The page is gone: nothing takes the word back.
  bob.client.leave();
  await until('nobody writes', () => alice.hears(Writing).length === 0, Writing.ttlMs + 5_000);
});

test('two pages of a person are one person, until both are gone', async () => {
  const stage = await aPhoto();
  const alice = await open('alice', 'socket', stage);
  const [left, right] = [await open('bob', 'socket', stage), await open('bob', 'long-poll', stage)];
  const [stopLeft, stopRight] = [left.says(Looking), right.says(Looking)];
  await until('alice hears bob', () => alice.hears(Looking).length > 0);
  stopLeft();
  // A second signal overtakes the first one's end if that was told at all.
  left.says(Writing);
  await until('alice hears of the writing', () => alice.hears(Writing).length > 0);
  expect(alice.hears(Looking)).toEqual([idOf('bob')]);
  stopRight();
  await until('bob is gone', () => alice.hears(Looking).length === 0);
});

test('what is not declared, too large, said too often or by a visitor is refused with a code', async () => {
  const stage = await aPhoto();
  const api = new Api(server.url);
  const t = topicOf(stage).key;
  const say = async (body: object, who: Onlooker = 'bob') => {
    const answer = await api.request('POST', '/api/signals', { cookie: cast.cookie(who), body });
    return answer.status === 204 ? 'ok' : answer.json?.code;
  };
  const good = { t, s: Looking.name, source: 'page', body: true };
  expect(await say(good)).toBe('ok');
  expect(await say({ ...good, s: 'shouting' })).toBe('not-found');
  expect(await say({ ...good, body: 'x' })).toBe('invalid');
  expect(await say({ ...good, body: 'x'.repeat(300) })).toBe('too-large');
  expect(await say({ ...good, t: 'photo/nowhere' })).toBe('not-found');
  expect(await say(good, 'dan')).toBe('not-found');
  expect(await say(good, 'visitor')).toBe('not-found');
  expect(await say({ t })).toBe('invalid');
  const many = await Promise.all(Array.from({ length: 40 }, () => say(good, 'carla')));
  expect(many).toContain('slow-down');
  expect(await say(good)).toBe('ok');
});
