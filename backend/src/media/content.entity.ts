import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Playback } from '@zoetrope/contract/features/photos.ts';
import type { ORIGINAL, RenditionName, VIDEO } from '@zoetrope/contract/renditions.ts';
import type { Place } from './exif.ts';
import type { MediaType } from './sniff.ts';

/**
 * Bytes that photos show: what was received, and everything made from it. There is one row of the same bytes at a time, for
 * the whole site; it goes with the last photo that uses it.
 */
@Entity('content')
export class Content {
  /**
   * The hash, a dot, eight hex digits by chance: where the bytes are. Bytes that come back after their last photo went lie
   * in another place, so that whoever is still removing the old ones cannot hit the new ones.
   */
  @PrimaryColumn({ type: 'text' }) id!: string;
  /** SHA-256 of what was received, in hex. */
  @Column({ type: 'text', unique: true }) hash!: string;
  @Column({ type: 'text' }) type!: MediaType;
  /** Of what was received. */
  @Column({ name: 'byte_count', type: 'integer' }) byteCount!: number;
  /** As seen, upright. */
  @Column({ name: 'width_px', type: 'integer' }) widthPx!: number;
  @Column({ name: 'height_px', type: 'integer' }) heightPx!: number;
  /** How long a video plays; null for what stands still. */
  @Column({ name: 'duration_ms', type: 'integer', nullable: true }) durationMs!: number | null;
  /** Null for what stands still. */
  @Column({ type: 'text', nullable: true }) playback!: Playback | null;
  /** Which of the files made from it browsers play; null until there is one. */
  @Column({ type: 'text', nullable: true }) plays!: typeof ORIGINAL | typeof VIDEO | null;
  /** As `TakenAt` of the contract; null when the file does not say. */
  @Column({ name: 'taken_at', type: 'text', nullable: true }) takenAt!: string | null;
  /** Base64 of a thumbhash. */
  @Column({ type: 'text' }) placeholder!: string;
  /** Those that may be served. */
  @Column({ type: 'text', array: true, default: '{}' }) renditions!: RenditionName[];
  /** Which of `RENDITION_SETS` is complete, where there are any. */
  @Column({ name: 'rendition_set', type: 'integer', default: 0 }) renditionSet!: number;
  /** What the original is handed out as; null until it was made, which for a HEIC is at its arrival. */
  @Column({ name: 'original_type', type: 'text', nullable: true }) originalType!: MediaType | null;
  /** Where there is no original, of the picture that is taken home in its place. */
  @Column({ name: 'original_byte_count', type: 'integer', nullable: true }) originalByteCount!: number | null;
  /** As a signed number; null until somebody looked. */
  @Column({ name: 'original_crc32', type: 'integer', nullable: true }) originalCrc32!: number | null;
  /** Null until a group wanted its originals to tell something. */
  @Column({ type: 'json', nullable: true }) keepable!: Keepable | null;
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}

/** What it takes to have an original say where it was taken. */
export interface Keepable {
  /** As the received file says. */
  readonly place: Place | null;
  /** Base64 of the first bytes of the original. */
  readonly head: string;
}

/**
 * What all contents take, in one row, kept by a trigger of `content`: whoever writes there, in the same transaction, and an
 * older process beside a newer one, too.
 */
@Entity('content_total')
export class ContentTotal {
  /** There is `site`. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'PK_content_total' }) id!: string;
  /** PostgreSQL's driver writes it as a text. */
  @Column({ name: 'byte_count', type: 'bigint' }) byteCount!: string;
}

/**
 * `arrived`: its bytes are kept, its photo not yet added. `added`: people see its place. `shown`: and the picture.
 * `failed`: they were told that it cannot be decoded.
 */
export type UseState = 'arrived' | 'added' | 'shown' | 'failed';

/** One photo's use of a content: the only road from a photo to bytes. It lives as long as the photo. */
@Entity('photo_content')
@Index(['contentId'])
@Index(['state'], { where: "state in ('arrived', 'added')" })
export class PhotoContent {
  @PrimaryColumn({ name: 'photo_id', type: 'uuid' }) photoId!: string;
  // The foreign key is what makes counting right: bytes with a use cannot be dropped, whoever is faster.
  @ForeignKey(() => Content)
  @Column({ name: 'content_id', type: 'text' })
  contentId!: string;
  /** Also the id of the command that adds the photo, so that adding it twice is adding it once. */
  @Column({ name: 'upload_id', type: 'uuid', unique: true }) uploadId!: string;
  /** The caller, as the contract writes it. */
  @Column({ type: 'json' }) uploader!: { kind: 'account' | 'guest'; id: string };
  /** The input of the command that adds the photo. */
  @Column({ type: 'json' }) addition!: object;
  @Column({ type: 'text' }) state!: UseState;
  /** The set of renditions that its photo's row names, where it is shown. */
  @Column({ name: 'told_set', type: 'integer', default: 0 }) toldSet!: number;
  /** What its photo's row says of playing it, where it is shown. */
  @Column({ name: 'told_playback', type: 'text', nullable: true }) toldPlayback!: Playback | null;
  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' }) createdAt!: Date;
}

/** Contents whose last use is gone, until nobody can be writing below their place any more. */
@Entity('content_remains')
export class ContentRemains {
  @PrimaryColumn({ type: 'text' }) id!: string;
  @Column({ name: 'dropped_at', type: 'timestamptz', default: () => 'now()' }) droppedAt!: Date;
}
