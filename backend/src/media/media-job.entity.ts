import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RenditionName } from '@zoetrope/contract/media.ts';
import type { PictureType } from './sniff.ts';

/**
 * `arrived`: its bytes are kept, its photo not yet added. `waiting` for a worker, `working` until its lease ends, `done`.
 * `failed`: cannot be decoded. `dead`: tried too often.
 */
export type JobState = 'arrived' | 'waiting' | 'working' | 'done' | 'failed' | 'dead';

/** The bytes of one photo, and how far the work on them is. It lives as long as the photo. */
@Entity('media_job')
@Index(['hash'])
@Index(['state', 'runAfter'])
export class MediaJob {
  @PrimaryColumn({ name: 'photo_id', type: 'uuid' }) photoId!: string;
  /** Also the id of the command that adds the photo, so that adding it twice is adding it once. */
  @Column({ name: 'upload_id', type: 'uuid', unique: true }) uploadId!: string;
  /** The caller, as the contract writes it. */
  @Column({ type: 'json' }) uploader!: { kind: 'account' | 'guest'; id: string };
  /** The input of the command that adds the photo. */
  @Column({ type: 'json' }) addition!: object;
  /** SHA-256 of the received file in hex: where its bytes are. Photos of the same bytes share them. */
  @Column({ type: 'text' }) hash!: string;
  @Column({ type: 'text' }) type!: PictureType;
  /** Of the received file. */
  @Column({ name: 'byte_count', type: 'integer' }) byteCount!: number;
  /** Base64 of a thumbhash. */
  @Column({ type: 'text' }) placeholder!: string;
  /** Those that may be served. */
  @Column({ type: 'text', array: true, default: '{}' }) renditions!: RenditionName[];
  /** What the original is handed out as; null until it was made. */
  @Column({ name: 'original_type', type: 'text', nullable: true }) originalType!: PictureType | null;
  @Column({ type: 'text' }) state!: JobState;
  @Column({ type: 'integer', default: 0 }) attempts!: number;
  /** When a worker may take it: the back-off while waiting, the end of the lease while working. */
  @Column({ name: 'run_after', type: 'timestamptz', default: () => 'now()' }) runAfter!: Date;
  /** Why the last attempt failed, for the operator. */
  @Column({ type: 'text', nullable: true }) error!: string | null;
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}
