import { Refusal } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import type { Entity } from '@zoetrope/contract/kernel/entity.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { rowKey } from '@zoetrope/contract/kernel/row.ts';
import type { DataSource } from 'typeorm';
import type { Commands } from '#engine/ports.ts';
import { DatabaseUnreachable, readLines, type Line } from '#store/database.ts';
import { tablesOf } from '#store/entity-schemas.ts';
import { readRows } from '#store/row-reads.ts';

/** What accounts needs of the engine. */
export interface Ground extends Pick<Commands, 'run'> {
  readonly dataSource: DataSource;
  readonly registry: Registry;
}

/** The room's own tables in SQL; the contract's rows to read, and to change by server-only commands alone. */
export class Rows {
  private readonly tables;

  constructor(private readonly ground: Ground) {
    this.tables = tablesOf(ground.registry);
  }

  /** Rows of one statement. Errors: Refusal `unavailable` when PostgreSQL does not answer. */
  query(text: string, values: readonly unknown[]): Promise<Line[]> {
    return refusing(readLines(this.ground.dataSource, text, values));
  }

  /** The row as it is now, unjudged: for the server's own decisions, never to be handed on whole. Errors: as `query`. */
  async find<R extends { id: string }>(entity: Entity<R>, id: string): Promise<R | undefined> {
    const rows = await refusing(readRows(this.ground.dataSource, this.tables, new Map([[entity.name, [id]]])));
    return rows.get(rowKey(entity.name, id))?.row as R | undefined;
  }

  /**
   * Runs a command as a person, server-only ones too.
   *
   * `attemptId` names the attempt: run twice with the same, it is done once. Errors: Refusal with the command's own code.
   */
  async runFor(personId: string, command: AnyCommand, input: unknown, attemptId: string = newId()): Promise<void> {
    const message = { id: attemptId, name: command.name, input };
    const ack = await this.ground.run({ kind: 'account', id: personId }, message, { onServer: true });
    if (!ack.ok) throw new Refusal(ack.error.code, ack.error);
  }
}

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DatabaseUnreachable ? new Refusal('unavailable', { retryAfterMs: 1_000 }) : error;
  }
}
