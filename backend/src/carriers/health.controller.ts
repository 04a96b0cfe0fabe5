import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@zoetrope/contract/errors.ts';
import * as z from 'zod/mini';
import { Engine } from '#engine/engine.ts';
import { Admission } from './admission.ts';
import { toInputSchema } from './open-api.ts';

const Healthy = z.object({ ok: z.literal(true) });

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
  @ApiResponse({ status: 200, description: 'Send requests.', schema: toInputSchema(Healthy) })
  async check(): Promise<z.infer<typeof Healthy>> {
    if (this.admission.isLeaving) throw new Refusal('unavailable');
    await this.engine.heads(['health']);
    return { ok: true };
  }
}
