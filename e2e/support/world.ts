// People and what they do to arrange a stage, all through the public API: no test starts where a person could not be.
import { createHash, randomBytes } from 'node:crypto';
import { ACCOUNTS, INVITES, LINK_PAGES } from '@zoetrope/contract/accounts.ts';
import { acceptInvite, createInvite } from '@zoetrope/contract/features/invites.ts';
import { askFriend, Friendship, removeFriend } from '@zoetrope/contract/features/friends.ts';
import { endGroup, Member } from '@zoetrope/contract/features/groups.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { addPhoto, PhotoTopic } from '@zoetrope/contract/features/photos.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { Onlooker, PersonName, Stage, Step } from '@zoetrope/contract/kernel/case.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import type { Row } from '@zoetrope/contract/kernel/row.ts';
import { CURRENT_SET } from '@zoetrope/contract/renditions.ts';
import type { Change, Position } from '@zoetrope/contract/kernel/wire.ts';
import { Api, outcomeOf, type Outcome } from '#support/api.ts';
import { aPicture } from '#support/pictures.ts';
import { until } from '#support/until.ts';
import { upload } from '#support/uploads.ts';

/** A server, or a front with servers behind it. */
export interface Served {
  readonly url: string;
  /** What it has printed. */
  readonly lines: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly cookie: string;
}

export const PEOPLE: readonly PersonName[] = ['alice', 'bob', 'carla', 'dan'];
export const ONLOOKERS: readonly Onlooker[] = [...PEOPLE, 'visitor'];

/** Signs somebody up, under a name that is taken nowhere. */
export async function signUp(api: Api, name: string): Promise<Person> {
  // A name may be one emoji, or longer than what one signs in with.
  const [word = 'person'] = /[\p{L}\p{N}]{1,16}/u.exec(name) ?? [];
  const login = `${word}-${randomBytes(4).toString('hex')}`;
  const password = `${word} and a long password`;
  const answer = await api.request('POST', `${ACCOUNTS}/sign-up`, { body: { name, login, password } });
  if (answer.status >= 300) throw new Error(`${name} could not sign up: ${answer.status} ${answer.text}`);
  return { id: answer.json.personId, login, password, cookie: cookieOf(answer.headers) };
}

/** What a browser would send back of the cookies that were set. */
export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');

/** The token of a link, from the id of its invite: the world needs no memory of them. */
const tokenOf = (inviteId: string): string =>
  createHash('sha256').update(`token ${inviteId}`).digest('base64url').slice(0, 22);
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** alice, bob, carla and dan on one server. They outlive a stage; what they do on it is under fresh ids. */
export class Cast {
  readonly api: Api;
  private hasAsked = false;
  constructor(
    readonly server: Served,
    readonly people: Readonly<Record<PersonName, Person>>,
  ) {
    this.api = new Api(server.url);
  }

  static async signUp(server: Served): Promise<Cast> {
    const api = new Api(server.url);
    const people: Partial<Record<PersonName, Person>> = {};
    // One after the other, so that their ids are in one order in every cast: a friendship is between a lower and a higher id.
    for (const name of PEOPLE) people[name] = await signUp(api, name);
    return new Cast(server, people as Record<PersonName, Person>);
  }

  cookie(who: Onlooker): string | undefined {
    return who === 'visitor' ? undefined : this.people[who].cookie;
  }

  /** Whether a row is of one of them: on a page for everyone stands what others put there as well. */
  owns(row: Row): boolean {
    return PEOPLE.some((name) => row['ownerId'] === this.people[name].id);
  }

  stage(): Stage {
    const ids = new Map<string, string>();
    return {
      id: (name) => ids.get(name) ?? ids.set(name, newId()).get(name)!,
      person: (name) => this.people[name].id,
    };
  }

