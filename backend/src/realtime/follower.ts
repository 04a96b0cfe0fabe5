// Where no word came: the heads of what is watched, and of what verdicts rest on, in one query for the whole node.
// Each second while the others cannot be heard, and now and then while they can, since word may be lost in silence.
import type { Judge, LogReader } from '#engine/ports.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import type { Hub } from './hub.ts';
import type { OtherNodes } from './other-nodes.ts';
import type { Subscription } from './subscription.ts';

export interface FollowerParts {
  readonly hub: Hub;
  readonly judge: Judge;
  readonly log: LogReader;
  readonly others: OtherNodes;
  readonly failed: (error: unknown) => void;
}

const LOOK_EACH_MS = 1_000;
const QUIET_LOOK_EACH_MS = 15_000;
const QUIET_LOOK_JITTER_MS = 6_000;

export class Follower {
  /** Where each topic was at the last look. */
  private positions = new Map<string, Position>();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private isAlone = false;
  private nextLookAtMs = 0;

  constructor(private readonly parts: FollowerParts) {}

  /** Does nothing where there are no other nodes. */
  start(): void {
    if (this.parts.others.areExpected) this.timer = setTimeout(() => this.turn(), LOOK_EACH_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.underWay;
  }

  private turn(): void {
    this.underWay = this.work()
      .catch((error: unknown) => this.parts.failed(error))
      .finally(() => {
        this.underWay = undefined;
        if (this.timer !== undefined) this.timer = setTimeout(() => this.turn(), LOOK_EACH_MS);
      });
  }

  private async work(): Promise<void> {
    const { others } = this.parts;
    if (!others.areHeard) await this.followAlone();
    else if (this.isAlone) await this.rejoin();
    else if (Date.now() >= this.nextLookAtMs) await this.look(false);
  }

  /** First the heads, then every verdict anew: what changes after that is seen by the next look. */
  private async followAlone(): Promise<void> {
    const { hub, judge } = this.parts;
    if (this.isAlone) return this.look(true);
    judge.trust(false);
    await this.look(false);
    hub.judgeAllAgain();
    this.isAlone = true;
  }

  /** Word is heard again: what was said before that is read once more. */
  private async rejoin(): Promise<void> {
    await this.look(true);
    this.parts.judge.forget();
    this.parts.judge.trust(true);
    this.isAlone = false;
    // The others may come back a little later than this node.
    this.nextLookAtMs = Date.now() + 2 * LOOK_EACH_MS;
  }

  private async look(isAlone: boolean): Promise<void> {
    this.nextLookAtMs = Date.now() + QUIET_LOOK_EACH_MS + (Math.random() - 0.5) * QUIET_LOOK_JITTER_MS;
    const { hub, log } = this.parts;
    const { guards, unguarded } = whatVerdictsRestOn(hub.held);
    const watched = [...hub.topics.states.values()].filter((state) => state.isLoaded).map((state) => state.key);
    const heads = await log.heads([...new Set([...watched, ...guards.keys()])]);
    const before = this.positions;
    this.positions = heads;
    for (const key of watched) {
      const head = heads.get(key);
      if (head) hub.topics.hint(key, head);
    }
    for (const [key, subscriptions] of guards) {
      if (hub.topics.states.get(key)?.isLoaded) continue;
      const was = before.get(key);
      const head = heads.get(key);
      if (!head) continue;
      if (!was) {
        // Followed from now on; what changed between its verdict and now would not be seen.
        if (isAlone) hub.judgeTheseAgain(subscriptions);
      } else if (was.epoch !== head.epoch || was.v !== head.v) await this.readGuard(key, was);
    }
    if (unguarded.size > 0) hub.rowsChanged(await this.parts.judge.recheck(unguarded));
  }

  private async readGuard(key: string, after: Position): Promise<void> {
    const { hub, log } = this.parts;
    const got = await log.changes(key, after);
    if (!got) hub.judgeAllAgain();
    for (const { touched, ch } of got?.entries ?? []) hub.hear(touched, ch);
  }
}

function whatVerdictsRestOn(held: ReadonlySet<Subscription>) {
  const guards = new Map<string, Subscription[]>();
  const unguarded = new Set<string>();
  for (const subscription of held) {
    for (const key of subscription.guards) {
      const subscriptions = guards.get(key);
      if (subscriptions) subscriptions.push(subscription);
      else guards.set(key, [subscription]);
    }
    for (const row of subscription.unguarded) unguarded.add(row);
  }
  return { guards, unguarded };
}
