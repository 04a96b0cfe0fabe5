// A site, the people on it, two hundred pages that watch, and what must hold of them whatever was broken.
import { addedPhoto, aPhotoInAGroup, toGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { joins } from '@zoetrope/contract/features/groups.cases.ts';
import { GroupTopic, MembersTopic } from '@zoetrope/contract/features/groups.ts';
import { GroupPhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import type { Stage as ContractStage } from '@zoetrope/contract/kernel/case.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { type ClientOptions, FaultClient, type Rung } from '#faults/stage/crowd.ts';
import { Random } from '#faults/stage/random.ts';
import { Recorder } from '#faults/stage/recorder.ts';
import { Site } from '#faults/stage/site.ts';
import { Writers } from '#faults/stage/writers.ts';
import { until } from '#support/until.ts';
import { Cast, type Person, signUp } from '#support/world.ts';

export interface StageOptions {
  readonly name: string;
  readonly seed: number;
  readonly clientCount: number;
  readonly nodeCount: number;
  /** Of a soak. */
  readonly minutes: number;
}

const MEMBER_COUNT = 8;
/** Of ten pages: most on the ladder, some held on each lower rung. */
const MIX: readonly Rung[] = [
  ...(['ladder', 'ladder', 'socket-polling', 'long-poll', 'poll'] as const),
  ...(['ladder', 'ladder', 'socket-polling', 'ladder', 'poll'] as const),
];
/** One page in so many is the stranger's. */
const STRANGER_EACH = 20;

export class Stage {
  readonly recorder = new Recorder();
  readonly random: Random;
  readonly clients: FaultClient[] = [];
  members: Person[] = [];
  private nextClient = 0;
  private invited = 0;

  private constructor(
    readonly site: Site,
    readonly options: StageOptions,
    readonly cast: Cast,
    readonly set: ContractStage,
    readonly photoIds: readonly string[],
    readonly writers: Writers,
  ) {
    this.random = writers.parts.random;
    this.recorder = writers.parts.recorder;
  }

  /** undefined where there is no Redis. */
  static async open(options: StageOptions): Promise<Stage | undefined> {
    // As compose.yaml has it, in half of its time: only a process that is asked to stop takes it.
    const site = await Site.open(options.name, options.nodeCount, { DRAIN_SECONDS: '10' });
    if (!site) return undefined;
    try {
      return await Stage.set(site, options);
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  private static async set(site: Site, options: StageOptions): Promise<Stage> {
    const cast = await Cast.signUp({ url: site.door.url, lines: site.nodes[0]!.process.lines });
    const set = cast.stage();
    await cast.arrange(aPhotoInAGroup(set));
    const photoIds = [set.id('photo')];
    for (const name of ['second', 'third']) {
      const other = { ...set, id: (what: string) => set.id(what === 'photo' ? name : what) };
      await cast.arrange([addedPhoto(other, 'alice', toGroup(set))]);
      photoIds.push(set.id(name));
    }
    const { alice, bob, carla } = cast.people;
    const writers = new Writers({
      random: new Random(options.seed),
      recorder: new Recorder(),
      database: site.database,
      urls: [site.door.url],
      people: [alice, bob, carla],
      owner: alice,
      groupId: set.id('group'),
      photoIds,
    });
    const stage = new Stage(site, options, cast, set, photoIds, writers);
    stage.members = [alice, bob, carla];
    while (stage.members.length < MEMBER_COUNT) stage.members.push(await stage.join());
    stage.recorder.forbid(
      cast.people.dan.id,
      stage.groupTopics.map(({ key }) => key),
    );
    return stage;
  }

  /** Somebody new who is a member of the group. */
  async join(): Promise<Person> {
    const name = `carla${this.invited++}`;
    const person = await signUp(this.cast.api, name);
    const people = { ...this.cast.people, carla: person };
    const invite = { ...this.set, id: (what: string) => this.set.id(what.startsWith('invite') ? name : what) };
    await new Cast(this.cast.server, people).arrange(joins(invite, 'carla', 'viewer'));
    return person;
  }

  photoAt(i: number): TopicAt {
    return PhotoTopic.of({ photoId: this.photoIds[i % this.photoIds.length]! });
  }
  /** Everything that belongs to the group and its photos. */
  get groupTopics(): TopicAt[] {
    const groupId = this.set.id('group');
    const photos = this.photoIds.map((_, i) => this.photoAt(i));
    return [GroupTopic.of({ groupId }), MembersTopic.of({ groupId }), GroupPhotosTopic.of({ groupId }), ...photos];
  }

  /** Opens the pages of the crowd, through the door, and waits until all have been answered. */
  async gather(): Promise<void> {
    const { clientCount } = this.options;
    for (let i = 0; i < clientCount; i++) {
      const isStranger = i % STRANGER_EACH === STRANGER_EACH - 1;
      const person = isStranger ? this.cast.people.dan : this.members[i % this.members.length]!;
      const groupId = this.set.id('group');
      const wide = [GroupTopic.of({ groupId }), GroupPhotosTopic.of({ groupId })];
      this.open({ person, rung: MIX[i % MIX.length]!, topics: [...wide, this.photoAt(i)], url: this.site.door.url });
      // As fast as people come, not all in one tick.
      if (i % 20 === 19) await this.untilSettled(30_000);
    }
    await this.untilSettled(30_000);
  }

  open(options: Omit<ClientOptions, 'url'> & { readonly url?: string }): FaultClient {
    const client = new FaultClient(this.nextClient++, { url: this.site.door.url, ...options }, this.recorder);
    this.clients.push(client);
    return client;
  }
  /** A page that leaves; it is not looked at any more. */
  close(...clients: readonly FaultClient[]): void {
    for (const client of clients) {
      client.leave();
      const at = this.clients.indexOf(client);
      if (at >= 0) this.clients.splice(at, 1);
    }
  }

  async untilSettled(patienceMs = 10_000): Promise<void> {
    await until('every page has been answered', () => this.clients.every((client) => client.isSettled), patienceMs, 20);
  }

  async remove(): Promise<void> {
    for (const client of this.clients) client.leave();
    await this.site.close();
  }
}
