// 19, and first of all the hole of the kernel's sketch: with Redis away, a member who holds nothing but a photo's topic
// on another process went on hearing of it.
import { removeMember } from '@zoetrope/contract/features/members.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { found, type Finding } from '#faults/stage/checks.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import { RUNGS } from '#faults/stage/crowd.ts';
import type { Fault } from '#faults/stage/fault.ts';
import { untilTied } from '#faults/stage/site.ts';
import type { Stage } from '#faults/stage/stage.ts';
import { until } from '#support/until.ts';
import type { Person } from '#support/world.ts';

/** What is promised: 2 s, and 5 s while Redis is away (DESIGN.md, section 5). */
const USUALLY_MS = 2_000;
const WITHOUT_REDIS_MS = 5_000;

export const removedMembers: Fault = {
  number: 19,
  title: 'Member removed: Redis away; as usual; away from the page and back; with a warm cache entry',
  invariant: 'cut off in 5 s without Redis, else 2 s; nothing private afterwards, from no cache and no replay',
  isQuick: true,
  async run(stage) {
    const { site } = stage;
    const hidden = await Removed.open(stage, true);
    const plain = await Removed.open(stage, false);
    await site.stopRedis();
    const findings = [
      await hidden.remove(WITHOUT_REDIS_MS, 'without Redis, holding nothing but a photo'),
      await plain.remove(WITHOUT_REDIS_MS, 'without Redis, holding everything'),
    ];
    await site.startRedis();
    await Promise.all(site.nodes.map(untilTied));
    const usual = await Removed.open(stage, false);
    findings.push(await usual.remove(USUALLY_MS, 'with Redis'));
    findings.push(await whileAway(stage), await warmCache(stage));
    stage.close(...hidden.clients, ...plain.clients, ...usual.clients);
    return findings;
  },
};

/** One person on every rung, on the process that does not hear of the removal at once. */
class Removed {
  private constructor(
    private readonly stage: Stage,
    private readonly person: Person,
    readonly clients: FaultClient[],
    private readonly topics: readonly TopicAt[],
  ) {}

  static async open(stage: Stage, isBare: boolean): Promise<Removed> {
    const person = await stage.join();
    const topics = isBare ? [stage.photoAt(0)] : stage.groupTopics;
    const url = stage.site.nodes.at(-1)!.direct.url;
    const clients = RUNGS.map((rung) => stage.open({ person, rung, topics, url, isBare }));
    await until('the member is there', () =>
      clients.every((client) => topics.every((at) => client.stateOf(at) === 'live')),
    );
    return new Removed(stage, person, clients, topics);
  }

  /** Removes the person on the first process while others write, and says how long it took to be cut off. */
  async remove(withinMs: number, how: string): Promise<Finding> {
    const { stage, person, topics, clients } = this;
    const { alice } = stage.cast.people;
    const url = stage.site.nodes[0]!.direct.url;
    stage.writers.start(8);
    const input = { groupId: stage.set.id('group'), personId: person.id };
    const removal = await stage.writers.run(alice, removeMember, input, [url]);
    const keys = stage.groupTopics.map(({ key }) => key);
    stage.recorder.forbid(person.id, keys, removal.ackedAtMs + withinMs);
    const isCutOff = () => clients.every((client) => topics.every((at) => client.stateOf(at) === 'gone'));
    await until('the removed member is cut off', isCutOff, 30_000).catch(() => undefined);
    const tookMs = performance.now() - removal.ackedAtMs;
    // What is said from now on must not come any more.
    await stage.writers.comment(alice, stage.photoIds[0]!, [url]);
    await stage.writers.stop();
    return found(
      `removed ${how}`,
      `gone on all rungs after ${(tookMs / 1_000).toFixed(2)} s`,
      isCutOff() && tookMs <= withinMs,
    );
  }
}

/** Removed while the page has no network: what it missed must not come when it returns. */
async function whileAway(stage: Stage): Promise<Finding> {
  const person = await stage.join();
  const wire = await stage.site.wires.open('away', Number(new URL(stage.site.nodes.at(-1)!.direct.url).port));
  const topics = stage.groupTopics;
  const clients = RUNGS.map((rung) => stage.open({ person, rung, topics, url: wire.url }));
  await until('the member is there', () =>
    clients.every((client) => topics.every((at) => client.stateOf(at) === 'live')),
  );
  await wire.cut();
  const input = { groupId: stage.set.id('group'), personId: person.id };
  const removal = await stage.writers.run(stage.cast.people.alice, removeMember, input);
  const keys = topics.map(({ key }) => key);
  stage.recorder.forbid(person.id, keys, removal.ackedAtMs + USUALLY_MS);
  await stage.writers.comment(stage.cast.people.alice, stage.photoIds[0]!);
  await until('two seconds are over', () => performance.now() > removal.ackedAtMs + USUALLY_MS);
  await wire.heal();
  const isCutOff = () => clients.every((client) => topics.every((at) => client.stateOf(at) === 'gone'));
  for (const client of clients) client.wakes('online');
  const healedAtMs = performance.now();
  await until('the page knows that it may not any more', isCutOff, 30_000).catch(() => {});
  const seconds = ((performance.now() - healedAtMs) / 1_000).toFixed(1);
  const finding = found('removed while away, then back', `gone on all rungs ${seconds} s after its return`, isCutOff());
  stage.close(...clients);
  return finding;
}

/** The address of a poll, asked for until caches are warm, must answer nothing to who was removed. */
async function warmCache(stage: Stage): Promise<Finding> {
  const person = await stage.join();
  const { key } = stage.photoAt(0);
  const ask = () => stage.cast.api.request('GET', `/api/sync?t=${encodeURIComponent(key)}`, { cookie: person.cookie });
  const before = [await ask(), await ask()].map(({ status }) => status);
  const input = { groupId: stage.set.id('group'), personId: person.id };
  const removal = await stage.writers.run(stage.cast.people.alice, removeMember, input);
  let answer = await ask();
  await until('the address is not answered', async () => (answer = await ask()).status === 404, 10_000).catch(() => {});
  const tookMs = performance.now() - removal.ackedAtMs;
  const figure = `${before.join(', ')} before, ${answer.status} after ${(tookMs / 1_000).toFixed(2)} s, through the front`;
  return found('removed with a warm cache entry', figure, answer.status === 404 && tookMs <= USUALLY_MS);
}
