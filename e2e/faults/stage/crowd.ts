// Hundreds of real replicas in one process, on mixed rungs, each watched at the door through which batches come in.
import { Comment } from '@zoetrope/contract/features/comments.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Batch } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import type { OnlyCarrier } from '@zoetrope/frontend/src/replica/ladder.ts';
import type { Connection } from '@zoetrope/frontend/src/replica/offers.ts';
import { openSession } from '@zoetrope/frontend/src/replica/session.ts';
import type { Surroundings, Waking } from '@zoetrope/frontend/src/replica/surroundings.ts';
import type { Recorder } from '#faults/stage/recorder.ts';
import type { Person } from '#support/world.ts';

/** `ladder` is free to fall and climb, as a page is; the others stay on one rung. */
export type Rung = 'ladder' | Exclude<OnlyCarrier, 'negotiated'>;
export const RUNGS: readonly Rung[] = ['ladder', 'socket-polling', 'long-poll', 'poll'];

/** A page asks every 5 s. Two hundred of them on a machine of two cores may do so more often. */
const POLL_RHYTHM = { shownMs: 1_500, hiddenMs: 60_000 };

export interface ClientOptions {
  /** undefined is a visitor. */
  readonly person: Person | undefined;
  readonly rung: Rung;
  readonly url: string;
  readonly topics: readonly TopicAt[];
  /** Holds nothing but `topics`: not even the topic of oneself, which every page has. */
  readonly isBare?: boolean;
}

/** What differs from run to run of the same registry: a page that holds no topic of its own. */
const bareRegistry = Object.create(registry, { sessionOf: { value: () => [] } }) as typeof registry;

/** One page: the product's own replica and ladder, with a life that a fault can direct. */
export class FaultClient {
  readonly caller: Caller;
  readonly topics: readonly TopicAt[];
  readonly rung: Rung;
  private readonly session: ReturnType<typeof openSession>;
  private wake: (waking: Waking) => void = () => {};
  private away: () => void = () => {};
  /** When every topic had been answered for the first time, ms since the process started. */
  settledAtMs = Infinity;
  isHidden = false;
  /** Set by a fault that tampers with what arrives. */
  tamper: (batches: readonly Batch[]) => readonly Batch[] = (batches) => batches;

  constructor(
    readonly n: number,
    readonly options: ClientOptions,
    recorder: Recorder,
  ) {
    const { person, rung, url, isBare } = options;
    this.rung = rung;
    this.caller = person ? { kind: 'account', id: person.id } : VISITOR;
    const surroundings: Surroundings = {
      isHidden: () => this.isHidden,
      isOffline: () => false,
      onWake: (listener) => {
        this.wake = listener;
        return () => (this.wake = () => {});
      },
      onLeave: (listener) => {
        this.away = listener;
        return () => (this.away = () => {});
      },
    };
    const used = isBare ? bareRegistry : registry;
    this.session = openSession({
      registry: used,
      caller: this.caller,
      baseUrl: url,
      surroundings,
      pollRhythm: POLL_RHYTHM,
      ...(person ? { cookie: person.cookie } : {}),
      ...(rung === 'ladder' ? {} : { only: rung }),
    });
    const { replica } = this.session;
    const take = replica.take.bind(replica);
    replica.take = (batches) => {
      const given = this.tamper(batches);
      const before = replica.positions();
      const hasMoved = take(given);
      recorder.heard(this, given, before, replica.positions());
      if (this.settledAtMs === Infinity && this.isSettled) this.settledAtMs = performance.now();
      return hasMoved;
    };
    this.topics = [...used.sessionOf(this.caller), ...options.topics];
    for (const at of options.topics) replica.hold(at);
  }

  get replica() {
    return this.session.replica;
  }
  get person(): Person | undefined {
    return this.options.person;
  }
  get connection(): Connection {
    return this.session.connection.get();
  }
  /** Every topic has been answered: with rows, or that it may not be held. */
  get isSettled(): boolean {
    return this.topics.every((at) => this.replica.stateOf(at.key) !== 'loading');
  }
  stateOf(at: TopicAt): string {
    return this.replica.stateOf(at.key);
  }
  shows(commentId: string): boolean {
    return this.replica.row(Comment, commentId) !== undefined;
  }
  /** The page is told that it slept, came back from the browser's cache, or is seen again. */
  wakes(waking: Waking): void {
    this.wake(waking);
  }
  /** The browser puts the page away, with its memory. */
  isPutAway(): void {
    this.away();
  }
  leave(): void {
    this.session.close();
  }
}
