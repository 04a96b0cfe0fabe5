// Poll and long poll: every topic that a client holds in one request, and what lies below a window.
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Engine } from '#engine/engine.ts';
import { Polls, type News } from '#realtime/polls.ts';
import { Admission } from './admission.ts';
import { AUTHENTICATION, type Authentication } from './authentication.port.ts';
import { Crowding } from './crowding.ts';
import { jsonBodyOf } from './http-rules.ts';
import { toNetwork } from './network.ts';
import { Refuses, wireShape } from './open-api.ts';
import { parseOlder, parseSync } from './requests.ts';
import { WaitingPolls } from './waiting-polls.ts';

/** `ip` is as TRUST_PROXY says. */
type AddressedRequest = IncomingMessage & { readonly ip?: string };

@ApiTags('sync')
@Controller('api')
export class SyncController {
  constructor(
    @Inject(Polls) private readonly polls: Polls,
    @Inject(WaitingPolls) private readonly waiting: WaitingPolls,
    @Inject(Engine) private readonly engine: Engine,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Crowding) private readonly crowding: Crowding,
  ) {}

  @Post('sync')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sync',
    summary: 'Everything new in the topics held; may wait until there is something.',
  })
  @ApiBody({ schema: wireShape('SyncRequest') })
  @ApiResponse({ status: 200, description: 'Empty when nothing is new.', schema: wireShape('SyncAnswer') })
  @Refuses('invalid', 'unauthenticated', 'slow-down')
  async sync(@Req() request: AddressedRequest, @Res() response: ServerResponse): Promise<void> {
    const { positions, waitMs, listening } = parseSync(jsonBodyOf(request));
    const remembered = this.authentication.remembered(request.headers);
    if (!remembered) this.admission.admitPoller();
    const { caller, sessionId } = remembered ?? (await this.authentication.authenticate(request.headers));
    if (remembered && !this.polls.knows(caller, positions)) this.admission.admitPoller();
    if (waitMs === 0) return sendNews(response, { batches: await this.polls.batches(caller, positions), said: [] });
    const network = toNetwork(request.ip);
    const crowd = this.crowding.refusal(network);
    if (crowd) throw new Refusal('slow-down', { retryAfterMs: crowd.retryAfterMs! });
    const leave = this.crowding.hold(network);
    const wait = this.waiting.begin(response, sessionId, waitMs);
    try {
      const news = await this.polls.newsOrWait(caller, positions, listening, wait.signal);
      if (wait.isSessionOver) throw new Refusal('session-ended');
      sendNews(response, news);
    } finally {
      wait.end();
      leave();
    }
  }

  @Post('older')
  @HttpCode(200)
  @ApiOperation({ operationId: 'older', summary: 'Rows below the window of a topic, newest first.' })
  @ApiBody({ schema: wireShape('OlderRequest') })
  @ApiResponse({ status: 200, description: 'At most one window.', schema: wireShape('OlderAnswer') })
  @Refuses('invalid', 'unauthenticated', 'not-found')
  async older(@Req() request: IncomingMessage, @Res({ passthrough: true }) response: ServerResponse) {
    const older = parseOlder(jsonBodyOf(request));
    const { caller } = await this.authentication.authenticate(request.headers);
    const answer = await this.engine.older(caller, older);
    response.setHeader('cache-control', 'private, no-store');
    if (!answer.ok) throw new Refusal(answer.error.code, answer.error);
    return answer;
  }
}

function sendNews(response: ServerResponse, { batches, said }: News): void {
  if (response.destroyed) return;
  const more = said.length > 0 ? `,"said":[${said.join(',')}]` : '';
  const json = `{"batches":[${batches.join(',')}]${more}}`;
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'private, no-store',
  });
  response.end(json);
}
