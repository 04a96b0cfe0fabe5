import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { AUTHENTICATION, callerOrVisitor, type Authentication } from '#carriers/authentication.port.ts';
import { CONFIG, type Config } from '#config/config.ts';
import { sendWithValidator } from '#reads/validator.ts';
import { AppPage } from './app-page.ts';
import { InvitePreviews } from './invite-previews.ts';
import { renderPage, type PageWords } from './page-html.ts';
import { Pages } from './pages.ts';

/** What the platform adds to a request; `ip` and `protocol` as TRUST_PROXY says. */
type PageRequest = IncomingMessage & { readonly ip: string | undefined; readonly protocol: string };

/** The addresses that people send each other. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(AppPage) private readonly app: AppPage,
    @Inject(InvitePreviews) private readonly invites: InvitePreviews,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('/')
  async front(@Req() request: PageRequest, @Res() response: ServerResponse): Promise<void> {
    const caller = await this.callerOf(request);
    this.send(request, response, caller, await this.pages.front(caller, this.originOf(request)));
  }

  @Get('/p/:photoId')
  async photo(
    @Req() request: PageRequest,
    @Res() response: ServerResponse,
    @Param('photoId') photoId: string,
  ): Promise<void> {
    const caller = await this.callerOf(request);
    const isId = z.safeParse(z.uuid(), photoId).success;
    const words = isId ? this.pages.photo(caller, this.originOf(request), photoId) : this.pages.neutral(caller);
    this.send(request, response, caller, await words);
  }

  @Get('/invite/:token')
  async invite(
    @Req() request: PageRequest,
    @Res() response: ServerResponse,
    @Param('token') token: string,
  ): Promise<void> {
    const caller = await this.callerOf(request);
    const invite = await this.invites.of(token, request.ip);
    const words = await this.pages.invite(caller, this.originOf(request), invite);
    // The address is a key: it must not lie in a shared cache, nor travel on in a Referer.
    response.setHeader('referrer-policy', 'no-referrer');
    this.send(request, response, caller, words, 'private, no-cache');
  }

  /** Where the app's service worker takes what another app shares. A device without the worker asks here, and is told so. */
  @Post('/share')
  shared(@Res() response: ServerResponse): void {
    // The files are not read: nobody has said for whom they are.
    response.writeHead(303, { location: '/share?lost', connection: 'close' }).end();
  }

  /** The app says of an old cookie where it matters. */
  private callerOf(request: PageRequest): Promise<Caller> {
    return callerOrVisitor(this.authentication, request.headers);
  }

  private originOf(request: PageRequest): string {
    return this.config.publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  }

  private send(
    request: PageRequest,
    response: ServerResponse,
    caller: Caller,
    words: PageWords,
    caching?: string,
  ): void {
    const isPublic = caller.kind === 'visitor' && request.headers.cookie === undefined;
    sendWithValidator(request, response, renderPage(this.app.template, words), {
      type: 'text/html; charset=utf-8',
      caching: caching ?? (isPublic ? 'public, max-age=5' : 'private, no-cache'),
    });
  }
}
