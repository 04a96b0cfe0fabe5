// What a server, a demo and a command do with settings that are well formed and lead nowhere.
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { registry } from '@zoetrope/contract/registry.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLedger } from '#demo/ledger.ts';
import { DatabaseUnreachable } from '#store/database.ts';
import { Store } from '#store/store.ts';
import { testDatabase } from '#store/test-database.fixture.ts';
import { ConfigError, readConfig } from './config.ts';
import { databaseFault, listenFault, mayMakeNothing } from './start-faults.ts';

const A_SENTENCE = /^DATABASE_URL names a database that cannot be used \([^\n]+\)\.$/u;
/** A web server, say: it takes connections and answers in another language, or not at all. */
let other: net.Server;
beforeAll(async () => {
  other = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(other, 'listening');
});
afterAll(() => void other.close());

const urlOfOther = () => `postgres://nobody@127.0.0.1:${(other.address() as AddressInfo).port}/none`;
const failureOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

test.each([
  ['nobody listens there', () => 'postgres://nobody@127.0.0.1:1/none'],
  ['who listens there is no PostgreSQL', urlOfOther],
])('%s: the server and the demo say in one sentence which setting it is', async (_title, urlOf) => {
  const refused = await failureOf(Store.open({ databaseUrl: urlOf(), registry, pool: 1 }));
  expect(refused).toBeInstanceOf(DatabaseUnreachable);
  const ofDemo = await failureOf(readLedger(urlOf()));
  expect(ofDemo).toBeInstanceOf(ConfigError);
  for (const { message } of [databaseFault(refused.cause as Error), ofDemo]) expect(message).toMatch(A_SENTENCE);
});

test('a user who may make no tables there is told apart from a migration that is wrong', async () => {
  const database = await testDatabase();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const role = `visitor_${process.pid}`;
  await admin.query(`create role ${role} login password 'secret'`);
  try {
    const url = Object.assign(new URL(database.url), { username: role, password: 'secret' });
    const refused = await failureOf(Store.open({ databaseUrl: url.href, registry, pool: 2 }));
    expect(mayMakeNothing(refused)).toBe(true);
    expect(databaseFault(refused).message).toMatch(A_SENTENCE);
    expect(mayMakeNothing(Object.assign(new Error('syntax error'), { code: '42601' }))).toBe(false);
  } finally {
    await admin.query(`drop owned by ${role}; drop role ${role}`);
    await admin.end();
    await database.close();
  }
});

test.each([
  ['of another machine', '192.0.2.1'],
  ['of a link that is not named', 'fe80::1'],
  ['longer than any', 'a'.repeat(300)],
])('a HOST %s is named in one sentence', async (_title, host) => {
  const config = readConfig({ DATABASE_URL: 'postgres://localhost/zoetrope', HOST: host });
  const [error] = (await once(net.createServer().listen(0, host), 'error')) as [Error];
  expect(listenFault(error, config)).toBeInstanceOf(ConfigError);
});
