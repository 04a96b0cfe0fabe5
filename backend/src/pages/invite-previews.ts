import { Inject, Injectable } from '@nestjs/common';
import { Token } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { GroupTopic } from '@zoetrope/contract/features/groups.ts';
import { InvitesTopic } from '@zoetrope/contract/features/invites.ts';
import { PersonTopic } from '@zoetrope/contract/features/people.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Position } from '@zoetrope/contract/kernel/wire.ts';
import * as z from 'zod/mini';
import { Accounts } from '#accounts/accounts.ts';
import { TopicReader } from '#reads/topic-reader.ts';

export interface InviteWords {
  readonly groupName: string;
  readonly inviterName: string;
}

/** The words of one link, and what they rest on. */
interface Preview {
  readonly words: InviteWords | undefined;
  readonly untilMs: number;
  /** Topics that move when it changes, on whichever node, as the group's owner holds them. */
  readonly rests?: { readonly on: ReadonlyMap<string, Position>; readonly asSeenBy: Caller };
}

/** That a link leads nowhere: no topic would tell of a change, and none is to be expected. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

/** What an invitation's page says of it. Messengers fetch a link once for each reader of a chat: unchanged, it costs no query. */
@Injectable()
export class InvitePreviews {
  private readonly kept = new Map<string, Preview>();

  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(TopicReader) private readonly topics: TopicReader,
  ) {}

  /** undefined when the link is made up, taken back, expired or used up, and where too many of those were tried. */
  async of(token: string, ip: string | undefined): Promise<InviteWords | undefined> {
    if (!z.safeParse(Token, token).success) return undefined;
    const known = this.kept.get(token);
    if (known && (await this.isCurrent(known))) return known.words;
    let isLimited = false;
    const preview = await this.accounts.limits
      .invite(ip, () => this.read(token))
      .catch((error: unknown): Preview => {
        isLimited = error instanceof Refusal && error.body.kind === 'slow-down';
        return { words: nothingWhereRefused(error), untilMs: Date.now() + KEPT_MS };
      });
    // Nobody has looked at the link: the app asks again.
    if (isLimited) return undefined;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(token, preview);
    return preview.words;
  }

  private async isCurrent({ untilMs, rests }: Preview): Promise<boolean> {
    return untilMs > Date.now() && (!rests || (await this.topics.isStillUnchanged(rests.asSeenBy, rests.on)));
  }

  private async read(token: string): Promise<Preview> {
    const { groupId, createdById, expiresAt } = await this.accounts.invites.usable(token);
    const reading = this.topics.begin({ kind: 'account', id: await this.accounts.invites.ownerOf(groupId) });
    const telling = [
      InvitesTopic.of({ groupId }),
      GroupTopic.of({ groupId }),
      PersonTopic.of({ personId: createdById }),
    ];
    for (const topic of telling) await reading.rows(topic);
    // After it was noted where the topics stand: what changes in between makes it old, and is not missed.
    const words = await this.accounts.invites.preview(token);
    const untilMs = expiresAt === null ? Infinity : Date.parse(expiresAt);
    return { words, untilMs, rests: { on: reading.positions, asSeenBy: reading.caller } };
  }
}

function nothingWhereRefused(error: unknown): undefined {
  if (error instanceof Refusal && error.body.kind !== 'unavailable') return undefined;
  throw error;
}
