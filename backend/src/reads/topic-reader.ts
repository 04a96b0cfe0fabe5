// Rows of topics for reads that no client holds, through the same leases as polls: unchanged, they cost no query.
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Entity, RowOf } from '@zoetrope/contract/kernel/entity.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import type { Batch, Floor, Position } from '@zoetrope/contract/kernel/wire.ts';
import { Polls } from '#realtime/polls.ts';
import type { TopicState } from '#realtime/topic-state.ts';

/** What a topic held for the caller at one position. */
export class TopicRows {
  readonly position: Position;
  constructor(private readonly batch: Extract<Batch, { k: 'snap' }>) {
    this.position = { epoch: batch.epoch, v: batch.v };
  }
  /** In no order. */
  of<E extends Entity>(entity: E): RowOf<E>[] {
    return this.batch.ch.flatMap((change) =>
      change.e === entity.name && change.row ? [change.row as unknown as RowOf<E>] : [],
    );
  }
  /** The oldest row of the entity that the topic's window holds; `end` when it holds every one. */
  floor(entity: Entity): Floor {
    return this.batch.floors[entity.name] ?? 'end';
  }
}

type Positioned = ReadonlyMap<string, Position>;

const isAt = (state: TopicState | undefined, { epoch, v }: Position): boolean =>
  state?.head === v && state.epoch === epoch;

/** The topics that one answer is made of, and where each stood. */
export class Reading {
  readonly positions = new Map<string, Position>();
  /** The caller was refused none of them: the same positions are the same answer. */
  isWhole = true;

  constructor(
    private readonly polls: Polls,
    readonly caller: Caller,
  ) {}

  /** As TopicReader's. */
  async rows(at: TopicAt): Promise<TopicRows | undefined> {
    const { polls, caller } = this;
    const state = polls.quickTopic(caller, at.key) ?? (await polls.topic(caller, at.key));
    if (!state) {
      this.isWhole = false;
      return undefined;
    }
    const batch = JSON.parse(await polls.read(state, null)) as Batch;
    if (batch.k !== 'snap') throw new Error(`${at.key} answered ${batch.k} to somebody who holds nothing`);
    const rows = new TopicRows(batch);
    this.positions.set(at.key, rows.position);
    return rows;
  }
}

@Injectable()
export class TopicReader {
  constructor(@Inject(Polls) private readonly polls: Polls) {}

  begin(caller: Caller): Reading {
    return new Reading(this.polls, caller);
  }

  /** Whether the caller may hold these topics, and none has moved; false also where this node does not know it by heart. */
  isUnchanged(caller: Caller, positions: Positioned): boolean {
    for (const [topicKey, at] of positions) if (!isAt(this.polls.quickTopic(caller, topicKey), at)) return false;
    return true;
  }

  /** The same, found out where this node does not know it by heart. Errors: rejects when PostgreSQL does not answer. */
  async isStillUnchanged(caller: Caller, positions: Positioned): Promise<boolean> {
    if (this.isUnchanged(caller, positions)) return true;
    for (const [topicKey, at] of positions) if (!isAt(await this.polls.topic(caller, topicKey), at)) return false;
    return true;
  }

  /** The topic's rows, or undefined when the caller may not hold it. Errors: rejects when PostgreSQL does not answer. */
  rows(caller: Caller, at: TopicAt): Promise<TopicRows | undefined> {
    return this.begin(caller).rows(at);
  }
}
