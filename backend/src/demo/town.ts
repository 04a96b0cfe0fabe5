// The demo's life: accounts, groups and friendships at once, photos as they are painted, then a quiet stream.
import { addComment } from '@zoetrope/contract/features/comments.ts';
import { acceptFriend, askFriend } from '@zoetrope/contract/features/friends.ts';
import { createGroup } from '@zoetrope/contract/features/groups.ts';
import { createInvite } from '@zoetrope/contract/features/invites.ts';
import type { PhotoAudience } from '@zoetrope/contract/features/audiences.ts';
import { makeCover } from '@zoetrope/contract/features/photos.ts';
import { addReaction } from '@zoetrope/contract/features/reactions.ts';
import { editSite } from '@zoetrope/contract/features/site.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { createHash } from 'node:crypto';
import type { Easel } from './easel.ts';
import {
  ASKED,
  CAPTIONS,
  COMMENTS,
  FRIENDS,
  GROUPS,
  PEOPLE,
  SYMBOLS,
  type DemoGroup,
  type DemoName,
} from './people.ts';
import type { Ledger } from './ledger.ts';
import { TurnedDown, Visitor } from './visitor.ts';

interface Settled {
  readonly group: DemoGroup;
  readonly id: string;
  readonly everybody: readonly DemoName[];
  /** Still to be painted. */
  readonly photosLeft: number;
  readonly hasCover: boolean;
}
interface Shown {
  readonly id: string;
  readonly mayComment: readonly DemoName[];
  /** Where in COMMENTS its conversation goes on: nobody says what was just said. */
  next: number;
}

const NAMES = Object.keys(PEOPLE) as DemoName[];
const FOUNDER: DemoName = 'anna';
/** Besides the groups': for friends, and for everyone. */
const FRIENDS_PHOTOS = 24;
const EVERYONES_PHOTOS = 36;
/** Slow enough to read by, quick enough that a newcomer sees it move within a minute. */
const PAUSE_MS = { least: 6_000, most: 16_000 };

const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

export class Town {
  private readonly groups: Settled[] = [];
  private readonly shown: Shown[] = [];
  private painted: number;
  private isOver = false;

  private constructor(
    private readonly people: ReadonlyMap<DemoName, Visitor>,
    private readonly easel: Easel,
    private readonly ledger: Ledger,
  ) {
    // What was painted before is not painted again.
    this.painted = ledger.isSettled ? 1_000 + Math.floor(Math.random() * 1_000_000) : 0;
  }

  /**
   * Everybody signs in, to a town that is made where it is not there yet: whoever stopped the demo in its first second
   * finds it whole when it starts again. The token makes the founder administrator; undefined when there is one.
   */
  static async open(
    origin: string,
    administratorToken: string | undefined,
    easel: Easel,
    ledger: Ledger,
  ): Promise<Town> {
    const come = (name: DemoName) => Visitor.come(origin, PEOPLE[name], ledger.logins.has(PEOPLE[name].login));
    const founder = await come(FOUNDER);
    if (administratorToken) await founder.lead(administratorToken);
    if (!ledger.isSettled) await founder.run(editSite, { signUp: 'open', everyone: true });
    const people = new Map<DemoName, Visitor>([[FOUNDER, founder]]);
    for (const name of NAMES) if (name !== FOUNDER) people.set(name, await come(name));
    const town = new Town(people, easel, ledger);
    await town.settle();
    // Last: it says that all of this is done.
    if (!ledger.isSettled) await founder.run(editSite, { signUp: 'invited' });
    return town;
  }

  stop(): void {
    this.isOver = true;
  }

  private as(name: DemoName): Visitor {
    return this.people.get(name)!;
  }

  private async settle(): Promise<void> {
    for (const group of GROUPS) {
      const known = this.ledger.groups.find(({ name }) => name === group.name);
      if (!known && this.ledger.isSettled) continue;
      const everybody = [group.owner, ...group.members];
      const id = known?.id ?? (await this.found(group));
      if (!this.ledger.isSettled && (known?.memberCount ?? 1) < everybody.length) await this.gather(group, id);
      const photosLeft = Math.max(0, group.photoCount - (known?.photoCount ?? 0));
      this.groups.push({ group, id, everybody, photosLeft, hasCover: known?.hasCover === true });
    }
    if (this.ledger.isSettled) return;
    for (const [asker, asked] of [...FRIENDS, ...ASKED]) {
      await this.as(asker).ensure(askFriend, { personId: this.as(asked).personId });
    }
    for (const [asker, asked] of FRIENDS) {
      await this.as(asked).ensure(acceptFriend, { personId: this.as(asker).personId });
    }
  }

