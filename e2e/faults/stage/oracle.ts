// I1: what each client shows, beside what the database holds for its caller. Judged here by the declared rules on rows
// read with plain SQL; no word of the server is believed.
import { callerKey, type Caller } from '@zoetrope/contract/kernel/caller.ts';
import { rowKey, type Row } from '@zoetrope/contract/kernel/row.ts';
import type { TopicAt } from '@zoetrope/contract/kernel/topic.ts';
import { registry } from '@zoetrope/contract/registry.ts';
import type { FaultClient } from '#faults/stage/crowd.ts';
import type { Database } from '#support/databases.ts';
import { rowsOf, toText } from '#suite/view.ts';

/** Every row of every declared table at about one moment, by row key. */
type Rows = ReadonlyMap<string, { readonly e: string; readonly row: Row }>;

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/u;
const camel = (name: string): string => name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());

async function readRows(database: Database): Promise<Rows> {
  const parts = [...registry.entities.keys()].map((e) => `select '${e}' as e, to_json(t) as row from "${e}" t`);
  const lines = await database.query(parts.join(' union all '));
  return new Map(
    lines.map(({ e, row }) => {
      const columns = Object.entries(row as Record<string, unknown>).filter(([name]) => name !== 'rv');
      const own = Object.fromEntries(columns.map(([name, value]) => [camel(name), canonical(value)])) as Row;
      return [rowKey(e, own.id), { e, row: own }];
    }),
  );
}

const canonical = (value: unknown): unknown =>
  typeof value === 'string' && INSTANT.test(value) ? new Date(value).toISOString() : value;

/** The declared rule of a topic, on these rows. */
function mayHold(rows: Rows, at: TopicAt, caller: Caller): boolean {
  const facts: Record<string, unknown> = {};
  for (const { name, kind, ref } of at.topic.reads) {
    const pointed = ref(at.params, caller, facts);
    const row = pointed && rows.get(rowKey(pointed.e, pointed.id))?.row;
    facts[name] = kind === 'exists' ? !!row : row;
    if (kind === 'need' && !row) return false;
  }
  return at.topic.allowed(facts, at.params, caller);
}

/** The rows of a topic as text, by row key. */
function rowsIn(rows: Rows, at: TopicAt): Map<string, { e: string; row: Row; text: string }> {
  const found = new Map<string, { e: string; row: Row; text: string }>();
  for (const [key, { e, row }] of rows)
    if (registry.topicsOf(e, row).some((place) => place.at.key === at.key))
      found.set(key, { e, row, text: toText(row) });
  return found;
}

/** Sentences for each client and topic that is not as the database says; one look. */
export async function differences(database: Database, clients: readonly FaultClient[]): Promise<string[]> {
  const rows = await readRows(database);
  const verdicts = new Map<string, boolean>();
  const contents = new Map<string, ReturnType<typeof rowsIn>>();
  const found: string[] = [];
  for (const client of clients) {
    const shown = shownBy(client);
    for (const at of client.topics) {
      const name = `${callerKey(client.caller)} ${at.key}`;
      if (!verdicts.has(name)) verdicts.set(name, mayHold(rows, at, client.caller));
      if (!contents.has(at.key)) contents.set(at.key, rowsIn(rows, at));
      const wrong = compare(client, at, verdicts.get(name)!, contents.get(at.key)!, shown);
      if (wrong) found.push(`I1: client ${client.n} (${client.rung}) ${at.key}: ${wrong}`);
    }
  }
  return found;
}

interface Shown {
  readonly texts: ReadonlyMap<string, string>;
  readonly byTopic: ReadonlyMap<string, readonly string[]>;
}

function shownBy({ replica }: FaultClient): Shown {
  const texts = new Map<string, string>();
  const byTopic = new Map<string, string[]>();
  for (const entity of registry.entities.values()) {
    for (const row of rowsOf(replica, entity)) {
      const key = rowKey(entity.name, row.id);
      texts.set(key, toText(row));
      for (const { at } of registry.topicsOf(entity.name, row)) {
        const list = byTopic.get(at.key);
        if (list) list.push(key);
        else byTopic.set(at.key, [key]);
      }
    }
  }
  return { texts, byTopic };
}

function compare(
  client: FaultClient,
  at: TopicAt,
  isAllowed: boolean,
  expected: ReturnType<typeof rowsIn>,
  { texts, byTopic }: Shown,
): string | undefined {
  const state = client.stateOf(at);
  const keys = byTopic.get(at.key) ?? [];
  if (!isAllowed) {
    if (state !== 'gone') return `may not be held, and is ${state}`;
    const left = keys.filter((key) => !isElsewhere(client, texts, key, at, expected));
    return left.length > 0 ? `may not be held, and ${left.length} of its rows are shown` : undefined;
  }
  if (state !== 'live') return `is ${state}, and should be live`;
  const wanted = [...expected].filter(([, { e, row }]) => reaches(client, at, e, row));
  for (const [key, { text }] of wanted)
    if (texts.get(key) !== text) return `${key} is ${texts.get(key) ?? 'absent'}, and should be ${text}`;
  const extra = keys.find((key) => !expected.has(key));
  return extra && `${extra} is shown and is not there`;
}

/** A row may be held by another topic that is live. */
function isElsewhere(
  client: FaultClient,
  _texts: ReadonlyMap<string, string>,
  key: string,
  at: TopicAt,
  expected: ReturnType<typeof rowsIn>,
): boolean {
  const found = expected.get(key);
  return (
    found !== undefined &&
    registry
      .topicsOf(found.e, found.row)
      .some((place) => place.at.key !== at.key && client.replica.stateOf(place.at.key) === 'live')
  );
}

/** Whether a row is at or above what this client has loaded of a window. */
function reaches(client: FaultClient, at: TopicAt, e: string, row: Row): boolean {
  return client.replica['confirmed'].held.get(at.key)?.keeps(e, row) ?? false;
}

/** True when every client has reached the heads of what it holds; cheap, so it may be asked often. */
export async function haveReachedHeads(database: Database, clients: readonly FaultClient[]): Promise<boolean> {
  const lines = await database.query('select topic, epoch, version from topic_head');
  const heads = new Map(lines.map((line) => [line.topic as string, line]));
  return clients.every((client) => {
    const positions = client.replica.positions();
    return client.topics.every((at) => {
      const head = heads.get(at.key);
      const position = positions.get(at.key);
      if (position === undefined) return client.stateOf(at) === 'gone';
      return !head || (position?.epoch === head.epoch && position?.v === Number(head.version));
    });
  });
}
