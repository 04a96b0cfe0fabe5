// The description of the HTTP API at /api/docs, computed from the same declarations as the API itself.
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { INestApplication } from '@nestjs/common';
import { KIND_OF, STATUS, type ErrorKind } from '@zoetrope/contract/errors.ts';
import type { Schema } from '@zoetrope/contract/kernel/entity.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import * as z from 'zod/mini';

/** A JSON Schema that may stand anywhere in the document. */
export type JsonSchema = Record<string, any>;

/** The JSON Schema of what a client sends. Refinements, which have none, stay unsaid. */
export function toInputSchema(schema: Schema<any>): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0', unrepresentable: 'any' }) as JsonSchema;
}

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const object = (properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const only = (value: string): JsonSchema => ({ type: 'string', enum: [value] });
const record = (additionalProperties: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties });

/** The wire's own shapes (contract/kernel/wire.ts, contract/errors.ts). */
const SHAPES = {
  Error: object(
    {
      code: { type: 'string', enum: Object.keys(KIND_OF) },
      kind: { type: 'string', enum: Object.keys(STATUS) },
      message: text,
      retryAfterMs: count,
      fields: record(text),
      reportId: text,
    },
    ['retryAfterMs', 'fields', 'reportId'],
  ),
  Position: object({ epoch: text, v: count }),
  Change: object({ e: text, id: text, rv: count, row: { type: 'object', nullable: true } }),
  Floor: { oneOf: [object({ key: text, id: text }), only('end')] },
  Ack: object({
    ok: { type: 'boolean', enum: [true] },
    id: text,
    at: list(object({ t: text, epoch: text, v: count })),
    ch: list(ref('Change')),
  }),
  Batch: {
    oneOf: [
      object({ k: only('ops'), t: text, epoch: text, from: count, v: count, ch: list(ref('Change')) }),
      object({
        k: only('snap'),
        t: text,
        epoch: text,
        v: count,
        ch: list(ref('Change')),
        floors: record(ref('Floor')),
      }),
      object({ k: only('gone'), t: text }),
      object({ k: only('behind'), t: text }),
    ],
  },
  SyncRequest: object(
    {
      at: record({ nullable: true, allOf: [ref('Position')] }),
      waitMs: count,
      hear: record({ type: 'string', nullable: true }),
    },
    ['waitMs', 'hear'],
  ),
  SyncAnswer: object(
    { batches: list(ref('Batch')), said: list(object({ t: text, stamp: text, heard: list(ref('Heard')) })) },
    ['said'],
  ),
  OlderRequest: object({ t: text, e: text, below: object({ key: text, id: text }) }),
  OlderAnswer: object({ ok: { type: 'boolean', enum: [true] }, ch: list(ref('Change')), floor: ref('Floor') }),
  SayMessage: object({ t: text, s: text, source: text, body: { nullable: true } }),
  Heard: object({ t: text, s: text, by: text, body: {}, holdMs: count }),
  HeardAnswer: object({ heard: list(ref('Heard')) }),
} satisfies Record<string, JsonSchema>;

/** The schema of one of the wire's shapes, by name. */
export const wireShape = (name: keyof typeof SHAPES): JsonSchema => ref(name);

/** What any route may answer besides its own: each kind of refusal, with its codes. */
export const REFUSALS = (Object.entries(STATUS) as [ErrorKind, number][]).map(([kind, status]) => ({
  status,
  description: Object.entries(KIND_OF)
    .filter((entry) => entry[1] === kind)
    .map(([code]) => code)
    .join(', '),
  schema: wireShape('Error'),
}));

/** Effects: serves /api/docs (to read) and /api/docs-json (to generate from). */
export function serveOpenApi(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Zoetrope')
    .setDescription(
      `Commands are POST requests named by their feature and verb; topics are read through /api/sync. Errors have one ` +
        `shape everywhere. A client may name its contract in the header ${VERSION_HEADER}; another is refused.`,
    )
    .setVersion(String(CONTRACT_VERSION))
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...SHAPES } };
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/docs-json',
    yamlDocumentUrl: 'api/docs-yaml',
  });
  return document;
}
