import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One browser that is signed in. The cookie holds a token; here is only its hash. */
@Entity('session')
@Index(['personId'])
@Index(['endedAt'])
export class Session {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  /** SHA-256 in hex. */
  @Column({ name: 'token_hash', type: 'text', unique: true }) tokenHash!: string;
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string;
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
  /** Written at most every five minutes. */
  @Column({ name: 'last_seen_at', type: 'timestamptz', default: () => 'now()' }) lastSeenAt!: Date;
  /** Browser and system, for the list of one's sessions: "Firefox on Windows". */
  @Column({ type: 'text' }) device!: string;
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true }) endedAt!: Date | null;
  /** True where a new password ended it, and nobody signed this browser out. */
  @Column({ name: 'ended_by_password', type: 'boolean', default: false }) endedByPassword!: boolean;
}
