// The law: old snapshot + changes = new snapshot for whoever may see a topic, and nothing at all for everybody else.
// Judged over POST /api/sync for every topic of a stage and every onlooker, whichever carrier ran the command.
import { SITE_ID } from '@zoetrope/contract/features/site.ts';
import type { Onlooker, PersonName, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Batch, Change, Floor, Position } from '@zoetrope/contract/kernel/wire.ts';
import { until } from '#support/until.ts';
import { type Cast, ONLOOKERS, PEOPLE } from '#support/world.ts';

export type Snapshot = Extract<Batch, { k: 'snap' }>;
/** Topic key -> snapshot; undefined for a topic that is gone. */
export type Snapshots = ReadonlyMap<string, Snapshot | undefined>;

/** Every topic that a command on this stage may touch: each declared topic at each id that its parameter may name. */
export function topicsOf(registry: Registry, stage: Stage): TopicAt[] {
  const people = PEOPLE.map((name: PersonName) => stage.person(name));
  const values: Readonly<Record<string, readonly string[]>> = {
    groupId: [stage.id('group')],
    photoId: [stage.id('photo')],
    personId: people,
    ownerId: people,
    siteId: [SITE_ID],
  };
  return [...registry.topics.values()].flatMap((topic) => {
    const [param, ...others] = topic.paramNames();
    if (!param || others.length > 0 || !values[param]) throw new Error(`the suite knows no stage for ${topic.name}`);
    return values[param].map((value) => topic.of({ [param]: value }));
  });
}

/** What everybody is told of every topic, asked at one moment each. */
export class Law {
  /** As of the last look: what each was told then. */
  readonly after = new Map<Onlooker, Snapshots>();

  private constructor(
    private readonly registry: Registry,
    private readonly cast: Cast,
    private readonly keys: readonly string[],
    readonly before: ReadonlyMap<Onlooker, Snapshots>,
  ) {}

  static async begin(registry: Registry, cast: Cast, topics: readonly TopicAt[]): Promise<Law> {
    const keys = topics.map(({ key }) => key);
    const looks = ONLOOKERS.map(async (who) => [who, await snapshots(cast, who, keys)] as const);
    return new Law(registry, cast, keys, new Map(await Promise.all(looks)));
  }

  /**
   * Sentences for what breaks it. Gathered changes come within half a second, so whoever it does not hold for is asked again
   * until it does.
   */
  async breaches(): Promise<string[]> {
    let found = new Map<Onlooker, string[]>(ONLOOKERS.map((who) => [who, []]));
    const holds = async () => {
      const asked = [...found.keys()].map(async (who) => [who, await this.breachesFor(who)] as const);
      found = new Map((await Promise.all(asked)).filter(([, sentences]) => sentences.length > 0));
      return found.size === 0;
    };
    await until('the law holds', holds, 3_000, 250).catch(() => {});
    return [...found.values()].flat();
  }

  /**
   * Sentences for topics that have moved: after a refusal nothing may have been written. Gathered rows of the stage may
   * be logged meanwhile; they are not looked at, nor is the position. Where all look, every row of these people is; others
   * put theirs there meanwhile, as the same case does with other people on another carrier, and so move the window's floor.
   */
  async movements(): Promise<string[]> {
    const looks = ONLOOKERS.map(async (who) => {
      const now = await this.look(who);
      return [...this.before.get(who)!]
        .filter(([key, was]) => this.isMoved(key, was, now.get(key)))
        .map(([key]) => `${key} is not as it was for ${who}`);
    });
    return (await Promise.all(looks)).flat();
  }

  private async look(who: Onlooker): Promise<Snapshots> {
    const now = await snapshots(this.cast, who, this.keys);
    this.after.set(who, now);
    return now;
  }

  private isMoved(key: string, was: Snapshot | undefined, is: Snapshot | undefined): boolean {
    if (!was || !is) return was !== is;
    const isForAll = this.registry.topicAt(key)?.params['siteId'] === SITE_ID;
    const isOwn = (row: Row) => row.id === SITE_ID || this.cast.owns(row);
    const isJudged = ({ e, row }: Change) =>
      row !== null &&
      !isGathered(this.registry, e) &&
      (!isForAll || (isOwn(row) && reaches(row, was.floors[e]) && reaches(row, is.floors[e])));
    const [before, after] = [was, is].map(({ ch }) => JSON.stringify(ch.filter(isJudged)));
    return before !== after;
  }

