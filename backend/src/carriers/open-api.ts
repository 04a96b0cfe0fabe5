// The description of the HTTP API at /api/docs, computed from the same declarations as the API itself.
import { ApiResponse, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { applyDecorators, type INestApplication } from '@nestjs/common';
import { KIND_OF, STATUS, type ErrorCode, type ErrorKind } from '@zoetrope/contract/errors.ts';
import type { Schema } from '@zoetrope/contract/kernel/entity.ts';
import { VERSION_HEADER } from '@zoetrope/contract/kernel/wire.ts';
import { CONTRACT_VERSION } from '@zoetrope/contract/version.ts';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
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

export type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;
type Responses = Operation['responses'];

/** An answer with a body, for what is described by hand. */
export const answerOf = (description: string, schema: JsonSchema, type = 'application/json') => ({
  description,
  content: { [type]: { schema } },
});

/** Headers of an answer: name -> what it says. */
export const toHeaders = (says: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(says).map(([name, description]) => [name, { description, schema: text }]));

/** A parameter that is a text, for what is described by hand. */
export const parameter = (where: 'path' | 'query' | 'header', name: string, description: string, required = true) => ({
  in: where,
  name,
  description,
  required,
  schema: text,
});

/** Each is a code as well, the plainest of its kind. */
export const KINDS = Object.keys(STATUS) as ErrorKind[];
/** What stands before every route says these, beside the plain ones. */
const OF_ANY_ROUTE: readonly ErrorCode[] = ['not-json', 'outdated-client', 'wrong-origin', 'session-ended'];

/** How a kind of refusal is described: its codes, and the one body that they all have. */
const refusalOf = (kind: ErrorKind, own: readonly ErrorCode[]) => ({
  ...answerOf(
    [...new Set([...KINDS, ...OF_ANY_ROUTE, ...own])].filter((code) => KIND_OF[code] === kind).join(', '),
    wireShape('Error'),
  ),
  ...(kind === 'slow-down' || kind === 'unavailable'
    ? { headers: toHeaders({ 'Retry-After': 'When to come again, in whole seconds, where that is known.' }) }
    : {}),
});

const kindsOf = (codes: readonly ErrorCode[]): ErrorKind[] => [...new Set(codes.map((code) => KIND_OF[code]))];

/** Refusals with these codes, each with the plain one of its kind, for what is described by hand. */
export const refusals = (codes: readonly ErrorCode[]): Responses =>
  Object.fromEntries(kindsOf(codes).map((kind) => [STATUS[kind], refusalOf(kind, codes)]));

/** Says with which codes a route refuses, besides those that come before any route; the plain one of each kind with them. */
export const Refuses = (...codes: readonly ErrorCode[]): MethodDecorator & ClassDecorator =>
  applyDecorators(...kindsOf(codes).map((kind) => ApiResponse({ status: STATUS[kind], ...refusalOf(kind, codes) })));

/** What may come before a route is asked: http-rules.ts (origin, body, the contract's version), and what breaks or is away. */
function kindsBeforeRoute(path: string, method: string): ErrorKind[] {
  const isApi = path.startsWith('/api/');
  const isWrite = !['get', 'head', 'options'].includes(method);
  return [
    ...(isApi && isWrite ? (['invalid', 'forbidden', 'too-large', 'unsupported'] as const) : []),
    ...(isApi ? (['stale'] as const) : []),
    'unavailable',
    'internal',
  ];
}

function addRefusalsBeforeRoutes(paths: Paths): void {
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      operation.responses = { ...refusals(kindsBeforeRoute(path, method)), ...operation.responses };
    }
  }
}

/**
 * `outsideRouter` describes what is answered by no controller.
 * Effects: serves /api/docs (to read) and /api/docs-json (to generate from). The document is made for the first who asks:
 * most starts of a server are not about it.
 */
export function serveOpenApi(app: INestApplication, outsideRouter: readonly Paths[]): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app, outsideRouter), {
    // Not left to the library: it looks beside its own file, and in the built server everything is in one.
    customSwaggerUiPath: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    jsonDocumentUrl: 'api/docs-json',
    yamlDocumentUrl: 'api/docs-yaml',
  });
}

function describeApi(app: INestApplication, outsideRouter: readonly Paths[]): OpenAPIObject {
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
  // Two may describe one address: what is posted to it has a controller, what is read from it has none.
  for (const [path, item] of outsideRouter.flatMap((paths) => Object.entries(paths)))
    document.paths[path] = { ...document.paths[path], ...item };
  addRefusalsBeforeRoutes(document.paths);
  return document;
}
