import { Controller, Delete, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AVATAR_BYTES, AvatarChanged } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { namesTag } from '#carriers/entity-tags.ts';
import { Refuses, toHeaders } from '#carriers/open-api.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { isUuid } from './is-uuid.ts';
import { readBytes } from './read-bytes.ts';

const AVATAR_HEADERS = toHeaders({ ETag: 'Names the picture.', 'Cache-Control': '`private, max-age=300`.' });

/** As of photos: a face is checked alike. */
const OF_PICTURES = [
  'photo-empty',
  'photo-too-large',
  'photo-too-many-pixels',
  'photo-too-complex',
  'photo-not-an-image',
  'photo-damaged',
] as const;

@Controller('api')
export class AvatarsController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Put('accounts/avatar')
  @Described('accounts.changeAvatar', {
    bytes: 'image/*',
    answers: AvatarChanged,
    says: 'The new picture.',
    refuses: ['unauthenticated', 'conflict', 'slow-down', ...OF_PICTURES],
  })
  async change(@Req() request: BrowserRequest): Promise<AvatarChanged> {
    const { personId } = await this.accounts.signedIn(request);
    this.accounts.limits.changeAvatar(personId);
    const bytes = await readBytes(request, AVATAR_BYTES);
    return { avatarId: await this.accounts.avatars.change(personId, bytes) };
  }

  @Delete('accounts/avatar')
  @Described('accounts.removeAvatar', {
    answers: AvatarChanged,
    says: 'There is none any more.',
    refuses: ['unauthenticated', 'conflict'],
  })
  async remove(@Req() request: BrowserRequest): Promise<AvatarChanged> {
    const { personId } = await this.accounts.signedIn(request);
    await this.accounts.avatars.remove(personId);
    return { avatarId: null };
  }

  /** For whoever has met the id, as the name is (docs/decisions/0002). The bytes of an id never change. */
  @Get('avatars/:id')
  @ApiTags('accounts')
  @ApiOperation({ operationId: 'avatars.get', summary: "A person's picture." })
  @ApiResponse({
    status: 200,
    description: 'The picture.',
    headers: AVATAR_HEADERS,
    content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 304, description: 'The picture with this ETag is this one.', headers: AVATAR_HEADERS })
  @Refuses('not-found')
  async picture(
    @Req() request: BrowserRequest,
    @Res() response: BrowserResponse,
    @Param('id') id: string,
  ): Promise<void> {
    const bytes = isUuid(id) ? await this.accounts.avatars.find(id) : undefined;
    if (!bytes) throw new Refusal('not-found');
    const etag = `"${id}"`;
    const isKnown = namesTag(request.headers['if-none-match'], etag);
    response.writeHead(isKnown ? 304 : 200, {
      'cache-control': 'private, max-age=300',
      etag,
      ...(isKnown ? {} : { 'content-type': 'image/webp', 'content-length': bytes.byteLength }),
      'x-content-type-options': 'nosniff',
    });
    response.end(isKnown ? undefined : bytes);
  }
}
