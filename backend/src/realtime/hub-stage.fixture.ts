// One node with its hub and rooms around the real engine, a group with a photo, and four people.
import type { Engine } from '#engine/engine.ts';
import type { Judge, LogReader } from '#engine/ports.ts';
import { addPhoto, join, makeGroup, openWorld, type Person, type World } from '#engine/world.fixture.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { expect } from 'vitest';
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

  private constructor(
    readonly world: World,
    readonly engine: Engine,
    readonly alice: Person,
    readonly bob: Person,
    readonly carla: Person,
    readonly dan: Person,
  ) {}

  static async open(): Promise<HubStage> {
    const world = await openWorld();
    const { engine } = world;
    const [alice, bob, carla, dan] = [
      await join(engine, 'Alice'),
      await join(engine, 'Bob'),
      await join(engine, 'Carla'),
      await join(engine, 'Dan'),
    ];
    return new HubStage(world, engine, alice, bob, carla, dan);
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

export const bodies = (watcher: Watcher): string[] => watcher.rowsOf('comments').map(({ row }) => String(row!['body']));
