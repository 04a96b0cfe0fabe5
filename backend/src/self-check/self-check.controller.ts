import { Controller, Get, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Done } from '@zoetrope/contract/accounts.ts';
import { BYTES, HOLD_MS, PIECES, SeenRequest, BytesArrived } from '@zoetrope/contract/self-check.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { newId } from '@zoetrope/contract/ids.ts';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Accounts } from '#accounts/accounts.ts';
import type { BrowserRequest } from '#accounts/browser.ts';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';
import { CONFIG, type Config } from '#config/config.ts';

/** What proxies say of a request, and which of them it passed. */
const FORWARDED = [
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-real-ip', 'via'],
  ...['cf-ray', 'cf-connecting-ip', 'cdn-loop'],
];

type ProxiedRequest = IncomingMessage & BrowserRequest;

/** Answers that show what stands between an administrator's browser and this process. Everybody else is refused. */
@ApiTags('self-check')
@Refuses('unauthenticated', 'forbidden')
@Controller('api/self-check')
export class SelfCheckController {
  private readonly node = newId().slice(-8);

  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ operationId: 'selfCheck', summary: 'The request as it arrived.' })
  @ApiResponse({ status: 200, description: 'As this process sees it.', schema: toInputSchema(SeenRequest) })
  async seen(@Req() request: ProxiedRequest): Promise<SeenRequest> {
    await this.mustBeAdministrator(request);
    const { publicUrl, trustProxy, redisUrl } = this.config;
    const given = FORWARDED.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    });
    return {
      node: this.node,
      origin: `${request.secure ? 'https' : 'http'}://${hostOf(request, trustProxy !== false)}`,
      address: request.ip ?? '',
      peer: request.socket.remoteAddress ?? '',
      forwarded: Object.fromEntries(given) as Record<string, string>,
      settings: {
        publicUrl: publicUrl ?? null,
        trustProxy: trustProxy !== false,
        hasOtherNodes: redisUrl !== undefined,
      },
    };
  }

  @Get('pieces')
  @ApiOperation({ operationId: 'selfCheckPieces', summary: 'Pieces with pauses between them.' })
  @ApiResponse({
    status: 200,
    description: 'Hexadecimal digits by chance.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async pieces(@Req() request: ProxiedRequest, @Res() response: ServerResponse): Promise<void> {
    await this.mustBeAdministrator(request);
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' });
    for (let i = 0; i < PIECES.count && !response.destroyed; i++) {
      // By chance, so that nobody on the way packs it into a few bytes.
      response.write(randomBytes(PIECES.bytes / 2).toString('hex'));
      await pause(PIECES.everyMs, response);
    }
    response.end();
  }

  @Get('hold')
  @ApiOperation({ operationId: 'selfCheckHold', summary: 'Says nothing for as long as a long poll is held.' })
  @ApiResponse({ status: 200, description: 'It was held.', schema: toInputSchema(Done) })
  async hold(@Req() request: ProxiedRequest, @Res() response: ServerResponse): Promise<void> {
    await this.mustBeAdministrator(request);
    await pause(HOLD_MS, response);
    if (response.destroyed) return;
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'private, no-store' });
    response.end('{"done":true}');
  }

  @Post('bytes')
  @HttpCode(200)
  @ApiConsumes('application/octet-stream')
  @ApiOperation({ operationId: 'selfCheckBytes', summary: 'Counts what arrives.' })
  @ApiResponse({ status: 200, description: 'How many came.', schema: toInputSchema(BytesArrived) })
  async bytes(@Req() request: ProxiedRequest): Promise<BytesArrived> {
    try {
      await this.mustBeAdministrator(request);
      let count = 0;
      for await (const part of request) {
        count += (part as Buffer).length;
        if (count > BYTES) throw new Refusal('too-large');
      }
      return { count };
    } finally {
      // Unread, its body would be taken for the next request of the connection.
      request.resume();
    }
  }

  /** Errors: Refusal `unauthenticated`, `forbidden`. */
  private async mustBeAdministrator(request: ProxiedRequest): Promise<void> {
    const { personId } = await this.accounts.signedIn(request);
    await this.accounts.administrators.mustBeOne(personId);
  }
}

function hostOf({ headers }: IncomingMessage, isBehindProxy: boolean): string {
  const forwarded = isBehindProxy ? headers['x-forwarded-host'] : undefined;
  return String(forwarded ?? headers.host ?? '')
    .split(',')[0]!
    .trim();
}

/** Shorter when nobody waits for the answer any more. */
function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      response.off('close', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    response.once('close', finish);
  });
}
