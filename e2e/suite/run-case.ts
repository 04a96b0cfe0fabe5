// One declared case on one carrier, judged in every way that the gates ask for.
import type { Case, Onlooker, Stage } from '@zoetrope/contract/kernel/case.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import type { Entity } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { Refused } from '@zoetrope/frontend/src/replica/refused.ts';
import { ackOutcome, type Outcome } from '#support/api.ts';
import { type CarrierName, Client } from '#support/clients.ts';
import { until } from '#support/until.ts';
import type { Watchers } from '#support/watchers.ts';
import { type Cast, ONLOOKERS } from '#support/world.ts';
import { isGathered, Law, positionOf, type Snapshot, type Snapshots, topicsOf } from '#suite/law.ts';
import { carriedRows, changedRows, leftRows, masked, rowsOf, toText, type View, viewOf } from '#suite/view.ts';

export interface Rig {
  readonly registry: Registry;
  readonly cast: Cast;
  readonly carrier: CarrierName;
  /** On the same carrier; the actor has a tab of their own besides. */
  readonly watchers: Watchers;
}

/** Sentences for all that is not as declared; empty when the case holds. */
export async function runCase(rig: Rig, one: Case): Promise<string[]> {
  const stage = rig.cast.stage();
  const run = new CaseRun(rig, one, stage);
  try {
    await rig.cast.arrange(one.given(stage));
    await run.gather();
    await run.tryRaw();
    await run.tryAsPeopleDo();
    await run.settle();
    return run.complaints;
  } catch (error) {
    return [...run.complaints, (error as Error).message];
  } finally {
    run.leave();
    await rig.cast.part(one.run);
  }
}

/** Twice what a gatherer takes, and some. */
const GATHERED_MS = 2_000;
const entityOf = (key: string): string => key.slice(0, key.indexOf('/'));

class CaseRun {
  readonly complaints: string[] = [];
  private readonly registry: Registry;
  private readonly watched: TopicAt;
  private readonly command: AnyCommand;
  private readonly clients = new Map<Onlooker, Client>();
  private readonly letGo = new Map<Onlooker, () => void>();
  private readonly topics: readonly TopicAt[];
  private readonly inputs: readonly unknown[];
  private law!: Law;

  constructor(
    private readonly rig: Rig,
    private readonly one: Case,
    private readonly stage: Stage,
  ) {
    this.registry = rig.registry;
    this.watched = one.watch(stage);
    // By name: a mutated registry has another command under it.
    this.command = this.registry.commands.get(one.run.name)!;
    this.topics = topicsOf(this.registry, stage);
    this.inputs = [one.input, ...(one.nor ?? [])].map((input) => input(stage));
  }

  private get actor(): Client {
    return this.clients.get(this.one.as)!;
  }

  /** Everybody opens the topic; the actor has every page open on which the command might show. */
  async gather(): Promise<void> {
    for (const who of ONLOOKERS) {
      const isActor = who === this.one.as;
      const { registry, cast, carrier, watchers } = this.rig;
      this.clients.set(who, isActor ? Client.of(registry, cast, who, carrier) : watchers.of(who));
      this.open(who);
    }
    for (const topic of this.topics) this.actor.replica.hold(topic);
    for (const who of ONLOOKERS) await this.untilHeld(who, this.one.seenBy.includes(who));
    await this.actor.until('the actor has everything', () =>
      this.topics.every(({ key }) => this.actor.replica.stateOf(key) !== 'loading'),
    );
    this.law = await Law.begin(this.registry, this.rig.cast, this.topics);
    // A page may open as of the last frame that its topic was told; the next one is on its way.
    await this.untilActorHas(this.law.before);
  }

  private async untilHeld(who: Onlooker, isSeen: boolean): Promise<void> {
    const client = this.clients.get(who)!;
    const state = isSeen ? 'live' : 'gone';
    await client.until(
      `${this.watched.key} is ${state} for ${who} on ${this.rig.carrier}`,
      () => client.isUp && client.replica.stateOf(this.watched.key) === state,
    );
  }

