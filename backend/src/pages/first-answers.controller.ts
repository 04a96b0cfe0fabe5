import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Accounts } from '#accounts/accounts.ts';
import type { BrowserRequest, BrowserResponse } from '#accounts/browser.ts';
import { FirstAnswers } from './first-answers.ts';

/** For the app's own page alone, which asks before its script is there (frontend/index.html). */
@ApiExcludeController()
@Controller('api/first')
export class FirstAnswersController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(FirstAnswers) private readonly answers: FirstAnswers,
  ) {}

  @Get()
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
