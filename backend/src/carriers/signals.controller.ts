// Signals for whoever polls: said by one request, heard by another.
import { Controller, Get, Header, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { HeardAnswer } from '@zoetrope/contract/kernel/wire.ts';
import type { IncomingMessage } from 'node:http';
import { Polls } from '#realtime/polls.ts';
import { Signals } from '#realtime/signals.ts';
import { AUTHENTICATION, type Authentication } from './authentication.port.ts';
import { jsonBodyOf } from './http-rules.ts';
import { Refuses, wireShape } from './open-api.ts';
import { parseHear, parseSay } from './requests.ts';

@ApiTags('signals')
@Controller('api/signals')
@Refuses('invalid', 'unauthenticated', 'not-found')
export class SignalsController {
  constructor(
    @Inject(Signals) private readonly signals: Signals,
    @Inject(Polls) private readonly polls: Polls,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  @Post()
  @HttpCode(204)
  @ApiOperation({ operationId: 'say', summary: 'Says what is true now to whoever holds the topic. Kept by nobody.' })
  @ApiBody({ schema: wireShape('SayMessage') })
  @ApiResponse({ status: 204, description: 'Said.' })
  @Refuses('slow-down')
  async say(@Req() request: IncomingMessage): Promise<void> {
    const message = parseSay(jsonBodyOf(request));
    this.signals.say(await this.holder(request, message.t), message);
  }

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ operationId: 'hear', summary: 'What is said in a topic at this moment.' })
  @ApiQuery({ name: 't', type: String, description: 'The topic.' })
  @ApiResponse({ status: 200, description: 'Everything that is said there now.', schema: wireShape('HeardAnswer') })
  async hear(@Req() request: IncomingMessage, @Query('t') topicKey: unknown): Promise<HeardAnswer> {
    const { t } = parseHear({ t: topicKey });
    await this.holder(request, t);
    return { heard: this.signals.now(t) };
  }

  /** The caller, who holds the topic by a poll's lease. Errors: Refusal `not-found`. */
  private async holder(request: IncomingMessage, topicKey: string): Promise<Caller> {
    const { caller } = await this.authentication.authenticate(request.headers);
    const state = this.polls.quickTopic(caller, topicKey) ?? (await this.polls.topic(caller, topicKey));
    if (!state) throw new Refusal('not-found');
    return caller;
  }
}
