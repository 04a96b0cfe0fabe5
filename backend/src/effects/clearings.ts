// Clears away what a group that ended has left, and the photos that somebody took along when they left one. Nobody may hold
// the former any more; the latter leave their group's screens one bit after the other.
import { Clearing, finishClearing, Member, type ClearingRow } from '@zoetrope/contract/features/groups.ts';
import { Invite, revokeInvite } from '@zoetrope/contract/features/invites.ts';
import { clearMember } from '@zoetrope/contract/features/members.ts';
import { clearPhoto, Photo } from '@zoetrope/contract/features/photos.ts';
import { Roll } from '@zoetrope/contract/features/rolls.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { SERVER } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { DataSource } from 'typeorm';
import type { Commands, Commit } from '#engine/ports.ts';
import { describeError, logLine } from '#log.ts';
import { expireRollById } from './abandoned-rolls.ts';

/** For what a killed process left; a clearing that begins here is begun at once. */
const LOOK_EVERY_MS = 30_000;
/** They share a transaction, whose entries name each of its rows in each of its topics: 20 photos are 45 kB of log. */
const AT_ONCE = 20;
/** Clocks of nodes differ; who left is not back with a new photo by then. */
const SLACK_MS = 2_000;
const PREFIX = rowKey(Clearing.name, '');

type Ids = readonly { readonly id: string }[];

export class Clearings {
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe = (): void => {};
  private working: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly source: DataSource,
    private readonly commands: Commands,
  ) {}

  /** Takes up what is left, then looks now and then; does not wait. Several nodes may do the same: a row goes once. */
  start(): void {
    this.unsubscribe = this.commands.onCommit((commit) => this.hear(commit));
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Resolves after the rows that are under way; the rest is taken up by whoever looks next. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    this.unsubscribe();
    await this.working;
  }

  /** Another node's clearing is that node's, unless it dies. */
  private hear({ touched, outboxId }: Commit): void {
    const begun = Object.keys(touched).some((key) => key.startsWith(PREFIX) && touched[key] === null);
    if (begun && outboxId !== undefined) this.look();
  }

  private look(): void {
    this.working = this.working.then(() => this.clearAll());
  }

  private async clearAll(): Promise<void> {
    try {
      const clearings = (await this.source.getRepository(Clearing.name).find()) as ClearingRow[];
      for (const clearing of clearings) await this.clear(clearing);
    } catch (error) {
      logLine('warning', 'What is to be cleared away stays a while longer.', { error: describeError(error) });
    }
  }

  /** Members first: the group leaves their lists. */
  private async clear(clearing: ClearingRow): Promise<void> {
    const { id, groupId, ownerId } = clearing;
    if (ownerId === null) {
      await this.eachOf(Member.name, clearing, (memberId) => this.run(clearMember, { id: memberId, groupId }));
      await this.eachOf(Invite.name, clearing, (inviteId) => this.run(revokeInvite, { id: inviteId }));
    }
    // Those of somebody who is back already stay, and each ends by itself.
    for (const roll of await this.some(Roll.name, clearing)) await expireRollById(this.source, this.commands, roll.id);
    await this.eachOf(Photo.name, clearing, (photoId) =>
      this.run(clearPhoto, { id: photoId, groupId, clearingId: id }),
    );
    if (!this.isStopping) await this.run(finishClearing, { id });
  }

  /** Errors: an Error when the same rows cannot be cleared twice, for whatever reason: they are left for the next look. */
  private async eachOf(entity: string, clearing: ClearingRow, clear: (id: string) => Promise<boolean>): Promise<void> {
    for (let failures = 0; failures < 2;) {
      const ids = this.isStopping ? [] : await this.some(entity, clearing);
      if (ids.length === 0) return;
      const cleared = await Promise.all(ids.map(({ id }) => clear(id)));
      // None, when another node was faster, too.
      failures = cleared.includes(true) ? 0 : failures + 1;
    }
    throw new Error(`${entity} of ${clearing.id} cannot be cleared`);
  }

  private some(entity: string, { groupId, ownerId, createdAt }: ClearingRow): Promise<Ids> {
    const rows = this.source.createQueryBuilder().select('r.id', 'id').from(entity, 'r');
    rows.where('r.groupId = :groupId', { groupId });
    if (ownerId !== null) {
      const before = new Date(new Date(createdAt).getTime() + SLACK_MS);
      rows.andWhere('r.ownerId = :ownerId and r.createdAt < :before', { ownerId, before });
    }
    return rows.limit(AT_ONCE).getRawMany<{ id: string }>();
  }

  /** Whether it was done; another node may have been faster. */
  private async run(command: AnyCommand, input: object): Promise<boolean> {
    return (await this.commands.run(SERVER, { id: newId(), name: command.name, input }, { onServer: true })).ok;
  }
}
