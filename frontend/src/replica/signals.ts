// What is said and kept by nobody: who looks, who types. Nothing here touches the rows.
import { newId } from '@zoetrope/contract/ids.ts';
import type { Signal } from '@zoetrope/contract/kernel/signal.ts';
import type { Json } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Heard } from '@zoetrope/contract/kernel/wire.ts';
import type { Link } from './link.ts';
import type { SignalsView, Unsubscribe } from './offers.ts';

interface Entry {
  readonly s: string;
  readonly by: string;
  readonly body: Json;
  readonly untilMs: number;
}

/** Where nothing is pushed, what is said is asked for as often as the news; elsewhere until it is answered. */
const ASK_MS = 5_000;
const NOBODY: readonly string[] = [];

interface Watched {
  readonly listeners: Set<() => void>;
  readonly entries: Map<string, Entry>;
  /** By signal: the same array until somebody comes or goes. */
  readonly lists: Map<string, readonly string[]>;
  readonly timer: ReturnType<typeof setInterval>;
  /** The last question had an answer. */
  isAnswered: boolean;
}

export class Signals implements SignalsView {
  private readonly source = newId().slice(-12);
  private readonly topics = new Map<string, Watched>();
  private readonly saying = new Set<() => void>();
  private readonly stopHearing: Unsubscribe;

  constructor(
    private readonly me: string | undefined,
    private readonly link: Link,
  ) {
    this.stopHearing = link.onUp(() => {
      this.askAll();
      for (const again of this.saying) again();
    });
  }

  /** Asks anew what is said wherever somebody listens. */
  askAll(): void {
    for (const topicKey of this.topics.keys()) this.ask(topicKey);
  }

  keepSaying<B extends Json>(signal: Signal<B>, at: TopicAt, body: B): Unsubscribe {
    if (this.me === undefined) return () => {};
    const say = (said: Json) => this.link.say({ t: at.key, s: signal.name, source: this.source, body: said });
    const again = () => say(body);
    again();
    const timer = setInterval(again, signal.ttlMs / 3);
    this.saying.add(again);
    let isSaid = true;
    return () => {
      if (!isSaid) return;
      isSaid = false;
      clearInterval(timer);
      this.saying.delete(again);
      say(null);
    };
  }

  watch(at: TopicAt, listener: () => void): Unsubscribe {
    let watched = this.topics.get(at.key);
    if (!watched) {
      const timer = setInterval(() => this.tick(at.key), ASK_MS);
      watched = { listeners: new Set(), entries: new Map(), lists: new Map(), timer, isAnswered: false };
      this.topics.set(at.key, watched);
      this.ask(at.key);
    }
    const { listeners, timer } = watched;
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      this.topics.delete(at.key);
    };
  }

  by(signal: Signal, at: TopicAt): readonly string[] {
    return this.topics.get(at.key)?.lists.get(signal.name) ?? NOBODY;
  }

  /** Topics to which somebody listens. */
  get watched(): ReadonlySet<string> {
    return new Set(this.topics.keys());
  }

  /** What has changed, as the server tells it. */
  take(heard: readonly Heard[]): void {
    const nowMs = Date.now();
    const changed = new Set<string>();
    for (const { t, s, by, body, holdMs } of heard) {
      const entries = this.topics.get(t)?.entries;
      if (!entries || by === this.me) continue;
      const key = `${s}\n${by}`;
      if (body === null) entries.delete(key);
      else entries.set(key, { s, by, body, untilMs: nowMs + holdMs });
      changed.add(t);
    }
    for (const topicKey of changed) this.tell(topicKey);
  }

  /** Everything that is said in a topic: what it does not name is not said any more. */
  takeAll(topicKey: string, heard: readonly Heard[]): void {
    const watched = this.topics.get(topicKey);
    if (!watched) return;
    watched.isAnswered = true;
    watched.entries.clear();
    this.take(heard);
    this.tell(topicKey);
  }

  private ask(topicKey: string): void {
    const watched = this.topics.get(topicKey);
    if (watched) watched.isAnswered = false;
    this.link.hear(topicKey);
  }

  private tick(topicKey: string): void {
    const watched = this.topics.get(topicKey);
    const nowMs = Date.now();
    for (const [key, { untilMs }] of watched?.entries ?? []) if (untilMs <= nowMs) watched!.entries.delete(key);
    this.tell(topicKey);
    if (!this.link.isPushed() || !watched?.isAnswered) this.ask(topicKey);
  }

  private tell(topicKey: string): void {
    const watched = this.topics.get(topicKey);
    if (!watched) return;
    const names = new Set([...watched.lists.keys(), ...[...watched.entries.values()].map(({ s }) => s)]);
    let isNews = false;
    for (const name of names) {
      const people = [...watched.entries.values()].filter(({ s }) => s === name).map(({ by }) => by);
      const before = watched.lists.get(name) ?? NOBODY;
      if (people.length === before.length && people.every((person, i) => person === before[i])) continue;
      watched.lists.set(name, people);
      isNews = true;
    }
    if (isNews) for (const listener of [...watched.listeners]) listener();
  }

  close(): void {
    this.stopHearing();
    for (const { timer } of this.topics.values()) clearInterval(timer);
    this.topics.clear();
  }
}