  /** Runs what was given. Errors: names the step that was refused. */
  async arrange(steps: readonly Step[]): Promise<void> {
    for (const { as, run, input } of steps) {
      const outcome = await this.do(as, run, input);
      if (run === askFriend) this.hasAsked = true;
      if (outcome !== 'ok') throw new Error(`the stage could not be set: ${run.name} as ${as}: ${outcome}`);
      if (run === addPhoto) await this.untilReady(as, (input as { id: string }).id);
      if (run === endGroup) await this.untilForgotten((input as { groupId: string }).groupId);
    }
  }

  /** One command by the road that the public has for it. */
  async do(as: Onlooker, run: AnyCommand, input: any): Promise<Outcome> {
    const cookie = this.cookie(as);
    if (run.name === addPhoto.name) {
      const { id: photoId, audience, caption, widthPx, heightPx } = input;
      return outcomeOf(
        await upload(this.api, { photoId, audience, caption }, await aPicture(widthPx, heightPx), cookie),
      );
    }
    if (run.name === acceptInvite.name) {
      const answer = await this.api.request('POST', `${INVITES}/accept`, {
        cookie,
        body: { token: tokenOf(input.id) },
      });
      return answer.json?.already ? 'already-member' : outcomeOf(answer);
    }
    const isLink = run.name === createInvite.name && input.tokenHash === '';
    const given = isLink ? { ...input, tokenHash: hashOf(tokenOf(input.id)) } : input;
    return outcomeOf(await this.api.command(run, given, cookie));
  }

  /** Opens, as alice, the one-time link that the first start printed. */
  async makeAdministrator(): Promise<void> {
    const pattern = new RegExp(`${LINK_PAGES.administrator}#([A-Za-z0-9_-]+)`, 'u');
    const token = this.server.lines.map((line) => pattern.exec(line)?.[1]).find(Boolean);
    const answer = await this.api.request('POST', `${ACCOUNTS}/administrator`, {
      cookie: this.cookie('alice'),
      body: { token },
    });
    if (answer.status >= 300) throw new Error(`alice is no administrator: ${answer.status} ${answer.text}`);
  }

  /** The finer renditions are written after the upload; what follows must not meet their news. */
  private async untilReady(as: PersonName, photoId: string): Promise<void> {
    const { key } = PhotoTopic.of({ photoId });
    let at: Position | null = null;
    await until(`the photo of ${as} is ready`, async () => {
      const batches = await this.api.sync({ [key]: at }, this.cookie(as), 2_000);
      for (const batch of batches) if ('v' in batch) at = { epoch: batch.epoch, v: batch.v };
      return batches.some((batch) => 'ch' in batch && batch.ch.some(({ row }) => row?.['renditions'] === CURRENT_SET));
    });
  }

  /** A group that ended leaves the lists of those who were in it a moment later; what follows must not meet that. */
  private async untilForgotten(groupId: string): Promise<void> {
    for (const name of PEOPLE) {
      const { key } = MeTopic.of({ personId: this.people[name].id });
      await until(`the group is not among those of ${name}`, async () => {
        const [batch] = await this.api.sync({ [key]: null }, this.cookie(name));
        const isIn = ({ e, row }: Change) => e === Member.name && row?.['groupId'] === groupId;
        return batch?.k === 'snap' && !batch.ch.some(isIn);
      });
    }
  }

  /** Ends every friendship that began: it is the one thing between people that fresh ids do not keep apart. */
  async part(run?: AnyCommand): Promise<void> {
    if (!this.hasAsked && run?.name !== askFriend.name) return;
    this.hasAsked = false;
    for (const name of PEOPLE) {
      const me = this.people[name].id;
      const [batch] = await this.api.sync({ [MeTopic.of({ personId: me }).key]: null }, this.cookie(name));
      if (batch?.k !== 'snap') continue;
      for (const { e, row } of batch.ch) {
        if (e !== Friendship.name || !row) continue;
        const personId = row['lowId'] === me ? row['highId'] : row['lowId'];
        await this.do(name, removeFriend, { personId });
      }
    }
  }
}
