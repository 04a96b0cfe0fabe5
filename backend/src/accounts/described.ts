import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type * as z from 'zod/mini';
import type { ErrorCode } from '@zoetrope/contract/errors.ts';
import { Refuses, toInputSchema } from '#carriers/open-api.ts';

/** What a route takes and answers, for /api/docs. `bytes` is the type of a body that is no JSON. */
export interface Description {
  readonly takes?: z.ZodMiniType;
  readonly bytes?: string;
  readonly answers: z.ZodMiniType;
  /** What the answer tells. */
  readonly says: string;
  /** With which codes it refuses, beside what comes before any route. */
  readonly refuses?: readonly ErrorCode[];
}

/** Describes a route by the very schemas that the contract has for it. */
export function Described(
  operationId: string,
  { takes, bytes, answers, says, refuses = [] }: Description,
): MethodDecorator {
  const body = takes ? toInputSchema(takes) : { type: 'string', format: 'binary' };
  return applyDecorators(
    ApiTags('accounts'),
    ApiOperation({ operationId }),
    ...(takes || bytes ? [ApiBody({ schema: body })] : []),
    ...(bytes ? [ApiConsumes(bytes)] : []),
    ApiResponse({ status: 200, description: says, schema: toInputSchema(answers) }),
    Refuses(...refuses),
  );
}
