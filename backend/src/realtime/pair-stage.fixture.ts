// Two engines on one database, alice and bob, and a group with a photo that every test has for itself.
import type { Engine } from '#engine/engine.ts';
import {
  addPhoto,
  comment,
  done,
  join,
  makeGroup,
  openWorld,
  run,
  type Person,
  type World,
} from '#engine/world.fixture.ts';
import type { RealtimeNode } from './node.ts';
import { Rooms, until, type Watcher } from './watchers.fixture.ts';

export class PairStage {
  groupId!: string;
  photoId!: string;

  private constructor(
    readonly world: World,
    readonly here: Engine,
    /** Where alice and bob do what they do. */
    readonly there: Engine,
    readonly alice: Person,
    readonly bob: Person,
  ) {}

  static async open(): Promise<PairStage> {
    const world = await openWorld();
    const there = await world.another();
    return new PairStage(world, world.engine, there, await join(there, 'Alice'), await join(there, 'Bob'));
  }
  close(): Promise<void> {
    return this.world.close();
  }

  async begin(): Promise<void> {
    this.groupId = await makeGroup(this.there, this.alice, [this.bob]);
    this.photoId = await addPhoto(this.there, this.alice, { to: 'group', groupId: this.groupId });
  }

  /** The key of the photo's topic. */
  get photo(): string {
    return `photo/${this.photoId}`;
  }

  /** Bob, who holds the photo and nothing else at this node. */
  async bobAt(node: RealtimeNode): Promise<Watcher> {
    const watcher = new Rooms(node.hub).enter(this.bob);
    watcher.open(this.photo);
    await until('it is open', () => watcher.positions.has(this.photo));
    return watcher;
  }

  async say(body: string): Promise<void> {
    await done(comment(this.there, this.alice, this.photoId, body));
  }
  async removeBob(): Promise<void> {
    await done(run(this.there, this.alice, 'members.remove', { groupId: this.groupId, personId: this.bob.id }));
  }

  /** Nothing is left that another node would have to tell. */
  async untilTold(): Promise<void> {
    let count = 1;
    await until('the outbox is empty', () => {
      void this.there.dataSource.query<unknown[]>('select 1 from relay_outbox').then((rows) => (count = rows.length));
      return count === 0;
    });
  }
}

/** One node hears what the other announces. */
export async function untilWordGetsThrough(from: RealtimeNode, to: RealtimeNode): Promise<void> {
  let isHeard = false;
  to.announcements.on('again', () => (isHeard = true));
  await until('word gets through', () => {
    from.announcements.publish('again', 'x');
    return isHeard;
  });
}
