import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { Feed, type FeedCursor, type FeedPage } from './feed.ts';
import { TopicReader, type Reading } from './topic-reader.ts';
import { UnchangedFeed } from './unchanged-feed.ts';
import { sendWithValidator } from './validator.ts';

const Uuid = z.uuid();
const Limit = z.int().check(z.minimum(1), z.maximum(100));
const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/;
const USUAL_LIMIT = 30;

type Asked = { readonly before?: string; readonly limit?: string };

/** Newest first, `?before=` for older, a validator for each answer; an unchanged answer touches no database. */
@ApiTags('feed')
@ApiQuery({ name: 'before', required: false, description: 'The `next` of the page before.' })
@ApiQuery({ name: 'limit', required: false, description: '1 to 100; 30 unless told.' })
@ApiResponse({ status: 200, description: '`{ photos, next, at }`, newest first.' })
@ApiResponse({ status: 304, description: 'Nothing changed since the answer with this ETag.' })
@Controller('api/feed')
export class FeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(TopicReader) private readonly topics: TopicReader,
    @Inject(UnchangedFeed) private readonly unchanged: UnchangedFeed,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  @Get('groups/:groupId')
  @ApiOperation({ operationId: 'feed.group', summary: 'The newest photos of a group that one is in.' })
  async group(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('groupId') groupId: string,
    @Query() asked: Asked,
  ) {
    if (!z.safeParse(Uuid, groupId).success) throw new Refusal('not-found');
    await this.answer(request, response, (reading) =>
      this.feed.group(reading, groupId, limitOf(asked), cursorOf(asked)),
    );
  }

  @Get('friends')
  @ApiOperation({
    operationId: 'feed.friends',
    summary: 'The newest photos that friends, and oneself, show to friends.',
  })
  async friends(@Req() request: IncomingMessage, @Res() response: ServerResponse, @Query() asked: Asked) {
    await this.answer(request, response, (reading) => this.feed.friends(reading, limitOf(asked), cursorOf(asked)));
  }

  @Get('public')
  @ApiOperation({ operationId: 'feed.public', summary: 'The newest photos that are for everyone.' })
  async everyone(@Req() request: IncomingMessage, @Res() response: ServerResponse, @Query() asked: Asked) {
    await this.answer(request, response, (reading) => this.feed.everyone(reading, limitOf(asked), cursorOf(asked)));
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    read: (reading: Reading) => Promise<FeedPage>,
  ) {
    const { caller } = await this.authentication.authenticate(request.headers);
    const reading = this.topics.begin(caller);
    const body = JSON.stringify(await read(reading));
    const headers = sendWithValidator(request, response, body, {
      type: 'application/json; charset=utf-8',
      caching: caller.kind === 'visitor' ? 'public, max-age=1' : 'private, no-cache',
    });
    if (reading.isWhole) this.unchanged.keep(caller, request.url!, { headers, positions: reading.positions });
  }
}

/** Errors: Refusal `invalid`, as below. */
function limitOf({ limit }: Asked): number {
  if (limit === undefined) return USUAL_LIMIT;
  const parsed = z.safeParse(Limit, Number(limit));
  if (!parsed.success) throw new Refusal('invalid', { fields: { limit: parsed.error.issues[0]!.code } });
  return parsed.data;
}

function cursorOf({ before }: Asked): FeedCursor | undefined {
  if (before === undefined) return undefined;
  const found = CURSOR.exec(before);
  if (!found) throw new Refusal('invalid', { fields: { before: 'invalid_format' } });
  return { key: found[1]!, id: found[2]! };
}
