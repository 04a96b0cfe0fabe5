// The description of the HTTP API, read as a program reads it that makes a client of it, and held against what is answered.
import { KIND_OF, STATUS, type ErrorCode, type ErrorKind } from '@zoetrope/contract/errors.ts';
import { cases } from '@zoetrope/contract/cases.ts';
import { aPhotoInAGroup } from '@zoetrope/contract/features/photos.cases.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { routeOf } from '#support/api.ts';
import { UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '#support/server.ts';
import { Cast } from '#support/world.ts';

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly responses: Readonly<Record<string, any>>;
}

let server: Server;
let cast: Cast;
let document: any;
let operations: readonly Operation[];

beforeAll(async () => {
  server = await startServer();
  cast = await Cast.signUp(server);
  document = (await cast.api.request('GET', '/api/docs-json')).json;
  operations = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.entries<any>(item).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      responses,
    })),
  );
});
afterAll(() => server?.remove());

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What stands before every route: the origin and the body of what writes, the contract's version below /api. */
function kindsBeforeRoute({ method, path }: Operation): ErrorKind[] {
  const isApi = path.startsWith('/api/');
  return [
    'unavailable',
    'internal',
    ...(isApi ? (['stale'] as const) : []),
    ...(isApi && !READS.has(method) ? (['invalid', 'forbidden', 'too-large', 'unsupported'] as const) : []),
  ];
}

/** What the description of an operation leaves unsaid. */
function gapsOf(operation: Operation): string[] {
  const { method, responses } = operation;
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const gaps = answers.flatMap(([status, { description, content, headers }]) => {
    const hasSchema = Object.values<any>(content ?? {}).some(({ schema }) => schema);
    const isBodiless = status === '204' || method === 'HEAD' || (!content && headers);
    return [
      ...(description ? [] : [`${status} is not described`]),
      ...(hasSchema || isBodiless ? [] : [`${status} has no schema`]),
    ];
  });
  const missing = kindsBeforeRoute(operation).filter((kind) => !responses[STATUS[kind]]);
  return [
    ...(answers.length > 0 ? [] : ['no answer']),
    ...gaps,
    ...missing.map((kind) => `no ${STATUS[kind]} (${kind})`),
    ...refusalsOf(responses).flatMap(([status, refusal]) => wrongsOf(Number(status), refusal)),
  ];
}

/** 416 is HTTP's own and has no body. */
const refusalsOf = (responses: Operation['responses']) =>
  Object.entries(responses).filter(([status]) => Number(status) >= 400 && status !== '416');

function wrongsOf(status: number, { description, content }: any): string[] {
  const codes = String(description).split(', ') as ErrorCode[];
  const isError = content?.['application/json']?.schema?.$ref === '#/components/schemas/Error';
  return [
    ...(isError ? [] : [`${status} is no Error`]),
    ...codes.filter((code) => STATUS[KIND_OF[code]] !== status).map((code) => `${status} names ${code}`),
  ];
}

test('every operation describes its answer and its refusals', () => {
  const gaps = operations.flatMap((operation) => gapsOf(operation).map((gap) => `${operation.name}: ${gap}`));
  expect(gaps).toEqual([]);
});

test('what is answered outside the router is described too', () => {
  expect(operations.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'GET /api/sync',
      `POST ${UPLOADS_URL}`,
      `HEAD ${UPLOADS_URL}/{id}`,
      `PATCH ${UPLOADS_URL}/{id}`,
      `DELETE ${UPLOADS_URL}/{id}`,
      'GET /photos/{photoId}/{rendition}',
    ]),
  );
});

test('a command describes the codes that its cases refuse with, and no others but those that any command may', () => {
  const shown = new Map<string, Set<ErrorCode>>();
  for (const { run, expect: code } of Object.values(cases).flat()) {
    if (run.serverOnly || code === 'ok') continue;
    shown.set(run.name, (shown.get(run.name) ?? new Set()).add(code));
  }
  const ofAny = new Set<string>([...Object.keys(STATUS), ...['not-json', 'outdated-client', 'wrong-origin']]);
  for (const code of ['session-ended', 'command-id-reused']) ofAny.add(code);
  for (const command of registry.commands.values()) {
    if (command.serverOnly) continue;
    const { responses } = operations.find(({ path }) => path === routeOf(command))!;
    const described = refusalsOf(responses).flatMap(([, { description }]) => String(description).split(', '));
    const own = [...(shown.get(command.name) ?? [])].filter((code) => !ofAny.has(code));
    expect([command.name, described.filter((code) => !ofAny.has(code)).toSorted()]).toEqual([
      command.name,
      own.toSorted(),
    ]);
  }
  const me = operations.find(({ name }) => name === 'GET /api/accounts/me')!;
  expect(JSON.stringify(me.responses)).not.toMatch(/photo-|video-|wrong-password/u);
});

test('every reference leads to a shape', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  const names = new Set(refs.map((match) => match[1]!));
  expect(names.size).toBeGreaterThan(5);
  expect([...names].filter((name) => !document.components.schemas[name])).toEqual([]);
});

test.each(['visitor', 'dan'] as const)('each operation answers %s with a status that it describes', async (who) => {
  const strange: string[] = [];
  for (const { name, method, path, responses } of operations) {
    // Nobody would be signed in for the others.
    if (path.endsWith('/sign-out')) continue;
    const answer = await cast.api.request(method, path.replaceAll(/\{\w+\}/g, 'none'), {
      cookie: who === 'dan' ? cast.people.dan.cookie : undefined,
      ...(READS.has(method) ? {} : { body: {} }),
    });
    if (!responses[answer.status]) strange.push(`${name}: ${answer.status} ${answer.text.slice(0, 100)}`);
  }
  expect(strange).toEqual([]);
});

test('the feed is described as it is answered, with its validator', async () => {
  const stage = cast.stage();
  await cast.arrange(aPhotoInAGroup(stage));
  const described = document.paths['/api/feed/groups/{groupId}'].get;
  expect(described.parameters.map(({ name }: { name: string }) => name).toSorted()).toEqual(
    ['before', 'groupId', 'if-none-match', 'limit'].toSorted(),
  );
  const { description, headers, content } = described.responses[200];
  expect(description).toContain('the rung for scripts, screens and old browsers');
  const answer = await cast.api.request('GET', `/api/feed/groups/${stage.id('group')}`, {
    cookie: cast.people.alice.cookie,
  });
  for (const name of Object.keys(headers)) expect(answer.headers.get(name)).toBeTruthy();
  expect(Object.keys(headers)).toEqual(expect.arrayContaining(['ETag', 'Cache-Control']));
  const page = content['application/json'].schema;
  expect(page.required.toSorted()).toEqual(Object.keys(answer.json).toSorted());
  const photo = page.properties.photos.items;
  expect(photo.required.toSorted()).toEqual(Object.keys(answer.json.photos[0]).toSorted());
  expect(described.responses[304].headers).toEqual(headers);
});
