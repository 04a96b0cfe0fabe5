import { Module } from '@nestjs/common';
import { FeedController } from './feed.controller.ts';
import { Feed } from './feed.ts';
import { TopicReader } from './topic-reader.ts';
import { UnchangedFeed } from './unchanged-feed.ts';

/** Answers that are put together from several topics, read-only. */
@Module({ controllers: [FeedController], providers: [Feed, TopicReader, UnchangedFeed], exports: [Feed, TopicReader] })
export class ReadsModule {}
