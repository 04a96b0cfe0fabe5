import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import { Engine } from '#engine/engine.ts';
import { Admission } from './admission.ts';

/** For balancers and supervisors: may this node be sent requests? */
@ApiTags('health')
@Controller('api/health')
export class HealthController {
  constructor(
    @Inject(Engine) private readonly engine: Engine,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'health',
    summary: 'Answers 503 while PostgreSQL cannot be reached, and when the process is about to stop.',
  })
  async check(): Promise<{ ok: true }> {
    if (this.admission.isLeaving) throw new Refusal('unavailable');
    await this.engine.heads(['health']);
    return { ok: true };
  }
}
