import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Engine } from '#engine/engine.ts';

/** For balancers and supervisors: may this node be sent requests? */
@ApiTags('health')
@Controller('api/health')
export class HealthController {
  constructor(@Inject(Engine) private readonly engine: Engine) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'health', summary: 'Answers 503 while PostgreSQL cannot be reached.' })
  async check(): Promise<{ ok: true }> {
    await this.engine.heads(['health']);
    return { ok: true };
  }
}
