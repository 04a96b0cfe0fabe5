// Written by generate-migration.ts: every migration, oldest first.
import type { MigrationInterface } from 'typeorm';
import { FirstTables1795475763196 } from './migrations/1795475763196-first-tables.ts';
import { Accounts1795475948734 } from './migrations/1795475948734-accounts.ts';
import { MediaJobs1795477347478 } from './migrations/1795477347478-media-jobs.ts';
import { Reactions1795480577022 } from './migrations/1795480577022-reactions.ts';
import { PhotosTakenAt1795719647711 } from './migrations/1795719647711-photos-taken-at.ts';
import { Rolls1795719812325 } from './migrations/1795719812325-rolls.ts';
import { ContentByHash1795720071000 } from './migrations/1795720071000-content-by-hash.ts';
import { Downloads1795721038851 } from './migrations/1795721038851-downloads.ts';
import { RenditionSets1795721393868 } from './migrations/1795721393868-rendition-sets.ts';
import { DatabaseIdentity1795721944715 } from './migrations/1795721944715-database-identity.ts';
import { UploadLock1795722396402 } from './migrations/1795722396402-upload-lock.ts';
import { PersonRoom1795723165489 } from './migrations/1795723165489-person-room.ts';
import { PhotosDescribed1795725801080 } from './migrations/1795725801080-photos-described.ts';
import { ArrivingUploads1795734140817 } from './migrations/1795734140817-arriving-uploads.ts';
import { PhotosByOwner1795734894059 } from './migrations/1795734894059-photos-by-owner.ts';
import { KeptInOriginals1795736041939 } from './migrations/1795736041939-kept-in-originals.ts';
import { Videos1795746924452 } from './migrations/1795746924452-videos.ts';
import { Clearings1795789632488 } from './migrations/1795789632488-clearings.ts';
import { ContentTotal1795790711188 } from './migrations/1795790711188-content-total.ts';
import { UploaderOfUpload1795807988119 } from './migrations/1795807988119-uploader-of-upload.ts';
import { SessionEndedByPassword1795847842393 } from './migrations/1795847842393-session-ended-by-password.ts';

export const migrations: readonly (new () => MigrationInterface)[] = [
  FirstTables1795475763196,
  Accounts1795475948734,
  MediaJobs1795477347478,
  Reactions1795480577022,
  PhotosTakenAt1795719647711,
  Rolls1795719812325,
  ContentByHash1795720071000,
  Downloads1795721038851,
  RenditionSets1795721393868,
  DatabaseIdentity1795721944715,
  UploadLock1795722396402,
  PersonRoom1795723165489,
  PhotosDescribed1795725801080,
  ArrivingUploads1795734140817,
  PhotosByOwner1795734894059,
  KeptInOriginals1795736041939,
  Videos1795746924452,
  Clearings1795789632488,
  ContentTotal1795790711188,
  UploaderOfUpload1795807988119,
  SessionEndedByPassword1795847842393,
];
