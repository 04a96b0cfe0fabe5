import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a person signs in. It is written before the person's own row: see sign-up.ts for what a crash between leaves. */
@Entity('credential')
export class Credential {
  @PrimaryColumn({ name: 'person_id', type: 'uuid' }) personId!: string;
  @Column({ type: 'text', unique: true }) login!: string;
  /** PHC string: argon2id with its own parameters and salt. */
  @Column({ name: 'password_hash', type: 'text' }) passwordHash!: string;
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}
