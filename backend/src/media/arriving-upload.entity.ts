import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A piece of an upload: bytes under a key of their own, which follow those of the part before. */
export interface UploadPart {
  readonly key: string;
  readonly byteCount: number;
}

/** What has arrived of an upload, wherever the next byte comes in. Bytes count once their part is in this row. */
@Entity('arriving_upload')
@Index(['uploaderId'], { where: 'gone_at is null' })
export class ArrivingUpload {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  /** Of the whole file, as its sender says. PostgreSQL's driver writes it as a text. */
  @Column({ name: 'byte_count', type: 'bigint' }) byteCount!: string;
  /** The checked wish and who sends it: `toKept`. */
  @Column({ type: 'json' }) metadata!: Record<string, string>;
  /** Whose room it takes; null when an older process began it. */
  @Column({ name: 'uploader_id', type: 'uuid', nullable: true }) uploaderId!: string | null;
  /** The sum of the parts. */
  @Column({ name: 'received_bytes', type: 'bigint', default: 0 }) receivedBytes!: string;
  /** In their order. */
  @Column({ type: 'jsonb', default: '[]' }) parts!: UploadPart[];
  @Column({ name: 'begun_at', type: 'timestamptz', default: () => 'now()' }) begunAt!: Date;
  @Column({ name: 'touched_at', type: 'timestamptz', default: () => 'now()' })
  touchedAt!: Date;
  /** Finished, refused or given up. The row stays for an hour, for the sake of a process that was still writing a part. */
  @Column({ name: 'gone_at', type: 'timestamptz', nullable: true }) goneAt!: Date | null;
}