  private async found({ name, owner }: DemoGroup): Promise<string> {
    const id = newId();
    await this.as(owner).run(createGroup, { id, name });
    return id;
  }

  /** All members come in by one link; who is in already stays. */
  private async gather({ owner, members }: DemoGroup, groupId: string): Promise<void> {
    const token = newId().replaceAll('-', '');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const invite = { id: newId(), groupId, role: 'contributor', tokenHash, expiresAt: null, usesLeft: null };
    await this.as(owner).run(createInvite, invite);
    for (const member of members) await this.as(member).accept(token);
  }

  /** Paints and adds every photo that is missing, the first of each audience first; takes some minutes. */
  async fill(): Promise<void> {
    await this.coverGroups();
    await this.paintFaces();
    const { friendsPhotoCount, everyonesPhotoCount } = this.ledger;
    const plans = [
      ...this.groups.map((settled) => ({ left: settled.photosLeft, add: () => this.addToGroup(settled) })),
      {
        left: FRIENDS_PHOTOS - friendsPhotoCount,
        add: () => this.addFor({ to: 'friends' }, any(['anna', 'omar', 'jonas'] as const)),
      },
      { left: EVERYONES_PHOTOS - everyonesPhotoCount, add: () => this.addFor({ to: 'everyone' }, any(NAMES)) },
    ];
    while (plans.some((plan) => plan.left > 0) && !this.isOver) {
      for (const plan of plans) {
        if (plan.left <= 0) continue;
        plan.left--;
        await this.attempt(plan.add);
        if (Math.random() < 0.5) await this.attempt(() => this.comment());
      }
    }
  }

  /** A photo or a comment now and then, until `stop`. */
  async live(): Promise<void> {
    while (!this.isOver) {
      await pause(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
      if (this.isOver) return;
      const dice = Math.random();
      const group = dice < 0.4 ? any(this.groups) : undefined;
      await this.attempt(() => {
        if (group) return this.addToGroup(group);
        return dice < 0.5 ? this.addFor({ to: 'everyone' }, any(NAMES)) : this.comment();
      });
    }
  }

  /** Whoever tries the demo out may remove people and groups: what is refused then is left, and the others go on. */
  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof TurnedDown)) throw error;
    }
  }

  private async addToGroup(settled: Settled): Promise<void> {
    const by = any(settled.everybody);
    const id = await this.as(by).addPhoto(await this.next(), { to: 'group', groupId: settled.id }, any(CAPTIONS));
    this.show(id, settled.everybody);
  }

  private async addFor(audience: PhotoAudience, by: DemoName): Promise<void> {
    const id = await this.as(by).addPhoto(await this.next(), audience, any(CAPTIONS));
    const friends = FRIENDS.flatMap(([a, b]) => (a === by ? [b] : b === by ? [a] : []));
    this.show(id, audience.to === 'friends' ? [by, ...friends] : NAMES);
  }

  private show(id: string, mayComment: readonly DemoName[]): void {
    this.shown.push({ id, mayComment, next: Math.floor(Math.random() * COMMENTS.length) });
  }

  private next(): Promise<Buffer> {
    return this.easel.paint({ kind: 'photo', number: this.painted++ });
  }

  /** Somebody says something under one of the newest photos, or just likes it; most talk is about a few of them. */
  private async comment(): Promise<void> {
    const photo = any(this.shown.slice(Math.random() < 0.7 ? -8 : -60));
    if (!photo) return;
    const somebody = this.as(any(photo.mayComment));
    const { id: photoId } = photo;
    if (Math.random() < 0.4) return somebody.run(addReaction, { photoId, symbol: any(SYMBOLS) });
    await somebody.run(addComment, { id: newId(), photoId, body: COMMENTS[photo.next++ % COMMENTS.length]! });
  }

  private async paintFaces(): Promise<void> {
    for (const [number, name] of NAMES.entries()) {
      if (this.ledger.faces.has(PEOPLE[name].login)) continue;
      await this.as(name).changeAvatar(await this.easel.paint({ kind: 'face', number }));
    }
  }

  private async coverGroups(): Promise<void> {
    for (const settled of this.groups) {
      if (settled.hasCover) continue;
      const photo = await this.as(settled.group.owner).addPhoto(
        await this.cover(),
        { to: 'group', groupId: settled.id },
        '',
      );
      await this.as(settled.group.owner).run(makeCover, { id: photo });
    }
  }
  private cover(): Promise<Buffer> {
    // Every tenth motif is a wide view of mountains.
    this.painted = Math.ceil(this.painted / 10) * 10 + 1;
    return this.easel.paint({ kind: 'photo', number: this.painted - 1 });
  }
}
