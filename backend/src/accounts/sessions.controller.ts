import { Controller, Delete, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { Done, SessionList } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { isUuid } from './is-uuid.ts';

@Controller('api/accounts/sessions')
export class SessionsController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Get()
  @Described('accounts.listSessions', { answers: SessionList, says: 'Last used first.', refuses: ['unauthenticated'] })
  async list(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
  ): Promise<SessionList> {
    response.setHeader('Cache-Control', 'no-store');
    const { personId, sessionId } = await this.accounts.signedIn(request);
    return { sessions: await this.accounts.sessions.list(personId, sessionId) };
  }

  @Delete(':id')
  @Described('accounts.endSession', { answers: Done, says: 'It is ended.', refuses: ['unauthenticated', 'not-found'] })
  async end(@Req() request: BrowserRequest, @Param('id') id: string): Promise<Done> {
    const { personId } = await this.accounts.signedIn(request);
    if (!isUuid(id) || !(await this.accounts.sessions.end(id, personId))) throw new Refusal('not-found');
    return { done: true };
  }
}
