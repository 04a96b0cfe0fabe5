import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Content } from './content.entity.ts';

/** `waiting` for a worker, `working` until its lease ends, `done`. `failed`: cannot be decoded. `dead`: tried too often. */
export type JobState = 'waiting' | 'working' | 'done' | 'failed' | 'dead';

/** The work on a content: one, however many photos show it. */
@Entity('content_job')
@Index(['state', 'runAfter'])
export class ContentJob {
  @ForeignKey(() => Content, { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'content_id', type: 'text' })
  contentId!: string;
  @Column({ type: 'text' }) state!: JobState;
  @Column({ type: 'integer', default: 0 }) attempts!: number;
  /** When a worker may take it: the back-off while waiting, the end of the lease while working. */
  @Column({ name: 'run_after', type: 'timestamptz', default: () => 'now()' }) runAfter!: Date;
  /** Why the last attempt failed, for the operator. */
  @Column({ type: 'text', nullable: true }) error!: string | null;
}
