import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who may write to an upload, on whichever node, until when. */
@Entity('upload_lock')
export class UploadLock {
  @PrimaryColumn({ name: 'upload_id', type: 'uuid' }) uploadId!: string;
  /** Rises with every taking: whoever holds an older one has lost the lock. */
  @Column({ type: 'bigint' }) token!: string;
  @Column({ name: 'held_until', type: 'timestamptz' }) heldUntil!: Date;
  /** Somebody else waits: the client came back on a new connection while the old one seems to live. */
  @Column({ name: 'is_wanted', type: 'boolean' }) isWanted!: boolean;
}
