import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ChangePasswordInput, SignInInput, SignUpInput, Account, Done, Me } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { readInput } from './read-input.ts';

@Controller('api/accounts')
export class AccountsController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Get('me')
  @Described('accounts.me', { answers: Me, says: 'Who is signed in here, or that nobody is.' })
  me(@Req() request: BrowserRequest, @Res({ passthrough: true }) response: BrowserResponse): Promise<Me> {
    response.setHeader('Cache-Control', 'no-store');
    return this.accounts.visits.look(request, response);
  }

  @Post('sign-up')
  @Described('accounts.signUp', {
    takes: SignUpInput,
    answers: Account,
    says: 'Who is signed in here; the cookie is set.',
    refuses: [
      'conflict',
      'login-taken',
      'sign-up-closed',
      'invite-needed',
      'not-found',
      'invite-expired',
      'invite-used-up',
      'group-full',
      'slow-down',
    ],
  })
  @HttpCode(200)
  async signUp(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
    @Body() body: unknown,
  ): Promise<Account> {
    const { invite, ...wanted } = readInput(SignUpInput, body);
    this.accounts.limits.signUp(request.ip);
    const { invites, signUp, visits } = this.accounts;
    // Asked before the costly hash; the command decides.
    const door = invite === undefined ? undefined : await invites.usable(invite);
    const isOpen = await signUp.isOpen();
    if (!door) {
      if (!isOpen) throw new Refusal('invite-needed');
      return visits.begin(request, response, await signUp.create(wanted));
    }
    const { personId, isMember } = await signUp.createInvited(wanted, door.id, isOpen);
    const account = await visits.begin(request, response, personId);
    return isMember ? { ...account, groupId: door.groupId } : account;
  }

  @Post('sign-in')
  @Described('accounts.signIn', {
    takes: SignInInput,
    answers: Account,
    says: 'Who is signed in here; the cookie is set.',
    refuses: ['wrong-password', 'slow-down'],
  })
  @HttpCode(200)
  async signIn(
    @Req() request: BrowserRequest,
    @Res({ passthrough: true }) response: BrowserResponse,
    @Body() body: unknown,
  ): Promise<Account> {
    const { login, password } = readInput(SignInInput, body);
    const personId = await this.accounts.verify(login, password, request.ip);
    return this.accounts.visits.begin(request, response, personId);
  }

  @Post('sign-out')
  @Described('accounts.signOut', {
    answers: Done,
    says: 'Nobody is signed in here any more.',
    refuses: ['unauthenticated'],
  })
  @HttpCode(200)
  async signOut(@Req() request: BrowserRequest, @Res({ passthrough: true }) response: BrowserResponse): Promise<Done> {
    await this.accounts.visits.end(request, response);
    return { done: true };
  }

  @Post('change-password')
  @Described('accounts.changePassword', {
    takes: ChangePasswordInput,
    answers: Done,
    says: 'Changed; every other session is ended.',
    refuses: ['wrong-password', 'slow-down'],
  })
  @HttpCode(200)
  async changePassword(@Req() request: BrowserRequest, @Body() body: unknown): Promise<Done> {
    const { personId, sessionId } = await this.accounts.signedIn(request);
    const { password, newPassword } = readInput(ChangePasswordInput, body);
    const account = await this.accounts.visits.describe(personId);
    if (!account) throw new Refusal('session-ended');
    await this.accounts.verify(account.login, password, request.ip);
    await this.accounts.signIn.setPassword(personId, newPassword, sessionId);
    return { done: true };
  }
}