  /** The server's own verdict: the message is sent past the client's checks. */
  async tryRaw(): Promise<void> {
    if (this.one.expect === 'ok' || this.one.run.serverOnly) return;
    for (const input of this.inputs) {
      const message = { id: newId(), name: this.one.run.name, input };
      this.expectOutcome('the server', input, ackOutcome(await this.actor.send(message)));
    }
  }

  private expectOutcome(who: string, input: unknown, outcome: Outcome): void {
    if (outcome === this.one.expect) return;
    this.complaints.push(`${who} said ${outcome}, not ${this.one.expect}, to ${JSON.stringify(input)}`);
  }

  async tryAsPeopleDo(): Promise<void> {
    const before = viewOf(this.registry, this.actor.replica);
    const [input] = this.inputs;
    if (this.one.run.serverOnly) {
      this.expectOutcome('the server', input, await this.rig.cast.do(this.one.as, this.one.run, input));
      await this.judge();
    } else if (this.one.expect === 'ok') {
      await this.runPredicted(before);
    } else {
      for (const refused of this.inputs) {
        this.expectOutcome('the client', refused, await this.runInClient(refused));
      }
      const trace = changedRows(before, viewOf(this.registry, this.actor.replica));
      if (trace.length > 0) this.complaints.push(`a refused command left a trace: ${trace}`);
      await this.judge();
    }
  }

  private async judge(): Promise<void> {
    this.complaints.push(...(this.one.expect === 'ok' ? await this.law.breaches() : await this.law.movements()));
  }

  private async runInClient(input: unknown): Promise<Outcome> {
    try {
      await this.actor.replica.run(this.command, input);
      return 'ok';
    } catch (error) {
      return error instanceof Refused ? error.body.code : `strange: ${(error as Error).message}`;
    }
  }

  /** G5: what is shown in the same tick is what the server does, with no frame in between that shows anything else. */
  private async runPredicted(before: View): Promise<void> {
    const { replica } = this.actor;
    const [input] = this.inputs;
    const running = this.runInClient(input);
    const predicted = viewOf(this.registry, replica);
    const shown = changedRows(before, predicted).filter((key) => !isGathered(this.registry, entityOf(key)));
    const flickers = new Set<string>();
    const stop = replica.onAnyRow(() => {
      const frame = viewOf(this.registry, replica);
      for (const key of shown) if (masked(frame.get(key)) !== masked(predicted.get(key))) flickers.add(key);
    });
    this.expectOutcome('the client', input, await running);
    await this.actor.until('the prediction has become the truth', () => replica.pendingCount === 0);
    await this.judge();
    await this.untilActorHas(this.law.after);
    // Gathered rows come by themselves, up to half a second later.
    const isTrue = () => this.wrongRows(before, predicted).length === 0;
    await this.actor.until('the truth is what was predicted', isTrue, GATHERED_MS).catch(() => {});
    stop();
    const wrong = this.wrongRows(before, predicted);
    if (wrong.length > 0) {
      const after = viewOf(this.registry, replica);
      const differences = wrong.map((key) => `${key}: predicted ${predicted.get(key)}, is ${after.get(key)}`);
      this.complaints.push(`the prediction was not what the server did: ${differences.join('; ')}`);
    }
    const flickered = [...flickers].filter((key) => !wrong.includes(key) && this.isHeldByActor(key, predicted));
    if (flickered.length > 0) this.complaints.push(`a frame did not show what was predicted: ${flickered}`);
  }

  /** Rows that are not as predicted, of those that a topic of the actor carries. */
  private wrongRows(before: View, predicted: View): string[] {
    const now = viewOf(this.registry, this.actor.replica);
    const isHeld = (key: string) => this.isHeldByActor(key, predicted) || this.isHeldByActor(key, now);
    // A gathered row that was never here may still be of the stage before.
    const isOfThisRun = (key: string) =>
      before.has(key) || predicted.has(key) || !isGathered(this.registry, entityOf(key));
    return changedRows(predicted, now).filter((key) => isHeld(key) && isOfThisRun(key));
  }

