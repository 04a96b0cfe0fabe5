import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type * as z from 'zod/mini';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';

/** What a route takes and answers, for /api/docs. `bytes` is the type of a body that is no JSON. */
export interface Description {
  readonly takes?: z.ZodMiniType;
  readonly bytes?: string;
  readonly answers: z.ZodMiniType;
  /** What the answer tells. */
  readonly says: string;
}

/** Describes a route by the very schemas that the contract has for it, beside the refusals that any route may answer. */
export function Described(operationId: string, { takes, bytes, answers, says }: Description): MethodDecorator {
  const body = takes ? toInputSchema(takes) : { type: 'string', format: 'binary' };
  return applyDecorators(
    ApiTags('accounts'),
    ApiOperation({ operationId }),
    ...(takes || bytes ? [ApiBody({ schema: body })] : []),
    ...(bytes ? [ApiConsumes(bytes)] : []),
    ApiResponse({ status: 200, description: says, schema: toInputSchema(answers) }),
    Refuses(),
  );
}
