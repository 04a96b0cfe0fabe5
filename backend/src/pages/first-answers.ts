// What a page begins with, in one answer: who is here, and the topics that the page at this address will hold. It is for
// speed alone. A topic that is missing here costs the app a question more, and nothing is held by having been here.
import { Inject, Injectable } from '@nestjs/common';
import type { Me } from '@zoetrope/contract/accounts.ts';
import { FriendPhotosTopic, GroupPhotosTopic, SitePhotosTopic } from '@zoetrope/contract/features/audiences.ts';
import { areFriends, Friendship } from '@zoetrope/contract/features/friends.ts';
import { GroupTopic, Member, MembersTopic } from '@zoetrope/contract/features/groups.ts';
import { MeTopic } from '@zoetrope/contract/features/people.ts';
import { Site, SITE_ID, SiteTopic } from '@zoetrope/contract/features/site.ts';
import { VISITOR, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import * as z from 'zod/mini';
import { Admission } from '#carriers/admission.ts';
import { Engine } from '#engine/engine.ts';
import { Polls } from '#realtime/polls.ts';
import { TopicReader } from '#reads/topic-reader.ts';

const GROUP_PAGE = /^\/g\/([^/]+)$/;

@Injectable()
export class FirstAnswers {
  constructor(
    @Inject(Engine) private readonly engine: Engine,
    @Inject(Polls) private readonly polls: Polls,
    @Inject(TopicReader) private readonly topics: TopicReader,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  /**
   * As JSON: `contract`, the version that the batches are of; `me`; `batches`, as a first /api/sync would bring them.
   * `page`: the path of a page, or what else somebody sent.
   *
   * Errors: Refusal `unavailable` with `retryAfterMs` when too many come at once.
   */
  async to(me: Me, page: unknown): Promise<string> {
    const caller: Caller = me.visitor ? VISITOR : { kind: 'account', id: me.personId };
    const session = this.engine.registry.sessionOf(caller);
    if (!this.polls.knows(caller, new Map(session.map(({ key }) => [key, null])))) this.admission.admitPoller();
    const found = [...session, ...(await this.mineOf(caller, page === '/')), ...groupOf(page)];
    const batches = await this.polls.batches(caller, new Map(found.map(({ key }) => [key, null])));
    return `{"contract":${CONTRACT_VERSION},"me":${JSON.stringify(me)},"batches":[${batches.join(',')}]}`;
  }

  /**
   * The groups that stand beside every page, and on Home all that its feed is made of. Not for a visitor: the front page is
   * read from above, and is there sooner without the photos below.
   */
  private async mineOf(caller: Caller, isHome: boolean): Promise<TopicAt[]> {
    if (caller.kind !== 'account') return [];
    const me = caller.id;
    const mine = await this.topics.rows(caller, MeTopic.of({ personId: me }));
    const groupIds = (mine?.of(Member) ?? []).map(({ groupId }) => groupId);
    const groups = groupIds.map((groupId) => GroupTopic.of({ groupId }));
    if (!isHome) return groups;
    const friends = (mine?.of(Friendship) ?? []).filter(areFriends);
    const friendIds = friends.map(({ lowId, highId }) => (lowId === me ? highId : lowId));
    return [
      ...groups,
      ...groupIds.map((groupId) => GroupPhotosTopic.of({ groupId })),
      ...[me, ...friendIds].map((ownerId) => FriendPhotosTopic.of({ ownerId })),
      ...((await this.isOpenToAll(caller)) ? [SitePhotosTopic.of({ siteId: SITE_ID })] : []),
    ];
  }

  private async isOpenToAll(caller: Caller): Promise<boolean> {
    const rows = await this.topics.rows(caller, SiteTopic.of({ siteId: SITE_ID }));
    return rows?.of(Site)[0]?.everyone ?? false;
  }
}

function groupOf(page: unknown): TopicAt[] {
  const groupId = typeof page === 'string' ? GROUP_PAGE.exec(page)?.[1] : undefined;
  if (groupId === undefined || !z.safeParse(z.uuid(), groupId).success) return [];
  return [GroupTopic, MembersTopic, GroupPhotosTopic].map((topic) => topic.of({ groupId }));
}