  /** In its own topic: what is gathered tells late, and of what the same case does meanwhile on another carrier. */
  private isHeldByActor(key: string, view: View): boolean {
    const text = view.get(key);
    if (!text) return false;
    const row = Object.fromEntries(JSON.parse(text)) as Row;
    const { replica } = this.actor;
    return this.registry
      .topicsOf(entityOf(key), row)
      .some(({ at, place }) => !place.gathered && replica.stateOf(at.key) === 'live');
  }

  /** The actor has come as far as what they were told. */
  private async untilActorHas(told: ReadonlyMap<Onlooker, Snapshots>): Promise<void> {
    const { replica } = this.actor;
    const isThere = ([key, snapshot]: [string, Snapshot | undefined]) =>
      snapshot ? hasReached(replica.positions().get(key), snapshot) : replica.stateOf(key) === 'gone';
    await this.actor.until(`${this.one.as} is up to date on ${this.rig.carrier}`, () =>
      [...told.get(this.one.as)!].every(isThere),
    );
  }

  /** What everybody sees in the end. */
  async settle(): Promise<void> {
    const { one, watched } = this;
    const seenAfterBy = one.seenAfterBy ?? one.seenBy;
    for (const who of ONLOOKERS) {
      const isSeen = seenAfterBy.includes(who);
      // Somebody who may look only now opens the page now.
      if (isSeen && !one.seenBy.includes(who) && who !== one.as) this.open(who);
      await this.untilHeld(who, isSeen);
      const { replica } = this.clients.get(who)!;
      if (!isSeen) {
        const left = leftRows(this.registry, replica, watched.key);
        if (left !== '') this.complaints.push(`${who} still has ${left}`);
        continue;
      }
      await this.untilConverged(who);
      if (one.see)
        await this.clients
          .get(who)!
          .until(`${who} sees it on ${this.rig.carrier}`, () => one.see!(this.reader(who), this.stage));
    }
  }

  /** Opens the page, or opens it once more. */
  private open(who: Onlooker): void {
    this.letGo.get(who)?.();
    this.letGo.set(who, this.clients.get(who)!.replica.hold(this.watched));
  }

  /** The rows of the watched topic are the server's; news that came since the law was looked at are waited for. */
  private async untilConverged(who: Onlooker): Promise<void> {
    const client = this.clients.get(who)!;
    const { replica } = client;
    const { key } = this.watched;
    let snapshot = this.law.after.get(who)?.get(key);
    await until(`${who} has what the server has on ${this.rig.carrier}`, async () => {
      const told = snapshot ?? (await this.tell(who, key));
      snapshot = undefined;
      if (!told) return false;
      await client.until(`${who} is where the server is`, () => hasReached(replica.positions().get(key), told));
      return carriedRows(this.registry, replica, key) === snapshotRows(told);
    });
  }

  /** What the server tells somebody who comes now. */
  private async tell(who: Onlooker, key: string): Promise<Snapshot | undefined> {
    const [batch] = await this.rig.cast.api.sync({ [key]: null }, this.rig.cast.cookie(who));
    return batch?.k === 'snap' ? batch : undefined;
  }

  /** Reads what the watched topic and the session carry: the other pages of the actor do not count. */
  private reader(who: Onlooker): <R extends { id: string }>(entity: Entity<R>) => R[] {
    const { replica } = this.clients.get(who)!;
    const keys = new Set([this.watched, ...this.registry.sessionOf(replica.caller)].map(({ key }) => key));
    return (entity) =>
      rowsOf(replica, entity).filter((row) =>
        this.registry.topicsOf(entity.name, row).some(({ at }) => keys.has(at.key)),
      ) as never;
  }

  leave(): void {
    for (const letGo of this.letGo.values()) letGo();
    this.clients.get(this.one.as)?.leave();
  }
}

const hasReached = (position: Position | null | undefined, snapshot: Snapshot): boolean => {
  const wanted = positionOf(snapshot);
  return !!position && position.epoch === wanted.epoch && position.v >= wanted.v;
};

/** The rows of a snapshot in the words of `carriedRows`. */
function snapshotRows({ ch }: Snapshot): string {
  const lines = ch.flatMap(({ e, id, row }) => (row ? [`${rowKey(e, id)} ${toText(row)}`] : []));
  return lines.toSorted().join('\n');
}
