import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { RetryInput, UnfinishedPhotos } from '@zoetrope/contract/unfinished.ts';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { jsonBodyOf } from '#carriers/http-rules.ts';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';
import { Media } from './media.ts';

@ApiTags('unfinished photos')
@Refuses('unauthenticated', 'forbidden')
@Controller('api/unfinished-photos')
export class UnfinishedPhotosController {
  constructor(@Inject(Media) private readonly media: Media) {}

  @Get()
  @ApiOperation({
    operationId: 'unfinishedPhotos.list',
    summary: 'Photos whose work was given up; for administrators.',
  })
  @ApiResponse({
    status: 200,
    description: 'At most a hundred, the newest first.',
    schema: toInputSchema(UnfinishedPhotos),
  })
  async list(@Req() request: IncomingMessage): Promise<UnfinishedPhotos> {
    return this.media.unfinished.list(await this.media.downloadRoute.callerOf(request));
  }

  @Post('again')
  @HttpCode(200)
  @ApiOperation({ operationId: 'unfinishedPhotos.again', summary: 'Begins the work on one of them, or on all, again.' })
  @ApiBody({ schema: toInputSchema(RetryInput) })
  @ApiResponse({
    status: 200,
    description: 'At most a hundred, the newest first.',
    schema: toInputSchema(UnfinishedPhotos),
  })
  async again(@Req() request: IncomingMessage): Promise<UnfinishedPhotos> {
    const parsed = z.safeParse(RetryInput, jsonBodyOf(request));
    if (!parsed.success) throw new Refusal('invalid');
    return this.media.unfinished.retry(await this.media.downloadRoute.callerOf(request), parsed.data.contentId);
  }
}
