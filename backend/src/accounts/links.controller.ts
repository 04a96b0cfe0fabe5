import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { AdministratorInput, ResetInput, ResetLinkInput, Account, ResetLink } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Person } from '@zoetrope/contract/features/people.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { toLinkUrl } from './one-time-links.ts';
import { readInput } from './read-input.ts';

@Controller('api/accounts')
export class LinksController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Post('administrator')
  @Described('accounts.becomeAdministrator', {
    takes: AdministratorInput,
    answers: Account,
    says: 'Who is signed in here, now an administrator.',
    refuses: ['unauthenticated', 'not-found', 'conflict', 'login-taken', 'link-used-up', 'slow-down'],
  })
  @HttpCode(200)
  async administrator(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
    @Body() body: unknown,
  ): Promise<Account> {
    const { token, account: wanted } = readInput(AdministratorInput, body);
    this.accounts.limits.openLink(request.ip);
    const { administrators, links, signUp, visits } = this.accounts;
    // Asked before anybody is; the claim decides.
    await links.mustBeUsable('administrator', token);
    if (!wanted) {
      const { personId } = await this.accounts.signedIn(request);
      await administrators.make(personId, token);
      return this.described(personId);
    }
    const personId = await signUp.createAdministrator(wanted, token);
    return visits.begin(request, response, personId);
  }

  @Post('reset')
  @Described('accounts.resetPassword', {
    takes: ResetInput,
    answers: Account,
    says: 'Who is signed in here; every earlier session is ended.',
    refuses: ['not-found', 'link-used-up', 'slow-down'],
  })
  @HttpCode(200)
  async reset(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
    @Body() body: unknown,
  ): Promise<Account> {
    const { token, password } = readInput(ResetInput, body);
    this.accounts.limits.openLink(request.ip);
    // Asked before the costly hash; the reset itself decides.
    await this.accounts.links.mustBeUsable('reset', token);
    const personId = await this.accounts.signIn.resetPassword(token, password);
    return this.accounts.visits.begin(request, response, personId);
  }

  @Post('reset-links')
  @Described('accounts.makeResetLink', {
    takes: ResetLinkInput,
    answers: ResetLink,
    says: 'Shown here and nowhere else; works once.',
    refuses: ['unauthenticated', 'forbidden', 'not-found'],
  })
  @HttpCode(200)
  async makeResetLink(@Req() request: BrowserRequest, @Body() body: unknown): Promise<ResetLink> {
    const { personId: adminId } = await this.accounts.signedIn(request);
    await this.accounts.administrators.mustBeOne(adminId);
    const { personId } = readInput(ResetLinkInput, body);
    if (!(await this.accounts.rows.find(Person, personId))) throw new Refusal('not-found');
    const { token, expiresAt } = await this.accounts.links.makeReset(personId);
    return {
      url: toLinkUrl(this.accounts.originOf(request), 'reset', token),
      expiresAt: expiresAt.toISOString(),
    };
  }

  private async described(personId: string): Promise<Account> {
    const account = await this.accounts.visits.describe(personId);
    if (!account) throw new Refusal('session-ended');
    return account;
  }
}
