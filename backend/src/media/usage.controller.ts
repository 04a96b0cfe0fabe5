import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { personOf } from '@zoetrope/contract/kernel/caller.ts';
import { Usage } from '@zoetrope/contract/usage.ts';
import type { IncomingMessage } from 'node:http';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';
import { Media } from './media.ts';

@ApiTags('usage')
@Controller('api/usage')
export class UsageController {
  constructor(
    @Inject(Media) private readonly media: Media,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'usage.get', summary: 'How much room my photos take, and how much there is.' })
  @ApiResponse({ status: 200, description: 'In bytes.', schema: toInputSchema(Usage) })
  @Refuses('unauthenticated')
  async usage(@Req() request: IncomingMessage): Promise<Usage> {
    const personId = personOf((await this.authentication.authenticate(request.headers)).caller);
    if (!personId) throw new Refusal('unauthenticated');
    return this.media.quotas.usageOf(personId);
  }
}
