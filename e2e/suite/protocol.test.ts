// G6: the rules of the kernel itself, proved once for each carrier with any feature's commands.
import { ACCOUNTS, type SessionList } from '@zoetrope/contract/accounts.ts';
import { addComment, Comment, editComment } from '@zoetrope/contract/features/comments.ts';
import { aGroupWith } from '@zoetrope/contract/features/groups.cases.ts';
import { Group, GroupTopic, renameGroup } from '@zoetrope/contract/features/groups.ts';
import { changeRole, removeMember } from '@zoetrope/contract/features/members.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { PhotoTopic, Tally } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Onlooker, PersonName, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import { photoUrl } from '@zoetrope/contract/renditions.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { Refused } from '@zoetrope/frontend/src/replica/refused.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ackOutcome } from '#support/api.ts';
import { castsByCarrier } from '#support/carrier-casts.ts';
import { type CarrierName, CARRIERS, Client } from '#support/clients.ts';
import { type Server, startServer } from '#support/server.ts';
import { until } from '#support/until.ts';
import { type Cast, cookieOf } from '#support/world.ts';
import { carriedRows, rowsOf, viewOf } from '#suite/view.ts';

let server: Server;
let casts: Record<CarrierName, Cast>;
const clients: Client[] = [];

beforeAll(async () => {
  server = await startServer();
  casts = await castsByCarrier(server);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});
afterAll(() => server?.remove());

const photoOf = (stage: Stage): TopicAt => PhotoTopic.of({ photoId: stage.id('photo') });
const gridOf = (stage: Stage): TopicAt => GroupPhotosTopic.of({ groupId: stage.id('group') });
const groupOf = (stage: Stage): TopicAt => GroupTopic.of({ groupId: stage.id('group') });
const comment = (stage: Stage, body: string, id = newId()) => ({ id, photoId: stage.id('photo'), body });
const bodies = (client: Client): string[] =>
  rowsOf(client.replica, Comment)
    .map(({ body }) => String(body))
    .toSorted();

/** What a client makes of a run, as a code. */
async function outcome(running: Promise<void>): Promise<string> {
  try {
    await running;
    return 'ok';
  } catch (error) {
    return error instanceof Refused ? error.body.code : String(error);
  }
}