  private async breachesFor(who: Onlooker): Promise<string[]> {
    const before = this.before.get(who)!;
    const positions = [...before].map(([key, snapshot]) => [key, snapshot ? positionOf(snapshot) : null] as const);
    const pulled = byTopic(await this.cast.api.sync(Object.fromEntries(positions), this.cast.cookie(who)));
    const after = await this.look(who);
    return this.keys.flatMap((key) => {
      const batches = pulled.get(key) ?? [];
      const tell = (sentence: string) => `the law: ${key} for ${who} ${sentence}`;
      const stray = batches.flatMap((batch) => this.strays(batch));
      if (stray.length > 0) return [tell(`carries rows that are not placed there: ${stray}`)];
      const old = before.get(key);
      const fresh = after.get(key);
      if (!fresh) return isOnlyGone(batches, key) ? [] : [tell(`should be gone, but had ${JSON.stringify(batches)}`)];
      if (!old) return batches[0]?.k === 'snap' ? [] : [tell('may be seen now, but had no snapshot')];
      const replayed = rowsFrom(replay(old, batches), old.floors);
      const expected = rowsFrom(new Map(fresh.ch.map((change) => [rowKey(change.e, change.id), change])), old.floors);
      return replayed === expected ? [] : [tell(`is ${expected}, but the changes lead to ${replayed}`)];
    });
  }

  /** Rows in a batch that no place puts there: they must not leave the server by this topic. */
  private strays(batch: Batch): string[] {
    if (batch.k !== 'ops' && batch.k !== 'snap') return [];
    const isPlaced = ({ e, row }: Change) =>
      !row || this.registry.topicsOf(e, row).some(({ at }) => at.key === batch.t);
    return batch.ch.filter((change) => !isPlaced(change)).map(({ e, id }) => rowKey(e, id));
  }
}

/** Logged by a gatherer, somewhere: up to half a second after the command. */
export const isGathered = (registry: Registry, entity: string): boolean =>
  registry.placesOf(entity).some(({ gathered }) => gathered);

async function snapshots(cast: Cast, who: Onlooker, keys: readonly string[]): Promise<Snapshots> {
  const asked = Object.fromEntries(keys.map((key) => [key, null]));
  const answered = byTopic(await cast.api.sync(asked, cast.cookie(who)));
  return new Map(
    keys.map((key) => {
      const [batch] = answered.get(key) ?? [];
      if (batch?.k === 'snap') return [key, batch];
      if (isOnlyGone(answered.get(key) ?? [], key)) return [key, undefined];
      throw new Error(`${key} for ${who} is neither a snapshot nor gone: ${JSON.stringify(answered.get(key))}`);
    }),
  );
}

/** Nothing but the notice, and nothing but the name in it: the same for what is not there and for what is secret. */
const isOnlyGone = (batches: readonly Batch[], key: string): boolean =>
  JSON.stringify(batches) === JSON.stringify([{ k: 'gone', t: key }]);

export const positionOf = ({ epoch, v }: Snapshot): Position => ({ epoch, v });

function byTopic(batches: readonly Batch[]): Map<string, Batch[]> {
  const topics = new Map<string, Batch[]>();
  for (const batch of batches) topics.set(batch.t, [...(topics.get(batch.t) ?? []), batch]);
  return topics;
}

/** Newer row version wins; versions must follow one another without a hole. */
function replay(old: Snapshot, batches: readonly Batch[]): Map<string, Change> {
  const rows = new Map(old.ch.map((change) => [rowKey(change.e, change.id), change]));
  let at = old.v;
  for (const batch of batches) {
    if (batch.k === 'snap') return new Map(batch.ch.map((change) => [rowKey(change.e, change.id), change]));
    if (batch.k !== 'ops') throw new Error(`${old.t} had ${JSON.stringify(batch)}`);
    if (batch.from > at) throw new Error(`${old.t} jumped from ${at} to ${batch.from}`);
    at = batch.v;
    for (const change of batch.ch) {
      const key = rowKey(change.e, change.id);
      if ((rows.get(key)?.rv ?? -1) <= change.rv) rows.set(key, change);
    }
  }
  return rows;
}

/** The rows at or above the old floors, byte for byte, in one order. */
function rowsFrom(rows: ReadonlyMap<string, Change>, floors: Snapshot['floors']): string {
  const kept = [...rows.values()].filter(({ e, row }) => row && reaches(row, floors[e]));
  return JSON.stringify(kept.toSorted((a, b) => (rowKey(a.e, a.id) < rowKey(b.e, b.id) ? -1 : 1)));
}

function reaches(row: Row, floor: Floor | undefined): boolean {
  if (floor === undefined || floor === 'end') return true;
  // Every window of the contract is by the date of creation.
  const key = String(row['createdAt']);
  return key === floor.key ? row.id >= floor.id : key > floor.key;
}
