// Arranges people, groups and photos through the product's own commands, on a database of its own.
import { newId } from '@zoetrope/contract/ids.ts';
import type { Caller } from '@zoetrope/contract/kernel/caller.ts';
import type { Ack } from '@zoetrope/contract/kernel/wire.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import { testDatabase } from '#store/test-database.fixture.ts';
import { Engine, type EngineSettings } from './engine.ts';

export type Person = Caller & { readonly kind: 'account' };

export interface World {
  readonly engine: Engine;
  readonly databaseUrl: string;
  readonly reports: unknown[];
  /** Another node on the same database. */
  another(settings?: Partial<EngineSettings>): Promise<Engine>;
  close(): Promise<void>;
}

export async function openWorld(settings: Partial<EngineSettings> = {}): Promise<World> {
  const database = await testDatabase();
  const reports: unknown[] = [];
  const engines: Engine[] = [];
  const open = async (more: Partial<EngineSettings> = {}) => {
    const onReport = (error: unknown) => void reports.push(error);
    const engine = await Engine.open({ databaseUrl: database.url, registry, onReport, ...settings, ...more });
    engines.push(engine);
    return engine;
  };
  return {
    engine: await open(),
    databaseUrl: database.url,
    reports,
    another: open,
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
      await database.close();
    },
  };
}

/** Runs a command under a fresh id, server-only ones too. */
export const run = (engine: Engine, caller: Caller, name: string, input: unknown, onServer = false): Promise<Ack> =>
  engine.run(caller, { id: newId(), name, input }, { onServer });

/** The answer, or an Error that says why it was refused. */
export async function done(answer: Promise<Ack>): Promise<Extract<Ack, { ok: true }>> {
  const ack = await answer;
  if (!ack.ok) throw new Error(JSON.stringify(ack.error));
  return ack;
}

/** The code of a refusal, or ok. */
export const codeOf = (ack: Ack): string => (ack.ok ? 'ok' : ack.error.code);

export async function join(engine: Engine, name: string): Promise<Person> {
  const person: Person = { kind: 'account', id: newId() };
  await done(run(engine, person, 'people.join', { name, isAdmin: false }, true));
  return person;
}

export async function makeGroup(engine: Engine, owner: Person, members: readonly Person[] = [], role = 'contributor') {
  const groupId = newId();
  await done(run(engine, owner, 'groups.create', { id: groupId, name: 'Lake house' }));
  for (const member of members) await invite(engine, owner, member, groupId, role);
  return groupId;
}

export async function invite(engine: Engine, owner: Person, member: Person, groupId: string, role = 'contributor') {
  const id = newId();
  const link = { id, groupId, role, tokenHash: id.replaceAll('-', '').repeat(2), expiresAt: null, usesLeft: 1 };
  await done(run(engine, owner, 'invites.create', link));
  await done(run(engine, member, 'invites.accept', { id }, true));
}

export async function addPhoto(engine: Engine, owner: Person, audience: object): Promise<string> {
  const id = newId();
  await done(run(engine, owner, 'photos.add', { id, audience, caption: '', widthPx: 4, heightPx: 3 }, true));
  return id;
}

export const comment = (engine: Engine, caller: Caller, photoId: string, body: string, id = newId()): Promise<Ack> =>
  run(engine, caller, 'comments.add', { id, photoId, body });
