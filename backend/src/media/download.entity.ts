import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What somebody asked to take home. Its list is fixed, so that a download that broke off goes on with the same bytes. */
@Entity('download')
@Index(['createdAt'])
export class Download {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string;
  /** The group whose photos these were; null for a selection. */
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null;
  @Column({ name: 'photo_ids', type: 'uuid', array: true }) photoIds!: string[];
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}
