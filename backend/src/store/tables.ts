// Every server-only table: an ordinary TypeORM entity class each, listed here so that migrations know it.
// After adding or changing one: `npm run migration:generate -- <what-it-does>` in backend/, with DATABASE_URL at any PostgreSQL.
import { Credential } from '#accounts/credential.entity.ts';
import { OneTimeLink } from '#accounts/one-time-link.entity.ts';
import { Session } from '#accounts/session.entity.ts';
import { ContentJob } from '#media/content-job.entity.ts';
import { Download } from '#media/download.entity.ts';
import { ArrivingUpload } from '#media/arriving-upload.entity.ts';
import { photosByOwner } from '#media/photo-lookups.entity.ts';
import { UploadLock } from '#media/upload-lock.entity.ts';
import { Content, ContentRemains, ContentTotal, PhotoContent } from '#media/content.entity.ts';
import { DatabaseIdentity, GatherQueue, LoggedChange, Receipt, RelayOutbox, TopicHead } from './log.entity.ts';

/** A class that TypeORM decorates. */
export type TableClass = new () => object;

export const serverTables: readonly TableClass[] = [
  TopicHead,
  LoggedChange,
  RelayOutbox,
  GatherQueue,
  Receipt,
  DatabaseIdentity,
  Credential,
  Session,
  OneTimeLink,
  Content,
  PhotoContent,
  ContentRemains,
  ContentTotal,
  ContentJob,
  Download,
  UploadLock,
  ArrivingUpload,
];

/** An index on a table of the contract that no place of it gives. */
export interface Lookup {
  readonly entity: string;
  /** Properties of the entity. */
  readonly columns: readonly string[];
}

export const serverLookups: readonly Lookup[] = [photosByOwner];
