import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { AcceptInviteInput, Token, InviteAccepted, InvitePreview } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import * as z from 'zod/mini';
import { noteRefusal } from '#refusal-log.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { readInput } from './read-input.ts';

/** Other reads of what is not there leave no line. No robot asks this one; somebody who guesses at invitations does. */
function noteMadeUp(error: unknown): never {
  if (error instanceof Refusal && error.body.code === 'not-found') noteRefusal(error.body, 'GET /api/invites/…');
  throw error;
}

@Controller('api/invites')
export class InvitesController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Get(':token')
  @Described('accounts.previewInvite', {
    answers: InvitePreview,
    says: 'Which group, and who invites.',
    refuses: ['not-found', 'invite-expired', 'invite-used-up', 'slow-down'],
  })
  async preview(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
    @Param('token') given: string,
  ): Promise<InvitePreview> {
    response.setHeader('Cache-Control', 'no-store');
    return this.accounts.limits.invite(request.ip, () => this.previewOf(given)).catch(noteMadeUp);
  }

  @Post('accept')
  @Described('accounts.acceptInvite', {
    takes: AcceptInviteInput,
    answers: InviteAccepted,
    says: 'The group that one is in now.',
    refuses: [
      'unauthenticated',
      'not-found',
      'conflict',
      'group-full',
      'invite-expired',
      'invite-used-up',
      'slow-down',
    ],
  })
  @HttpCode(200)
  async accept(@Req() request: BrowserRequest, @Body() body: unknown): Promise<InviteAccepted> {
    const { personId } = await this.accounts.signedIn(request);
    const { token } = readInput(AcceptInviteInput, body);
    return this.accounts.limits.invite(request.ip, () => this.accounts.invites.accept(token, personId));
  }

  private async previewOf(given: string): Promise<InvitePreview> {
    const token = z.safeParse(Token, given);
    if (!token.success) throw new Refusal('not-found');
    return this.accounts.invites.preview(token.data);
  }
}
