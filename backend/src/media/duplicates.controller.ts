import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Duplicates, DuplicatesInput } from '@zoetrope/contract/duplicates.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { jsonBodyOf } from '#carriers/http-rules.ts';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';
import { Media } from './media.ts';
import { toUploader } from './upload-wish.ts';

@ApiTags('duplicates')
@Controller('api/duplicates')
export class DuplicatesController {
  constructor(@Inject(Media) private readonly media: Media) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'duplicates.find', summary: 'Which of these files an audience has already.' })
  @ApiBody({ schema: toInputSchema(DuplicatesInput) })
  @ApiResponse({ status: 200, description: 'Those that are there.', schema: toInputSchema(Duplicates) })
  @Refuses('invalid', 'unauthenticated', 'not-found')
  async find(@Req() request: IncomingMessage): Promise<Duplicates> {
    const parsed = z.safeParse(DuplicatesInput, jsonBodyOf(request));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.code] as const);
      throw new Refusal('invalid', { fields: Object.fromEntries(fields) });
    }
    const caller = toUploader(await this.media.downloadRoute.callerOf(request));
    return { found: await this.media.duplicates.find(caller, parsed.data) };
  }
}
