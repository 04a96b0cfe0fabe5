// The log and what surrounds it. Written by the engine's own SQL; TypeORM knows them for the migrations.
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Where a topic's log stands. The row's lock makes version order commit order. */
@Entity('topic_head')
export class TopicHead {
  @PrimaryColumn({ type: 'text' }) topic!: string;
  @Column({ type: 'uuid' }) epoch!: string;
  @Column({ type: 'bigint' }) version!: string;
  /** The oldest version that is kept. */
  @Column({ name: 'min_version', type: 'bigint' }) minVersion!: string;
}

/** One version of a topic: what changed, as JSON text of an Entry without its `v`. */
@Entity('change')
@Index(['at'])
export class LoggedChange {
  @PrimaryColumn({ type: 'text' }) topic!: string;
  @PrimaryColumn({ type: 'bigint' }) version!: string;
  @Column({ type: 'text' }) body!: string;
  @Column({ type: 'timestamptz' }) at!: Date;
}

/** Commits that other nodes may not have heard of. A queue that is deleted from, never a cursor. */
@Entity('relay_outbox')
@Index(['at'])
export class RelayOutbox {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'timestamptz' }) at!: Date;
  /** JSON object: topic -> version. */
  @Column({ type: 'text' }) body!: string;
}

/** Rows that a gathered place carries and that changed. Appended to and deleted from; no unique key, so no waiting. */
@Entity('gather_queue')
@Index(['topic', 'id'])
@Index(['at'])
export class GatherQueue {
  @PrimaryGeneratedColumn({ type: 'bigint' }) id!: string;
  @Column({ type: 'text' }) topic!: string;
  @Column({ type: 'timestamptz' }) at!: Date;
  @Column({ type: 'text' }) entity!: string;
  @Column({ name: 'row_id', type: 'text' }) rowId!: string;
  /** The version of the change, which is the tombstone's when the row is found gone. */
  @Column({ type: 'bigint' }) rv!: string;
}

/** What was answered to a command, so that sent twice it is done once. */
@Entity('receipt')
@Index(['madeAt'])
export class Receipt {
  @PrimaryColumn({ type: 'text' }) account!: string;
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ name: 'input_hash', type: 'text' }) inputHash!: string;
  @Column({ type: 'jsonb' }) at!: unknown;
  /** JSON text: each change, and the topics that its row was in before. */
  @Column({ type: 'text' }) ch!: string;
  @Column({ name: 'made_at', type: 'timestamptz' }) madeAt!: Date;
}

/** Which database this is, so that one that went back in time is noticed. One row. */
@Entity('database_identity')
export class DatabaseIdentity {
  @PrimaryColumn({ type: 'int' }) id!: number;
  @Column({ type: 'text' }) identity!: string;
  /** Another one each time that the topics were given new epochs. */
  @Column({ type: 'uuid' }) generation!: string;
}
