import { Controller, Delete, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { AVATAR_BYTES, AvatarChanged } from '@zoetrope/contract/accounts.ts';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { namesTag } from '#carriers/entity-tags.ts';
import { Accounts } from './accounts.ts';
import type { BrowserRequest, BrowserResponse } from './browser.ts';
import { Described } from './described.ts';
import { isUuid } from './is-uuid.ts';
import { readBytes } from './read-bytes.ts';

@Controller('api')
export class AvatarsController {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  @Put('accounts/avatar')
  @Described('accounts.changeAvatar', { bytes: 'image/*', answers: AvatarChanged })
  async change(@Req() request: BrowserRequest): Promise<AvatarChanged> {
    const { personId } = await this.accounts.signedIn(request);
    this.accounts.limits.changeAvatar(personId);
    const bytes = await readBytes(request, AVATAR_BYTES);
    return { avatarId: await this.accounts.avatars.change(personId, bytes) };
  }

  @Delete('accounts/avatar')
  @Described('accounts.removeAvatar', { answers: AvatarChanged })
  async remove(@Req() request: BrowserRequest): Promise<AvatarChanged> {
    const { personId } = await this.accounts.signedIn(request);
    await this.accounts.avatars.remove(personId);
    return { avatarId: null };
  }

  /** For whoever has met the id, as the name is (docs/decisions/0002). The bytes of an id never change. */
  @Get('avatars/:id')
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
