import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Me } from '@zoetrope/contract/accounts.ts';
import { Accounts } from '#accounts/accounts.ts';
import type { BrowserRequest, BrowserResponse } from '#accounts/browser.ts';
import { Refuses, toInputSchema, wireShape } from '#carriers/open-api.ts';
import { FirstAnswers } from './first-answers.ts';

/** For the app's own page alone, which asks before its script is there (frontend/index.html). */
@ApiTags('pages')
@Controller('api/first')
export class FirstAnswersController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(FirstAnswers) private readonly answers: FirstAnswers,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'first',
    summary: 'Who is here, and what the page at an address begins with. For the app alone; programs ask /api/sync.',
  })
  @ApiQuery({ name: 'page', required: false, type: String, description: 'The path of Home or of a group.' })
  @ApiResponse({
    status: 200,
    description: '`batches` are what a first /api/sync would bring; `contract` is the version that they are of.',
    schema: {
      type: 'object',
      properties: {
        contract: { type: 'integer' },
        me: toInputSchema(Me),
        batches: { type: 'array', items: wireShape('Batch') },
      },
      required: ['contract', 'me', 'batches'],
    },
  })
  @Refuses('slow-down')
  async first(@Req() request: BrowserRequest, @Res() response: BrowserResponse, @Query('page') page: unknown) {
    const json = await this.answers.to(await this.accounts.visits.look(request, response), page);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(json),
      'cache-control': 'private, no-store',
    });
    response.end(json);
  }
}
