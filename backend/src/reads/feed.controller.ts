import { applyDecorators, Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { AUTHENTICATION, callerOrVisitor, type Authentication } from '#carriers/authentication.port.ts';
import { Refuses, toHeaders, toInputSchema } from '#carriers/open-api.ts';
import { isInstant } from '#store/instant.ts';
import { FeedPage } from './feed-page.ts';
import { Feed, type FeedCursor } from './feed.ts';
import { TopicReader, type Reading } from './topic-reader.ts';
import { UnchangedFeed } from './unchanged-feed.ts';
import { sendWithValidator } from './validator.ts';

const Uuid = z.uuid();
const Limit = z.int().check(z.minimum(1), z.maximum(100));
const CURSOR = /^([^_]+Z)_([^_]+)$/;
const USUAL_LIMIT = 30;

type Asked = { readonly before?: string; readonly limit?: string };

const HEADERS = toHeaders({
  ETag: 'Names this answer: sent back as If-None-Match, it is answered 304 for as long as nothing changes.',
  'Cache-Control': '`public, max-age=1` for visitors, else `private, no-cache`.',
});

/** On each method: where a method describes no answer, an empty one stands before what its class describes. */
const Described = (operationId: string, summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiHeader({ name: 'if-none-match', required: false, description: 'The ETag of the answer before.' }),
    ApiQuery({ name: 'before', required: false, type: String, description: 'The cursor: `next` of the page before.' }),
    ApiQuery({ name: 'limit', required: false, type: Number, description: `1 to 100; ${USUAL_LIMIT} unless told.` }),
    ApiResponse({
      status: 200,
      description:
        'The newest photos as plain JSON: the rung for scripts, screens and old browsers. `photos`, newest first; `next`, ' +
        'the cursor of the page below, null when nothing is older; `at`, where the topics stood, to go on with /api/sync.',
      headers: HEADERS,
      schema: toInputSchema(FeedPage),
    }),
    ApiResponse({ status: 304, description: 'Nothing changed since the answer with this ETag.', headers: HEADERS }),
    Refuses('invalid', 'unauthenticated', 'not-found'),
  );

/** Newest first, `?before=` for older, a validator for each answer; an unchanged answer touches no database. */
@ApiTags('feed')
@Controller('api/feed')
export class FeedController {
  constructor(
    @Inject(Feed) private readonly feed: Feed,
    @Inject(TopicReader) private readonly topics: TopicReader,
    @Inject(UnchangedFeed) private readonly unchanged: UnchangedFeed,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  @Get('groups/:groupId')
  @Described('feed.group', 'The newest photos of a group that one is in.')
  async group(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('groupId') groupId: string,
    @Query() asked: Asked,
  ) {
    if (!z.safeParse(Uuid, groupId).success) throw new Refusal('not-found');
    const { caller } = await this.authentication.authenticate(request.headers);
    await this.answer(caller, request, response, (reading) =>
      this.feed.group(reading, groupId, limitOf(asked), cursorOf(asked)),
    );
  }

  @Get('friends')
  @Described('feed.friends', 'The newest photos that friends, and oneself, show to friends.')
  async friends(@Req() request: IncomingMessage, @Res() response: ServerResponse, @Query() asked: Asked) {
    const { caller } = await this.authentication.authenticate(request.headers);
    await this.answer(caller, request, response, (reading) =>
      this.feed.friends(reading, limitOf(asked), cursorOf(asked)),
    );
  }

  @Get('public')
  @Described('feed.public', 'The newest photos that are for everyone.')
  async everyone(@Req() request: IncomingMessage, @Res() response: ServerResponse, @Query() asked: Asked) {
    const caller = await callerOrVisitor(this.authentication, request.headers);
    await this.answer(caller, request, response, (reading) =>
      this.feed.everyone(reading, limitOf(asked), cursorOf(asked)),
    );
  }

  private async answer(
    caller: Caller,
    request: IncomingMessage,
    response: ServerResponse,
    read: (reading: Reading) => Promise<FeedPage>,
  ) {
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
  const [, key = '', id = ''] = CURSOR.exec(before) ?? [];
  if (!isInstant(key) || !Uuid.safeParse(id).success)
    throw new Refusal('invalid', { fields: { before: 'invalid_format' } });
  return { key, id };
}
