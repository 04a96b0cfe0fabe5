import { Column, Entity, PrimaryColumn } from 'typeorm';

export type LinkKind = 'administrator' | 'reset';

/** A link that works once: makes the administrator, or sets a new password for `personId`. */
@Entity('one_time_link')
export class OneTimeLink {
  /** SHA-256 in hex. */
  @PrimaryColumn({ name: 'token_hash', type: 'text' }) tokenHash!: string;
  @Column({ type: 'text' }) kind!: LinkKind;
  @Column({ name: 'person_id', type: 'uuid', nullable: true }) personId!: string | null;
  @Column({ name: 'expires_at', type: 'timestamptz' }) expiresAt!: Date;
  @Column({ name: 'used_at', type: 'timestamptz', nullable: true }) usedAt!: Date | null;
}
