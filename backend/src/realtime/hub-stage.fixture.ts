// One node with its hub and rooms around the real engine, a group with a photo, and four people.
import type { Engine } from '#engine/engine.ts';
import type { Judge, LogReader } from '#engine/ports.ts';
import { addPhoto, join, makeGroup, openWorld, type Person, type World } from '#engine/world.fixture.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { Hub } from './hub.ts';
import { OtherNodes } from './other-nodes.ts';
import { Polls } from './polls.ts';
import { Signals } from './signals.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

/** How often the hub asks: what it must not do with every watcher. */
export class Counted {
  judged = 0;
  snapshots = 0;
  heads = 0;
  changes = 0;
  readonly parts: { readonly judge: Judge; readonly log: LogReader };

  constructor(engine: Engine) {
    const count = (name: 'judged' | 'snapshots' | 'heads' | 'changes') => () => void this[name]++;
    this.parts = {
      judge: listening(engine, { judge: count('judged') }),
      log: listening(engine, { snapshot: count('snapshots'), heads: count('heads'), changes: count('changes') }),
    };
  }
  get total(): number {
    return this.judged + this.snapshots + this.heads + this.changes;
  }
}

/** The engine itself, with an ear on some of its methods. */
function listening(target: Engine, ears: { readonly [method: string]: () => void }): Engine {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        ears[String(name)]?.();
        return value.apply(of, values);
      };
    },
  });
}

export class HubStage {
  readonly errors: unknown[] = [];
  groupId!: string;
  photoId!: string;
  /** The key of the photo's topic. */
  photo!: string;
  counted!: Counted;
  hub!: Hub;
  rooms!: Rooms;
  signals!: Signals;
  polls!: Polls;
  stopListening: () => void = () => {};

  world!: World;
  engine!: Engine;
  alice!: Person;
  bob!: Person;
  carla!: Person;
  dan!: Person;

  async open(): Promise<void> {
    this.world = await openWorld();
    this.engine = this.world.engine;
    this.alice = await join(this.engine, 'Alice');
    this.bob = await join(this.engine, 'Bob');
    this.carla = await join(this.engine, 'Carla');
    this.dan = await join(this.engine, 'Dan');
  }
  close(): Promise<void> {
    return this.world.close();
  }

  /** A fresh hub, and a fresh group of alice's, with bob, carla and one photo. */
  async begin(): Promise<void> {
    const { engine, alice, bob, carla } = this;
    this.groupId = await makeGroup(engine, alice, [bob, carla]);
    this.photoId = await addPhoto(engine, alice, { to: 'group', groupId: this.groupId });
    this.photo = `photo/${this.photoId}`;
    this.counted = new Counted(engine);
    this.hub = this.newHub();
    this.rooms = new Rooms(this.hub);
    this.signals = new Signals({ registry, others: new OtherNodes(undefined) });
    this.polls = new Polls(this.hub, this.signals);
    this.stopListening = engine.onCommit((commit) => this.hub.take(commit));
  }
  end(): void {
    this.stopListening();
    this.signals.stop();
    this.hub.stop();
    expect(this.errors).toEqual([]);
  }

  newHub({ parts } = this.counted): Hub {
    return new Hub({ ...parts, registry, failed: (error) => void this.errors.push(error) });
  }

  /** A client of this person that holds a topic, the photo's unless told. */
  async opened(person: Watcher, topicKey = this.photo): Promise<Watcher> {
    person.open(topicKey);
    await until(`${topicKey} is open`, () => person.positions.has(topicKey));
    return person;
  }
}

/** The stage of a file of tests: opened before the first, begun anew for each. */
export function setStage(): HubStage {
  const stage = new HubStage();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());
  return stage;
}

export const bodies = (watcher: Watcher): string[] => watcher.rowsOf('comments').map(({ row }) => String(row!['body']));