describe.each(CARRIERS)('on %s', (carrier) => {
  const cast = (): Cast => casts[carrier];

  async function open(who: Onlooker, ...topics: readonly TopicAt[]): Promise<Client> {
    const client = Client.of(registry, cast(), who, carrier);
    clients.push(client);
    for (const topic of topics) client.replica.hold(topic);
    await until(
      `${who} is there`,
      () => client.isUp && topics.every(({ key }) => client.replica.stateOf(key) === 'live'),
    );
    return client;
  }
  async function aPhoto(): Promise<Stage> {
    const stage = cast().stage();
    await cast().arrange(aPhotoInAGroup(stage));
    return stage;
  }
  const say = (who: PersonName, stage: Stage, body: string) => cast().do(who, addComment, comment(stage, body));

  test('what somebody does is shown in the same tick and never flickers', async () => {
    const stage = await aPhoto();
    const alice = await open('alice', photoOf(stage));
    const frames: string[] = [];
    const stop = alice.replica.onAnyRow(() => frames.push(bodies(alice).join()));
    const running = alice.replica.run(addComment, comment(stage, 'hello'));
    expect(bodies(alice)).toEqual(['hello']);
    await running;
    await until('the log has told of it', () => alice.replica.pendingCount === 0);
    stop();
    expect(new Set(frames)).toEqual(new Set(['hello']));
  });

  test('a row that two topics carry is counted once', async () => {
    const stage = await aPhoto();
    const alice = await open('alice', photoOf(stage), gridOf(stage));
    const bob = await open('bob', photoOf(stage), gridOf(stage));
    await bob.replica.run(addComment, comment(stage, 'hello'));
    await bob.replica.run(addComment, comment(stage, 'again'));
    const tallies = (client: Client) => rowsOf(client.replica, Tally).map((tally) => tally['comments']);
    for (const client of [alice, bob]) {
      await until('both topics have told of it', () => JSON.stringify(tallies(client)) === '[2]');
    }
  });

  test('a refused command is rolled back when the server knows more than the client', async () => {
    const stage = cast().stage();
    await cast().arrange(aGroupWith(stage, 'admin', 'viewer'));
    const bob = await open('bob', groupOf(stage));
    bob.loses = () => true;
    const groupId = stage.id('group');
    expect(await cast().do('alice', changeRole, { groupId, personId: stage.person('bob'), role: 'viewer' })).toBe('ok');
    const before = viewOf(registry, bob.replica);
    const running = outcome(bob.replica.run(renameGroup, { groupId, name: 'Mine' }));
    expect(rowsOf(bob.replica, Group).map(({ name }) => name)).toEqual(['Mine']);
    expect(await running).toBe('forbidden');
    expect(viewOf(registry, bob.replica)).toEqual(before);
  });

  test('a command that is sent twice is done once and answered the same', async () => {
    const stage = await aPhoto();
    const bob = await open('bob', photoOf(stage));
    const message = { id: newId(), name: addComment.name, input: comment(stage, 'once') };
    const first = await bob.send(message);
    expect(ackOutcome(first)).toBe('ok');
    expect(await bob.send(message)).toEqual(first);
    const other: Ack = await bob.send({ ...message, input: comment(stage, 'twice') });
    expect(ackOutcome(other)).toBe('command-id-reused');
    await until('one comment is there', () => bodies(bob).join() === 'once');
  });

  test('the same attempt by another road is the same attempt', async () => {
    const stage = await aPhoto();
    const bob = await open('bob', photoOf(stage));
    const id = newId();
    const input = comment(stage, 'once');
    const first = await bob.send({ id, name: addComment.name, input });
    const second = await cast().api.command(addComment, input, cast().cookie('bob'), id);
    expect(second.json).toEqual(first);
  });

  test('a lost batch is noticed and fetched', async () => {
    const stage = await aPhoto();
    const carla = await open('carla', photoOf(stage));
    let lost = 0;
    carla.loses = (batch) => batch.k === 'ops' && batch.t === photoOf(stage).key && lost++ === 0;
    await say('bob', stage, 'lost');
    await until('a batch was lost', () => lost > 0);
    await say('bob', stage, 'found');
    await until('nothing is missing', () => bodies(carla).join() === 'found,lost');
  });

  test('commits that race the first snapshot are neither lost nor doubled', async () => {
    const stage = await aPhoto();
    const storm = Array.from({ length: 30 }, (_, i) => `comment ${String(i).padStart(2, '0')}`);
    const spoken = (async () => {
      for (const body of storm) expect(await say('bob', stage, body)).toBe('ok');
    })();
    const late = await Promise.all(['alice', 'bob', 'carla'].map((who) => open(who as PersonName, photoOf(stage))));
    await spoken;
    for (const client of late) await until('all of it is there', () => bodies(client).join() === storm.join());
  });

  test('a removed member who holds only a photo never hears of it again, nor sees its bytes', async () => {
    const stage = await aPhoto();
    const carla = await open('carla', photoOf(stage));
    const look = () =>
      cast().api.request('GET', photoUrl(stage.id('photo'), 'w320.webp'), { cookie: cast().cookie('carla') });
    expect((await look()).status).toBe(200);
    const heard: string[] = [];
    carla.loses = (batch) => {
      if ('ch' in batch) heard.push(JSON.stringify(batch.ch));
      return false;
    };
    const who = { groupId: stage.id('group'), personId: stage.person('carla') };
    expect(await cast().do('alice', removeMember, who)).toBe('ok');
    expect(await say('bob', stage, 'a secret')).toBe('ok');
    expect((await look()).status).toBe(404);
    await until('her page says so', () => carla.replica.stateOf(photoOf(stage).key) === 'gone');
    expect(carriedRows(registry, carla.replica, photoOf(stage).key)).toBe('');
    // Others have heard of the secret by now; she has not.
    const alice = await open('alice', photoOf(stage));
    await until('alice reads it', () => bodies(alice).join() === 'a secret');
    expect(heard.join()).not.toContain('a secret');
  });

  test('counts on the grid arrive together and right', async () => {
    const stage = await aPhoto();
    const watchers = [await open('alice', gridOf(stage)), await open('carla', gridOf(stage))];
    const voices = ['alice', 'bob', 'carla'] as const;
    await Promise.all(voices.flatMap((who) => Array.from({ length: 8 }, (_, i) => say(who, stage, `${who} ${i}`))));
    for (const { replica } of watchers) {
      await until('the count is 24', () => rowsOf(replica, Tally).some((tally) => tally['comments'] === 24));
    }
  });

  test('an edit that meets another ends the same for everybody', async () => {
    const stage = await aPhoto();
    const id = newId();
    await cast().do('bob', addComment, comment(stage, 'first', id));
    const one = await open('bob', photoOf(stage));
    const two = await open('bob', photoOf(stage));
    await Promise.all([
      one.replica.run(editComment, { id, body: 'left' }),
      two.replica.run(editComment, { id, body: 'right' }),
    ]);
    await until('both tabs agree', () => bodies(one).join() === bodies(two).join() && one.replica.pendingCount === 0);
  });

  test('the clients of a revoked session are let go', async () => {
    const { login, password } = cast().people.dan;
    const { api } = cast();
    const entered = await api.request('POST', `${ACCOUNTS}/sign-in`, { body: { login, password } });
    const cookie = cookieOf(entered.headers);
    const dan = new Client(registry, { kind: 'account', id: cast().people.dan.id }, carrier, server.url, cookie);
    clients.push(dan);
    await until('dan is there', () => dan.isUp);
    const list = await api.request('GET', `${ACCOUNTS}/sessions`, { cookie });
    const { id } = (list.json as SessionList).sessions.find((session) => session.isCurrent)!;
    const ended = await api.request('DELETE', `${ACCOUNTS}/sessions/${id}`, { cookie: cast().cookie('dan') });
    expect(ended.status).toBe(200);
    await until('dan is told', () => dan.downs.some(({ body }) => body.code === 'session-ended'), 2_000);
  });
});

test('what a first page asks for comes compressed to who takes that, and is the same', async () => {
  const cast = casts[CARRIERS[0]];
  const stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
  for (const word of ['one', 'two', 'three', 'four']) {
    expect(await cast.do('bob', addComment, comment(stage, word.repeat(400)))).toBe('ok');
  }
  // As a browser reads it.
  const ask = async (encoding: string) => {
    const response = await fetch(`${cast.api.url}/api/sync`, {
      method: 'POST',
      headers: { cookie: cast.cookie('bob')!, 'content-type': 'application/json', 'accept-encoding': encoding },
      body: JSON.stringify({ at: { [photoOf(stage).key]: null } }),
    });
    return { encoding: response.headers.get('content-encoding'), text: await response.text() };
  };
  const [plain, shrunk] = [await ask('identity'), await ask('gzip')];
  expect([plain.encoding, shrunk.encoding]).toEqual([null, 'gzip']);
  expect(shrunk.text).toBe(plain.text);
  expect(plain.text.length).toBeGreaterThan(4_096);
});
