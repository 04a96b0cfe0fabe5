import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Download, DownloadInput } from '@zoetrope/contract/downloads.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { jsonBodyOf } from '#carriers/http-rules.ts';
import { Refuses, toHeaders, toInputSchema } from '#carriers/open-api.ts';
import { Media } from './media.ts';

const ZIP = {
  headers: toHeaders({ ETag: 'Names this zip, for If-Range.' }),
  content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
};

@ApiTags('downloads')
@Controller('api/downloads')
export class DownloadsController {
  constructor(@Inject(Media) private readonly media: Media) {}

  @Post()
  @ApiOperation({ operationId: 'downloads.begin', summary: 'A whole group, or chosen photos, to take home as a zip.' })
  @ApiBody({ schema: toInputSchema(DownloadInput) })
  @ApiResponse({ status: 201, description: 'Where the zip is, for a day.', schema: toInputSchema(Download) })
  @Refuses('invalid', 'unauthenticated', 'not-found')
  async begin(@Req() request: IncomingMessage): Promise<Download> {
    const parsed = z.safeParse(DownloadInput, jsonBodyOf(request));
    if (!parsed.success) {
      const fields = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.code] as const);
      throw new Refusal('invalid', { fields: Object.fromEntries(fields) });
    }
    return this.media.downloads.begin(await this.media.downloadRoute.callerOf(request), parsed.data);
  }

  /** HEAD as well: Express answers it by the GET route. */
  @Get(':id')
  @ApiOperation({ operationId: 'downloads.get', summary: 'The zip; honours Range and If-Range.' })
  @ApiResponse({ status: 200, description: 'All of it.', ...ZIP })
  @ApiResponse({ status: 206, description: 'The part that was asked for.', ...ZIP })
  @ApiResponse({ status: 416, description: 'There is no such part.' })
  @Refuses('unauthenticated', 'not-found')
  async get(@Req() request: IncomingMessage, @Res() response: ServerResponse, @Param('id') id: string): Promise<void> {
    await this.media.downloadRoute.send(request, response, id);
  }
}
