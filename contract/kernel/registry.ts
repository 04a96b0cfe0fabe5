import type { Caller } from './caller.ts';
import type { AnyCommand } from './command.ts';
import type { Entity } from './entity.ts';
import type { Feature } from './feature.ts';
import type { Row } from './row.ts';
import type { AnySignal } from './signal.ts';
import type { AnyTopic, Place, TopicAt } from './topic.ts';
import { safeParse } from 'zod/mini';

function addOnce<T extends { name: string }>(map: Map<string, T>, item: T): void {
  if (map.has(item.name)) throw new Error(`${item.name} is declared twice`);
  map.set(item.name, item);
}

/** All features, indexed. Rooms are handed this and know nothing else of the domain. */
export class Registry {
  readonly entities = new Map<string, Entity>();
  readonly commands = new Map<string, AnyCommand>();
  readonly topics = new Map<string, AnyTopic>();
  readonly signals = new Map<string, AnySignal>();
  readonly places: Place[] = [];
  private readonly placesByEntity = new Map<string, Place[]>();
  private readonly placesByTopic = new Map<string, Place[]>();

  /** Errors: throws when a name is taken, a command lacks its feature's prefix, or a place names something undeclared. */
  constructor(readonly features: readonly Feature[]) {
    for (const feature of features) {
      for (const entity of feature.entities) addOnce(this.entities, entity);
      for (const topic of feature.topics) addOnce(this.topics, topic);
      for (const command of feature.commands) {
        if (!command.name.startsWith(`${feature.name}.`)) throw new Error(`${command.name} is not of ${feature.name}`);
        addOnce(this.commands, command);
      }
      for (const signal of feature.signals ?? []) addOnce(this.signals, signal);
      this.places.push(...feature.places);
    }
    for (const { name, topic } of this.signals.values())
      if (this.topics.get(topic.name) !== topic) throw new Error(`${name} is said in ${topic.name}, undeclared`);
    for (const place of this.places) {
      if (this.entities.get(place.entity.name) !== place.entity)
        throw new Error(`a place of ${place.entity.name}, undeclared`);
      if (this.topics.get(place.topic.name) !== place.topic)
        throw new Error(`a place in ${place.topic.name}, undeclared`);
      index(this.placesByEntity, place.entity.name, place);
      index(this.placesByTopic, place.topic.name, place);
    }
  }

  /** The topic at a key from the wire, or undefined when no such topic is declared or a parameter is malformed. */
  topicAt(key: string): TopicAt | undefined {
    const [name, ...values] = key.split('/');
    const topic = this.topics.get(name!);
    if (!topic) return undefined;
    const names = topic.paramNames();
    if (values.length !== names.length) return undefined;
    let params: Record<string, string>;
    try {
      params = Object.fromEntries(names.map((param, i) => [param, decodeURIComponent(values[i]!)]));
    } catch {
      return undefined;
    }
    if (!safeParse(topic.input, params).success) return undefined;
    const at = topic.of(params);
    return at.key === key ? at : undefined;
  }

  placesOf(entity: string): readonly Place[] {
    return this.placesByEntity.get(entity) ?? [];
  }
  placesIn(topic: string): readonly Place[] {
    return this.placesByTopic.get(topic) ?? [];
  }

  /** Where a row is visible: each topic once, with the place that says so. Empty when every place has a null column. */
  topicsOf(entity: string, row: Row): { at: TopicAt; place: Place }[] {
    const found = new Map<string, { at: TopicAt; place: Place }>();
    for (const place of this.placesOf(entity)) {
      const at = topicOf(place, row);
      if (at && !found.has(at.key)) found.set(at.key, { at, place });
    }
    return [...found.values()];
  }

  /**
   * Tells of rows of an entity whether they are visible in this topic, as `topicsOf` has it. Made once and asked of every row
   * that is here, for each topic that answers: no keys are made.
   */
  placedIn({ topic, params }: TopicAt, entity: string): (row: Row) => boolean {
    const places = this.placesIn(topic.name)
      .filter((place) => place.entity.name === entity)
      .map((place) => Object.entries(place.by).map(([param, column]) => [column, params[param]] as const));
    return (row) => places.some((place) => place.every(([column, value]) => String(row[column] ?? '') === value));
  }

  /** The topics that every client of this caller holds. */
  sessionOf(caller: Caller): TopicAt[] {
    return this.features.flatMap((feature) => [...(feature.session?.(caller) ?? [])]);
  }
}

function index(map: Map<string, Place[]>, key: string, place: Place): void {
  const list = map.get(key);
  if (list) list.push(place);
  else map.set(key, [place]);
}

/** The topic in which `place` puts `row`, or undefined when a column is null. */
export function topicOf(place: Place, row: Row): TopicAt | undefined {
  const params: Record<string, string> = {};
  for (const [param, column] of Object.entries(place.by)) {
    const value = row[column];
    if (value === null || value === undefined) return undefined;
    params[param] = String(value);
  }
  return place.topic.of(params);
}
