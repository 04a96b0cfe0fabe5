import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { UploadKinds } from '@zoetrope/contract/upload-kinds.ts';
import { toInputSchema } from '#carriers/open-api.ts';
import { Media } from './media.ts';

@ApiTags('uploads')
@Controller('api/upload-kinds')
export class UploadKindsController {
  constructor(@Inject(Media) private readonly media: Media) {}

  @Get()
  @ApiOperation({ operationId: 'uploads.kinds', summary: 'Whether videos can be added beside photos.' })
  @ApiResponse({ status: 200, description: 'What this process takes.', schema: toInputSchema(UploadKinds) })
  kinds(): UploadKinds {
    return { videos: this.media.takesVideos };
  }
}
