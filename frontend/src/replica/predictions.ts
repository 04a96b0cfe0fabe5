// What commands on their way will have done, by the very rules that the server applies. Replayed over the confirmed
// rows after every change of them, so a prediction never outlives what it rests on.
import type { Actor } from '@zoetrope/contract/kernel/caller.ts';
import type { AnyCommand, Moment } from '@zoetrope/contract/kernel/command.ts';
import { applyOp, OpConflict, type Op } from '@zoetrope/contract/kernel/entity.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import type { Facts } from './facts.ts';
import { sameRow, type Confirmed } from './rows.ts';

export type Accepted = Extract<Ack, { ok: true }>;

/** A command that was asked for here. It leaves when every held topic tells of it, or when it is refused. */
export interface Pending {
  readonly id: string;
  readonly command: AnyCommand;
  readonly input: unknown;
  readonly moment: Moment;
  /** What it does, by what was known when it was last planned. */
  plan?: readonly Op[];
  /** The versions of the planned rows when it was sent. From then on its own news may come, topic by topic. */
  sentAt?: ReadonlyMap<string, number | undefined>;
  /** The server's answer, shown until the topics have caught up with it. */
  accepted?: Accepted;
}

interface Predicted {
  readonly entity: string;
  readonly id: string;
  /** null: removed */
  readonly row: Row | null;
  readonly isPending: boolean;
}

/** The ground that predictions stand on. */
export interface Ground {
  confirmed(entity: string, id: string): Confirmed | undefined;
  factsOf(command: AnyCommand, input: unknown, caller: Actor): Facts;
}

export class Predictions {
  readonly pending: Pending[] = [];
  private rows = new Map<string, Predicted>();
  /** Versions of rows that an answer has told, ahead of the topics. */
  private readonly acceptedRvs = new Map<string, number>();

  constructor(private readonly ground: Ground) {}

  /** The row as it is shown; undefined when it is not there, or predicted to go. */
  row(entity: string, id: string): Row | undefined {
    const predicted = this.rows.get(rowKey(entity, id));
    return (predicted ? predicted.row : this.ground.confirmed(entity, id)?.row) ?? undefined;
  }
  isPending(entity: string, id: string): boolean {
    return this.rows.get(rowKey(entity, id))?.isPending ?? false;
  }
  /** True when the row is predicted to go. */
  isRemoved(entity: string, id: string): boolean {
    return this.rows.get(rowKey(entity, id))?.row === null;
  }
  of(entity: string): Predicted[] {
    return [...this.rows.values()].filter((predicted) => predicted.entity === entity);
  }
  /** The rows of commands that the server has not answered yet. */
  unanswered(): Predicted[] {
    return [...this.rows.values()].filter((predicted) => predicted.isPending);
  }

  /** Lets go of what the topics have caught up with. */
  settle(isSettled: (accepted: Accepted) => boolean): void {
    for (let i = this.pending.length - 1; i >= 0; i--) {
      const { accepted } = this.pending[i]!;
      if (accepted && isSettled(accepted)) this.pending.splice(i, 1);
    }
  }

  remove(pending: Pending): void {
    const at = this.pending.indexOf(pending);
    if (at >= 0) this.pending.splice(at, 1);
  }

  /** Replays everything; `note` hears of each row that is shown differently than before. */
  replay(note: (entity: string, id: string) => void): void {
    const before = this.rows;
    if (before.size === 0 && this.pending.length === 0) return;
    this.rows = new Map();
    this.acceptedRvs.clear();
    for (const pending of this.pending) {
      if (pending.accepted) this.showAccepted(pending.accepted, before);
      else this.predict(pending, before);
    }
    for (const [key, was] of before) {
      const is = this.rows.get(key);
      if (is?.row !== was.row || is?.isPending !== was.isPending) note(was.entity, was.id);
    }
    for (const [key, is] of this.rows) if (!before.has(key)) note(is.entity, is.id);
  }

  /** The command is on its way from now on, and its plan stays as it is. */
  markSent(pending: Pending): void {
    pending.sentAt ??= new Map((pending.plan ?? []).map(({ e, id }) => [rowKey(e, id), this.rvOf(e, id)]));
  }

  private rvOf(entity: string, id: string): number | undefined {
    return this.acceptedRvs.get(rowKey(entity, id)) ?? this.ground.confirmed(entity, id)?.rv;
  }

  private showAccepted({ ch }: Accepted, before: ReadonlyMap<string, Predicted>): void {
    for (const { e, id, rv, row } of ch) {
      if ((this.rvOf(e, id) ?? -1) >= rv) {
        if (!this.acceptedRvs.has(rowKey(e, id))) this.rows.delete(rowKey(e, id));
        continue;
      }
      this.acceptedRvs.set(rowKey(e, id), rv);
      this.put(e, id, row, false, before);
    }
  }

  private predict(pending: Pending, before: ReadonlyMap<string, Predicted>): void {
    const { sentAt } = pending;
    if (!sentAt) pending.plan = this.planOf(pending);
    for (const op of pending.plan ?? []) {
      // Once it is sent, a row that is there already or has moved on is taken for the command's own news: the topics
      // tell of it one after the other, and maybe before its answer. What another did meanwhile shows with the answer.
      const isTold =
        sentAt &&
        ((op.o === 'new' && this.row(op.e, op.id)) ||
          (op.o === 'inc' && this.rvOf(op.e, op.id) !== sentAt.get(rowKey(op.e, op.id))));
      if (!isTold) this.apply(op, before);
    }
  }

  /** Nothing, where facts are unknown, the rule says no, or a row to be made is there. */
  private planOf({ command, input, moment }: Pending): readonly Op[] {
    const resolved = this.ground.factsOf(command, input, moment.caller);
    if (resolved.kind !== 'known' || command.allowed(resolved.facts, input, moment) !== true) return [];
    const ops = command.plan(resolved.facts, input, moment);
    return ops.some((op) => op.o === 'new' && this.row(op.e, op.id)) ? [] : ops;
  }

  /** An op on a row that is not held is the server's alone; the others are still shown. */
  private apply(op: Op, before: ReadonlyMap<string, Predicted>): void {
    try {
      this.put(op.e, op.id, applyOp(this.row(op.e, op.id), op) ?? null, true, before);
    } catch (error) {
      if (!(error instanceof OpConflict)) throw error;
    }
  }

  private put(
    entity: string,
    id: string,
    row: Row | null,
    isPending: boolean,
    before: ReadonlyMap<string, Predicted>,
  ): void {
    const key = rowKey(entity, id);
    const was = before.get(key)?.row;
    // The same content keeps its identity, so that a replay renders nothing.
    const same = row && was && sameRow(was, row) ? was : row;
    this.rows.set(key, { entity, id, row: same, isPending: isPending || (this.rows.get(key)?.isPending ?? false) });
  }
}
