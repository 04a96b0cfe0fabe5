// What is said and kept by nobody: who looks, who types. In memory, for as long as each signal holds; told to the topic's
// room and to the other nodes when it changes. It may be lost, and nothing rests on it.
import { Refusal } from '@zoetrope/contract/errors.ts';
import { callerKey, personOf, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import type { Json } from '@zoetrope/contract/kernel/row.ts';
import type { Heard, SaidNow, SayMessage } from '@zoetrope/contract/kernel/wire.ts';
import { createHash } from 'node:crypto';
import { safeParse } from 'zod/mini';
import type { OtherNodes } from './other-nodes.ts';
import { SignalWaits } from './signal-waits.ts';

/** Words of one topic within this time are one frame to its room, and one message to the other nodes. */
const GATHER_MS = 400;
/** A signal that lasts is told again after so many of its own times, so that whoever missed its end is not wrong for long. */
const HOLD_TIMES = 3;
const SWEEP_MS = 1_000;
/** More people than a page can name. */
const SAID_PER_TOPIC = 200;
/** A finger that types and a page that looks say less than one word a second; a burst when many photos are leafed through. */
const BURST = 30;
const WORDS_PER_MS = 4 / 1_000;
const WORD = 'said';
/** By then every page that looks has said so again, also to a node that has just started. */
const NEW_MS = 6_000;

interface Said {
  readonly s: string;
  readonly by: string;
  readonly source: string;
  readonly body: Json;
  readonly untilMs: number;
}

/** What the room was told of one person's signal. */
interface Told {
  readonly body: Json;
  readonly atMs: number;
}

class TopicSignals {
  /** By signal, person and page. */
  readonly said = new Map<string, Said>();
  /** By signal and person. */
  readonly told = new Map<string, Told>();
  /** Said here since the other nodes were told. */
  readonly news = new Map<string, Said>();
  timer: NodeJS.Timeout | undefined;
  /** Names what was told, and says it as a poll has it: one encoding for all. */
  whole: { readonly stamp: string; readonly json: string } | undefined;
}

export interface SignalParts {
  readonly registry: Registry;
  readonly others: Pick<OtherNodes, 'tell' | 'on' | 'areExpected' | 'areHeard'>;
}

export class Signals {
  /** Tells everybody in a topic's room, on this node. */
  toRoom: (topicKey: string, heard: readonly Heard[]) => void = () => {};
  private readonly topics = new Map<string, TopicSignals>();
  private readonly allowances = new Map<string, { left: number; atMs: number }>();
  private readonly waits: SignalWaits;
  private readonly startedAtMs = Date.now();
  private readonly sweeping: NodeJS.Timeout;

  constructor(private readonly parts: SignalParts) {
    parts.others.on(WORD, (text) => this.takeRemote(text));
    this.waits = new SignalWaits({
      stampOf: (topicKey) => this.stampOf(topicKey),
      isSure: () => !parts.others.areExpected || (parts.others.areHeard && Date.now() - this.startedAtMs > NEW_MS),
    });
    this.sweeping = setInterval(() => this.sweep(), SWEEP_MS);
    this.sweeping.unref();
  }

  /**
   * Says it to the topic, which the caller must be known to hold.
   *
   * Errors: Refusal `unauthenticated` for a visitor, `not-found` for what is not declared there, `invalid`, `slow-down`.
   */
  say(caller: Caller, { t, s, source, body }: SayMessage): void {
    const by = personOf(caller);
    if (by === undefined) throw new Refusal('unauthenticated');
    const declared = this.parts.registry.signals.get(s);
    if (!declared || this.parts.registry.topicAt(t)?.topic !== declared.topic) throw new Refusal('not-found');
    if (body !== null && !safeParse(declared.body, body).success) throw new Refusal('invalid');
    this.takeFrom(callerKey(caller));
    const untilMs = body === null ? 0 : Date.now() + declared.ttlMs;
    this.note(t, { s, by, source, body, untilMs }, true);
  }

  /** Everything that is said there now. The caller must be known to hold the topic. */
  now(topicKey: string): Heard[] {
    const topic = this.topics.get(topicKey);
    if (!topic) return [];
    const keys = new Set([...topic.said.values()].map(personKey));
    return [...keys].map((key) => this.heardOf(topicKey, topic, key)).filter(({ body }) => body !== null);
  }

  /**
   * What a poll that listens has not heard: everything that is said there, as JSON, unless it is what `stamp` names.
   * The caller must be known to hold the topic.
   */
  since(topicKey: string, stamp: string | null): string | undefined {
    if (stamp === this.stampOf(topicKey)) return undefined;
    return this.topics.get(topicKey)?.whole?.json ?? encodeSaid(topicKey, NOBODY, []);
  }

  /** Calls `wake` once, when `since` has something; where many wait, not at once. Returns how to wait no longer. */
  waitFor(topicKey: string, stamp: string, wake: () => void): () => void {
    return this.waits.wait(topicKey, stamp, wake);
  }

  private stampOf(topicKey: string): string {
    return this.topics.get(topicKey)?.whole?.stamp ?? NOBODY;
  }

  private takeFrom(key: string): void {
    const nowMs = Date.now();
    const had = this.allowances.get(key) ?? { left: BURST, atMs: nowMs };
    const left = Math.min(BURST, had.left + (nowMs - had.atMs) * WORDS_PER_MS) - 1;
    if (left < 0) throw new Refusal('slow-down', { retryAfterMs: 1_000 });
    this.allowances.set(key, { left, atMs: nowMs });
  }

  private takeRemote(text: string): void {
    const { t, said } = JSON.parse(text) as { t: string; said: (Omit<Said, 'untilMs'> & { forMs: number })[] };
    const nowMs = Date.now();
    for (const { forMs, ...one } of said) this.note(t, { ...one, untilMs: nowMs + forMs }, false);
  }

  private note(topicKey: string, said: Said, isOurs: boolean): void {
    let topic = this.topics.get(topicKey);
    if (!topic) this.topics.set(topicKey, (topic = new TopicSignals()));
    const key = `${personKey(said)}\n${said.source}`;
    if (said.body === null) topic.said.delete(key);
    else if (topic.said.has(key) || topic.said.size < SAID_PER_TOPIC) topic.said.set(key, said);
    if (isOurs) topic.news.set(key, said);
    topic.timer ??= setTimeout(() => this.flush(topicKey, topic), GATHER_MS).unref();
  }

  private flush(topicKey: string, topic: TopicSignals): void {
    topic.timer = undefined;
    const nowMs = Date.now();
    if (topic.news.size > 0) {
      const said = [...topic.news.values()].map(({ untilMs, ...one }) => ({
        ...one,
        forMs: Math.max(0, untilMs - nowMs),
      }));
      topic.news.clear();
      this.parts.others.tell(WORD, JSON.stringify({ t: topicKey, said }));
    }
    for (const [key, { untilMs }] of topic.said) if (untilMs <= nowMs) topic.said.delete(key);
    const keys = new Set([...topic.told.keys(), ...[...topic.said.values()].map(personKey)]);
    const changed: Heard[] = [];
    for (const key of keys) {
      const heard = this.heardOf(topicKey, topic, key);
      const told = topic.told.get(key);
      const isNews = JSON.stringify(told?.body ?? null) !== JSON.stringify(heard.body);
      const isDue = told && heard.body !== null && nowMs - told.atMs > (heard.holdMs * 2) / HOLD_TIMES;
      if (!isNews && !isDue) continue;
      if (heard.body === null) topic.told.delete(key);
      else topic.told.set(key, { body: heard.body, atMs: nowMs });
      changed.push(heard);
    }
    if (changed.length > 0) {
      this.toRoom(topicKey, changed);
      topic.whole = this.toWhole(topicKey, topic);
      this.waits.changed(topicKey);
    }
    if (topic.said.size === 0 && topic.news.size === 0) this.topics.delete(topicKey);
  }

  /** The stamp rests on what is said alone, so that nodes that know the same name it alike. */
  private toWhole(topicKey: string, topic: TopicSignals): TopicSignals['whole'] {
    if (topic.told.size === 0) return undefined;
    const heard = [...topic.told.keys()].toSorted().map((key) => this.heardOf(topicKey, topic, key));
    const stamp = createHash('sha256').update(JSON.stringify(heard)).digest('base64url').slice(0, 16);
    return { stamp, json: encodeSaid(topicKey, stamp, heard) };
  }

  /** Of several pages of a person the latest word counts. */
  private heardOf(t: string, topic: TopicSignals, key: string): Heard {
    const [s = '', by = ''] = key.split('\n');
    let latest: Said | undefined;
    for (const said of topic.said.values())
      if (personKey(said) === key && said.untilMs > (latest?.untilMs ?? Date.now())) latest = said;
    const holdMs = (this.parts.registry.signals.get(s)?.ttlMs ?? 0) * HOLD_TIMES;
    return { t, s, by, body: latest?.body ?? null, holdMs };
  }

  private sweep(): void {
    const nowMs = Date.now();
    for (const [topicKey, topic] of this.topics)
      if (!topic.timer && [...topic.said.values()].some(({ untilMs }) => untilMs <= nowMs)) this.flush(topicKey, topic);
    for (const [key, { left, atMs }] of this.allowances)
      if (left + (nowMs - atMs) * WORDS_PER_MS >= BURST) this.allowances.delete(key);
    this.waits.sweep();
  }

  stop(): void {
    clearInterval(this.sweeping);
    this.waits.stop();
    for (const { timer } of this.topics.values()) clearTimeout(timer);
    this.topics.clear();
  }
}

/** The stamp of a topic in which nothing is said. */
const NOBODY = '';
const encodeSaid = (t: string, stamp: string, heard: readonly Heard[]): string =>
  JSON.stringify({ t, stamp, heard } satisfies SaidNow);

const personKey = ({ s, by }: Said): string => `${s}\n${by}`;
